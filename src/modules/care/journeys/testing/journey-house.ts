import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Actor } from '../../../../kernel/access.ts';
import type { Ctx, Workspace } from '../../../../kernel/context.ts';
import { testHouse } from '../../../../kernel/testing/house.ts';
import { recordOrder } from '../../../orders/index.ts';
import { openDoorkeeper } from '../../../workspaces/index.ts';
import { jobs } from '../../jobs.ts';
import { createTemplate } from '../../templates/templates.ts';
import { customer, mailChannel, mailSink } from '../../testing/shop.ts';
import { enterJourney } from '../enter.ts';
import { createJourney, publishJourney } from '../journeys.ts';
import type { Plan, Step } from '../plan-contract.ts';
import { EMPTY_PLAN } from '../shape-plan.ts';
import { liveJourneys } from '../stored.ts';
import { walkPortion } from '../walk.ts';
import '../../../customers/module.ts';
import '../../../orders/module.ts';
import '../../module.ts';

const DAY_MS = 86_400_000;

export const tag = (name: string): Step => ({ id: randomUUID(), kind: 'tag', tag: name, remove: false });
export const days = (amount: number): Step => ({
  id: randomUUID(),
  kind: 'wait',
  wait: { kind: 'span', span: { amount, unit: 'days' } },
});

/** A house whose shops write from one channel with one template, and lead people by journeys. */
export async function journeyHouse() {
  const house = await testHouse({ jobs });
  openDoorkeeper(house);
  const sink = await mailSink();
  const openShop = async () => {
    const shop = await house.openWorkspace();
    const letter = await house.in(shop, async (ctx) => {
      const channel = await mailChannel(ctx, sink.port);
      const blocks = [{ kind: 'text' as const, text: '{{salutation}}，谢谢！{{coupon}}' }];
      const template = await createTemplate(ctx, {
        name: '致谢',
        channel: 'email',
        purpose: 'service',
        content: { 'zh-CN': { subject: '谢谢', preheader: '', blocks } },
      });
      return { channelId: channel.id, templateId: template.id };
    });
    const at = <T>(inDays: number, does: (ctx: Ctx) => Promise<T>, actor?: Actor) =>
      house.in(shop, (ctx) => does({ ...ctx, now: new Date(ctx.now.getTime() + inDays * DAY_MS) }), actor);
    const run = async (inDays = 0) => {
      while ((await at(inDays, (ctx) => walkPortion(ctx))) > 0);
    };
    const journey = (plan: Partial<Plan>) => begin(shop, plan);
    const enter = async (ids: string[], cause = 'test') =>
      house.in(shop, async (ctx) => {
        let entered = 0;
        for (const live of await liveJourneys(ctx))
          entered += await enterJourney(
            ctx,
            live,
            ids.map((customerId) => ({ customerId, cause })),
          );
        return entered;
      });
    const message = (): Step => ({ id: randomUUID(), kind: 'message', ...letter });
    return { shop, at, run, journey, enter, message, ...letter };
  };

  const begin = (shop: Workspace, plan: Partial<Plan>): Promise<string> =>
    house.in(shop, async (ctx) => {
      const { id } = await createJourney(ctx, { plan: { ...EMPTY_PLAN, holdOutPercent: 0, ...plan } });
      await publishJourney(ctx, { id });
      return id;
    });

  const people = (shop: Workspace, n: number) => Promise.all(Array.from({ length: n }, () => customer(house, shop)));
  const tagsOf = (shop: Workspace, id: string) =>
    house.in(
      shop,
      async (ctx) =>
        (await ctx.db.selectFrom('customers').select('tags').where('id', '=', id).executeTakeFirstOrThrow()).tags,
    );
  const buys = (shop: Workspace, customerId: string) =>
    house.in(shop, (ctx) =>
      recordOrder(ctx, {
        externalId: randomUUID(),
        source: 'till',
        customer: { id: customerId },
        placedAt: new Date().toISOString(),
        currency: 'CNY',
        lines: [{ sku: 'T1', name: '龙井', quantity: '1', unitPrice: '88.00' }],
      } as never),
    );
  const count = (shop: Workspace, table: string) =>
    house.in(
      shop,
      async (ctx) =>
        (
          await sql<{
            n: number;
          }>`select count(*)::int as n from ${sql.table(table)} where workspace_id = ${shop.id}`.execute(ctx.db)
        ).rows[0]?.n ?? 0,
    );

  return { house, sink, openShop, people, tagsOf, buys, count };
}
