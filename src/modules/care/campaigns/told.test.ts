import { afterAll, expect, test } from 'vitest';
import type { Ctx } from '../../../kernel/context.ts';
import { asSystem, query } from '../../../kernel/enter.ts';
import { newId } from '../../../kernel/ids.ts';
import { deliverDue } from '../../../kernel/jobs/dispatch.ts';
import { installReactions } from '../../../kernel/outbox.ts';
import { testHouse } from '../../../kernel/testing/house.ts';
import { addDays } from '../../../maths/calendar.ts';
import { createCustomersInBulk } from '../../customers/index.ts';
import { refreshPurchases } from '../../orders/index.ts';
import '../../orders/module.ts';
import { readCohorts } from '../../retention/cohorts/read-cohorts.ts';
import { retentionModule } from '../../retention/module.ts';
import { startRefresh } from '../../retention/refresh.ts';
import { openDoorkeeper } from '../../workspaces/index.ts';
import { createChannel } from '../channels/channels.ts';
import '../module.ts';

const house = await testHouse();
openDoorkeeper(house);
installReactions(retentionModule.reactions ?? []);
afterAll(() => installReactions([]));

/** Buys on these days for ¥100 each. */
async function buyer(ctx: Ctx, name: string, days: readonly string[]): Promise<string> {
  const [id = ''] = await createCustomersInBulk(ctx, [{ name }]);
  const money = { currency: 'CNY', total_minor: 10_000n, total_base_minor: 10_000n };
  const order = (day: string) => ({
    ...money,
    workspace_id: ctx.workspace.id,
    id: newId(),
    customer_id: id,
    source: 'till',
    external_id: newId(),
    placed_at: new Date(`${day}T04:00:00Z`),
    day,
  });
  await ctx.db.insertInto('orders').values(days.map(order)).execute();
  await refreshPurchases(
    ctx,
    days.map((day) => ({ customerId: id, day })),
  );
  return id;
}

async function campaign(ctx: Ctx, name: string, channelId: string) {
  const [id, sendingId, workspaceId] = [newId(), newId(), ctx.workspace.id];
  const common = { workspace_id: workspaceId, channel_id: channelId, created_at: ctx.now };
  await ctx.db
    .insertInto('care_campaigns')
    .values({
      ...common,
      id,
      name,
      purpose: 'promotion',
      template_id: newId(),
      audience: '{}',
      hold_out_percent: 0,
      effect_days: 28,
      margin_percent: 50,
      state: 'started',
      created_by_name: '林老板',
    })
    .execute();
  await ctx.db
    .insertInto('care_sendings')
    .values({
      ...common,
      id: sendingId,
      sender: 'campaign',
      sender_id: id,
      purpose: 'promotion',
      priority: 1,
      state: 'finished',
    })
    .execute();
  return (customerId: string, day: string | null) =>
    ctx.db
      .insertInto('care_messages')
      .values({
        workspace_id: workspaceId,
        id: newId(),
        sending_id: sendingId,
        customer_id: customerId,
        state: day === null ? 'held' : 'sent',
        template_id: newId(),
        template_version: 1,
        sent_at: day === null ? null : new Date(`${day}T02:00:00Z`),
      })
      .execute();
}

test('customers are won by the campaign they last heard of before they first bought', async () => {
  const shop = await house.openWorkspace();
  await house.in(shop, async (ctx) => {
    const given = { provider: 'smtp', host: 'mail.example.com', port: 587, secure: false } as const;
    const { id: channel } = await createChannel(ctx, {
      kind: 'email',
      name: '邮件',
      perMinute: null,
      cost: null,
      given: { ...given, fromName: '林记茶行', fromAddress: 'tea@example.com' },
    } as never);
    const [spring, autumn] = [await campaign(ctx, '春茶', channel), await campaign(ctx, '秋茶', channel)];
    const came = addDays(ctx.today, -150);
    const days = [came, addDays(came, 40), addDays(came, 80)];
    for (let n = 0; n < 30; n += 1) {
      const id = await buyer(ctx, `客${n}`, days);
      // Ten heard of both, ten long before, and of five it was only planned to tell them.
      if (n < 10) await spring(id, addDays(came, -20));
      if (n < 10) await autumn(id, addDays(came, -2));
      if (n >= 10 && n < 20) await spring(id, addDays(came, -31));
      if (n >= 20 && n < 25) await autumn(id, null);
      if (n >= 25) await spring(id, addDays(came, 1));
    }
  });
  while ((await deliverDue(house)) > 0);
  await house.in(shop, startRefresh);
  while ((await deliverDue(house)) > 0);
  const { rows, by } = await query(house.database, asSystem(shop), (ctx) => readCohorts(ctx, { by: 'campaign' }));
  expect(by).toBe('campaign');
  expect(rows.map(({ key, customers }) => [key, customers])).toEqual([
    [null, 20],
    ['秋茶', 10],
  ]);
  expect(rows[1]?.cells.find(({ customers }) => customers > 0)).toMatchObject({ of: 10, customers: 10 });
});
