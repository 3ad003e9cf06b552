import { sql } from 'kysely';
import { recordAudit } from '../../../kernel/audit.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { refusals } from '../../../kernel/errors.ts';
import { holdCards } from '../../customers/index.ts';
import { issue } from '../coupons/vouchers.ts';
import { closeBooks, loadLots, openBooks } from '../ledger/books.ts';
import { givePoints } from '../ledger/points.ts';
import { currentVersion } from '../programme/programme.ts';
import { rewardErrors, type RewardList } from './contract.ts';
import { decideList, rewardListNamed } from './lists.ts';

const refuse = refusals(rewardErrors);

/** Accounts that are locked in one step; all of them stay locked until the list is booked whole. */
const PORTION = 500;

/** Points are given and codes issued to everybody on the list, or to nobody; a list to print has nothing to book. */
export async function bookRewardList(ctx: Ctx, { id }: { id: string }): Promise<RewardList> {
  await decideList(ctx, id, 'booked');
  const list = await rewardListNamed(ctx, id);
  const { rows } = await sql<{ customerId: string; points: bigint }>`
    select customer_id as "customerId", points from loyalty_reward_lines
    where workspace_id = ${ctx.workspace.id} and list_id = ${id} order by customer_id`.execute(ctx.db);
  const { give } = list.rules;
  if (give.kind === 'coupon') await issueTo(ctx, list, give.couponId, rows);
  else if (list.points > 0) await giveTo(ctx, list, rows);
  await recordAudit(ctx, {
    action: 'loyalty_reward.booked',
    entity: 'loyalty_reward',
    entityId: id,
    detail: { customers: rows.length },
  });
  return list;
}

type Row = { customerId: string; points: bigint };

async function giveTo(ctx: Ctx, list: RewardList, rows: readonly Row[]): Promise<void> {
  const version = await currentVersion(ctx);
  if (!version) throw refuse('POINTS_WITHOUT_PROGRAMME');
  const facts = { kind: 'earn', source: 'reward', reason: list.name, programmeId: version.id } as const;
  for (let from = 0; from < rows.length; from += PORTION) {
    const portion = rows.slice(from, from + PORTION);
    const ids = portion.map(({ customerId }) => customerId);
    const kept = await holdCards(ctx, ids);
    const books = await openBooks(ctx, ids);
    await loadLots(ctx, books);
    const given = portion.flatMap(({ customerId, points }) => {
      const account = books.accounts.get(kept.get(customerId) ?? customerId);
      if (!account || points === 0n) return [];
      return [{ customerId, entryId: givePoints(ctx, books, account, version, Number(points), facts).id }];
    });
    await closeBooks(ctx, books);
    await note(
      ctx,
      list.id,
      'entry_id',
      given.map(({ customerId, entryId }) => [customerId, entryId]),
    );
  }
}

async function issueTo(ctx: Ctx, list: RewardList, couponId: string, rows: readonly Row[]): Promise<void> {
  const coupon = await ctx.db
    .selectFrom('loyalty_coupons')
    .select(['id', 'terms', 'until_day', 'ended_at'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', couponId)
    .executeTakeFirst();
  if (!coupon || coupon.ended_at !== null || (coupon.until_day !== null && coupon.until_day < ctx.today)) {
    throw refuse('REWARD_RULES_UNFIT', { path: 'rules.give.couponId' });
  }
  const kept = await holdCards(
    ctx,
    rows.map(({ customerId }) => customerId),
  );
  const vouchers = await issue(
    ctx,
    coupon,
    rows.map(({ customerId }) => kept.get(customerId) ?? customerId),
    'reward',
  );
  await note(
    ctx,
    list.id,
    'voucher_id',
    rows.flatMap(({ customerId }, n) => (vouchers[n] ? [[customerId, vouchers[n].id] as const] : [])),
  );
}

async function note(
  ctx: Ctx,
  listId: string,
  column: 'entry_id' | 'voucher_id',
  pairs: readonly (readonly [string, string])[],
): Promise<void> {
  await sql`
    update loyalty_reward_lines l set ${sql.ref(column)} = t.given
    from unnest(${pairs.map(([customer]) => customer)}::uuid[], ${pairs.map(([, given]) => given)}::uuid[]) as t (customer, given)
    where l.workspace_id = ${ctx.workspace.id} and l.list_id = ${listId} and l.customer_id = t.customer`.execute(
    ctx.db,
  );
}
