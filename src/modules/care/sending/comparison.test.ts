import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { readEffect } from '../campaigns/effect.ts';
import { createTemplate } from '../templates/templates.ts';
import { campaignHouse } from '../testing/campaign-house.ts';

const { openShop } = await campaignHouse();

describe('the comparison', () => {
  let measured: Awaited<ReturnType<typeof openShop>>;
  let sendingId: string;
  let id: string;

  beforeAll(async () => {
    measured = await openShop();
    const { shop, inShop, run } = measured;
    await inShop((ctx) =>
      sql`
      with made as (
        insert into customers (workspace_id, id, name, sort_name, email)
        select ${shop.id}, gen_random_uuid(), 'n' || n, 'n' || n, 'n' || n || '@example.com' from generate_series(1, 1000) n returning id),
      asked as (
        insert into customer_consents (workspace_id, customer_id, id, channel, purpose, granted, at, by_name)
        select ${shop.id}, id, gen_random_uuid(), 'email', 'marketing', true, now() - interval '1 day', 'x' from made returning customer_id)
      insert into customer_statistics (workspace_id, customer_id, purchase_days, last_on)
      select ${shop.id}, customer_id, floor(random() * 9)::int, current_date - floor(random() * 200)::int from asked`.execute(
        ctx.db,
      ),
    );
    const b = await inShop(async (ctx) => {
      const content = { 'zh-CN': { subject: '乙', preheader: '', blocks: [{ kind: 'text' as const, text: '您好' }] } };
      return createTemplate(ctx, { name: '乙', channel: 'email', purpose: 'promotion', content });
    });
    ({ id, sendingId } = await run({ holdOutPercent: 10, templateBId: b.id, ab: { rule: 'split' } }));
  });

  test('leaves the share in peace, in every stratum alike, and halves the rest', async () => {
    const { rows } = await measured.inShop((ctx) =>
      sql<{ stratum: string; n: number; held: number; a: number; b: number }>`
        select stratum, count(*)::int as n, count(*) filter (where state = 'held')::int as held,
          count(*) filter (where variant = 'A')::int as a, count(*) filter (where variant = 'B')::int as b
        from care_messages where workspace_id = ${measured.shop.id} and sending_id = ${sendingId} group by 1`.execute(
        ctx.db,
      ),
    );
    expect(rows.length).toBeGreaterThan(5);
    expect(Math.abs(rows.reduce((sum, one) => sum + one.held, 0) - 100)).toBeLessThanOrEqual(1);
    for (const { n, held, a, b } of rows) {
      expect(Math.abs(held - n / 10)).toBeLessThanOrEqual(1);
      expect(Math.abs(a - b)).toBeLessThanOrEqual(2);
    }
  });

  test('tells what was bought on either side, and says when the difference may be chance', async () => {
    const { shop, inShop } = measured;
    await inShop((ctx) =>
      sql`
      insert into purchase_days (workspace_id, customer_id, day, amount_minor, orders)
      select ${shop.id}, customer_id, ${ctx.today}::date, 10000, 1 from (
        select customer_id, state, row_number() over (partition by state order by draw) as n from care_messages
        where workspace_id = ${shop.id} and sending_id = ${sendingId}) m where (state = 'held' and n <= 10) or (state <> 'held' and n <= 300)`.execute(
        ctx.db,
      ),
    );
    const effect = await inShop((ctx) => readEffect(ctx, { id }));
    expect(effect).toMatchObject({
      preliminary: true,
      why: null,
      treated: { buyers: 300, revenue: { amount: '30000.00' } },
      held: { buyers: 10 },
      lift: { certain: true },
    });
    expect(effect.lift?.buying).toBeCloseTo(100 * (300 / effect.treated.n - 10 / (effect.held?.n ?? 1)), 0);
    expect(effect.variants.map(({ key }) => key)).toEqual(['A', 'B']);
    expect(effect.variants.reduce((sum, { n }) => sum + n, 0)).toBe(effect.treated.n);
  });
});
