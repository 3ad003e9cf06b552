import type { Ctx, Workspace } from '../../../../kernel/context.ts';
import type { TestHouse } from '../../../../kernel/testing/house.ts';
import { addDays } from '../../../../maths/calendar.ts';
import { draws } from '../../../../../kits/retail/draws.ts';
import { createCustomersInBulk, createField } from '../../../customers/index.ts';
import { recordConsents } from '../../../customers/consents.ts';
import { restrict } from '../../../customers/privacy/consents/restrictions.ts';
import { recordOrder } from '../../../orders/index.ts';
import { refundOrder } from '../../../orders/refunds.ts';
import { recordVisit } from '../../../orders/visits.ts';
import { divideShop } from '../../engine/divide.ts';

const SOURCES = ['朋友介绍', '路过', '网店'] as const;
export const TAGS = ['送礼', '老茶', '急性子'] as const;
export const TEAS = [
  { sku: 'T1', name: '龙井', category: '绿茶' },
  { sku: 'T2', name: '碧螺春', category: '绿茶' },
  { sku: 'T3', name: '肉桂', category: '岩茶' },
  { sku: 'T4', name: '普洱', category: null },
] as const;
export const CHANNELS = ['sms', 'wechat'] as const;

/** A small shop in which everything that a segment can ask of somebody is so of some and not of others. */
export async function openTeaShop(house: TestHouse, size = 40): Promise<Workspace> {
  const shop = await house.openWorkspace();
  const draw = draws(4_711);
  await house.in(shop, async (ctx) => {
    await createField(ctx, {
      name: '口味',
      key: 'taste',
      type: 'choice',
      options: [{ name: 'light' }, { name: 'strong' }],
    });
    await createField(ctx, { name: '杯数', key: 'cups', type: 'number' });
  });
  await house.in(shop, async (ctx) => {
    const ids = await createCustomersInBulk(
      ctx,
      Array.from({ length: size }, (_, n) => ({
        name: `客人${n}`,
        kind: draw.unit() < 0.2 ? ('company' as const) : ('person' as const),
        phone: draw.unit() < 0.6 ? `1380013${String(8000 + n)}` : null,
        source: draw.unit() < 0.6 ? draw.pick(SOURCES) : null,
        tags: TAGS.filter(() => draw.unit() < 0.3),
        createdAt: new Date(`${addDays(ctx.today, -draw.below(200))}T04:00:00Z`),
        custom: {
          ...(draw.unit() < 0.6 ? { taste: draw.pick(['light', 'strong']) } : {}),
          ...(draw.unit() < 0.6 ? { cups: draw.below(9) } : {}),
        },
      })),
    );
    for (const id of ids) await live(ctx, draw, id);
    await divideShop(ctx);
  });
  return shop;
}

async function live(ctx: Ctx, draw: ReturnType<typeof draws>, id: string): Promise<void> {
  for (let n = draw.below(5); n > 0; n -= 1) {
    const tea = draw.pick(TEAS);
    const line = { ...tea, quantity: String(1 + draw.below(3)), unitPrice: String(20 + draw.below(200)) };
    const more = draw.unit() < 0.3 ? [{ ...draw.pick(TEAS), quantity: '1', unitPrice: '66' }] : [];
    const order = await recordOrder(ctx, {
      source: 'till',
      lines: [line, ...more],
      customer: { id },
      placedAt: `${addDays(ctx.today, -draw.below(150))}T12:00:00+08:00`,
    });
    if (draw.unit() < 0.15) await refundOrder(ctx, { id: order.id, amount: order.total.amount });
  }
  for (let n = draw.below(4); n > 0; n -= 1)
    await recordVisit(ctx, { customerId: id, at: `${addDays(ctx.today, -draw.below(120))}T09:00:00+08:00` });
  for (const channel of CHANNELS) {
    for (let n = draw.below(3); n > 0; n -= 1)
      await recordConsents(ctx, id, [{ channel, purpose: 'marketing', granted: draw.unit() < 0.5 }]);
  }
  if (draw.unit() < 0.2) await restrict(ctx, { id, kind: 'contact' });
}
