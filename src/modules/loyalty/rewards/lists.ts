import { sql } from 'kysely';
import { recordAudit } from '../../../kernel/audit.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { refusals } from '../../../kernel/errors.ts';
import { newId } from '../../../kernel/ids.ts';
import { inBase, moneyInWords } from '../../../kernel/i18n/print.ts';
import { translate } from '../../../kernel/i18n/translate.ts';
import { countOf, decodeCursor, encodeCursor } from '../../../kernel/paging.ts';
import { customerNames } from '../../customers/index.ts';
import {
  rewardErrors,
  rewardRules,
  type GivenRewardRules,
  type RewardLine,
  type RewardList,
  type RewardRules,
} from './contract.ts';
import { reckon, type Reckoned } from './reckon.ts';

const refuse = refusals(rewardErrors);

/** Lines that a preview shows. */
const SHOWN = 20;

export async function previewRewards(ctx: Ctx, { rules }: { rules: RewardRules }) {
  const lines = await reckon(ctx, rules);
  const rows = lines.slice(0, SHOWN).map((line, n) => ({ ...line, place: n + 1 }));
  return { ...totalsOf(ctx, lines), lines: await presentLines(ctx, rules, rows) };
}

/** The list as it stands at this moment: what is booked later is what was looked at. */
export async function createRewardList(ctx: Ctx, { name, rules }: { name: string; rules: RewardRules }) {
  const lines = await reckon(ctx, rules);
  if (lines.length === 0) throw refuse('REWARD_LIST_EMPTY', { path: 'rules.minimum' });
  const id = newId();
  await ctx.db
    .insertInto('loyalty_reward_lists')
    .values({
      workspace_id: ctx.workspace.id,
      id,
      name,
      rules: JSON.stringify(rules),
      state: 'open',
      at: ctx.now,
      by_name: ctx.actor.name,
    })
    .execute();
  await sql`
    insert into loyalty_reward_lines (workspace_id, list_id, customer_id, place, measure, amount_minor, points)
    select ${ctx.workspace.id}, ${id}, customer_id, place, measure, amount, points
    from unnest(${lines.map(({ customerId }) => customerId)}::uuid[], ${lines.map(({ measure }) => measure)}::int8[],
      ${lines.map(({ amountMinor }) => amountMinor)}::int8[], ${lines.map(({ points }) => points)}::int8[])
      with ordinality as t (customer_id, measure, amount, points, place)`.execute(ctx.db);
  await recordAudit(ctx, { action: 'loyalty_reward.listed', entity: 'loyalty_reward', entityId: id });
  return rewardListNamed(ctx, id);
}

export async function listRewardLists(ctx: Ctx): Promise<{ items: RewardList[] }> {
  return { items: await listsWhere(ctx, sql`true`) };
}

export async function dropRewardList(ctx: Ctx, { id }: { id: string }): Promise<RewardList> {
  await decideList(ctx, id, 'dropped');
  await recordAudit(ctx, { action: 'loyalty_reward.dropped', entity: 'loyalty_reward', entityId: id });
  return rewardListNamed(ctx, id);
}

export async function rewardLines(
  ctx: Ctx,
  { id, limit, cursor }: { id: string; limit: number; cursor?: string | undefined },
) {
  const list = await rewardListNamed(ctx, id);
  const [after = 0] = (decodeCursor(cursor, 1) ?? [0]) as [number];
  const { rows } = await sql<Reckoned & { place: number; points: bigint }>`
    select customer_id as "customerId", place, measure, amount_minor as "amountMinor", points
    from loyalty_reward_lines
    where workspace_id = ${ctx.workspace.id} and list_id = ${id} and place > ${Number(after) || 0}
    order by place limit ${limit + 1}`.execute(ctx.db);
  const page = rows.slice(0, limit).map((row) => ({ ...row, points: Number(row.points) }));
  const last = page.at(-1);
  return {
    items: await presentLines(ctx, list.rules, page),
    nextCursor: last && rows.length > limit ? encodeCursor([last.place]) : null,
    count: countOf(list.customers),
  };
}

/** Once, however many press at the same time. */
export async function decideList(ctx: Ctx, id: string, state: 'booked' | 'dropped'): Promise<void> {
  const decided = await ctx.db
    .updateTable('loyalty_reward_lists')
    .set({ state, decided_at: ctx.now, decided_by_name: ctx.actor.name })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .where('state', '=', 'open')
    .executeTakeFirst();
  if (decided.numUpdatedRows === 1n) return;
  await rewardListNamed(ctx, id);
  throw refuse('REWARD_LIST_DECIDED');
}

export async function rewardListNamed(ctx: Ctx, id: string): Promise<RewardList> {
  const [list] = await listsWhere(ctx, sql`l.id = ${id}`);
  if (!list) throw refuse('REWARD_LIST_NOT_FOUND');
  return list;
}

interface ListRow {
  id: string;
  name: string;
  rules: GivenRewardRules;
  state: RewardList['state'];
  at: Date;
  by: string;
  decidedBy: string | null;
  customers: number;
  points: bigint;
  amountMinor: bigint;
}

async function listsWhere(ctx: Ctx, where: ReturnType<typeof sql>): Promise<RewardList[]> {
  const { rows } = await sql<ListRow>`
    select l.id, l.name, l.rules, l.state, l.at, l.by_name as by, l.decided_by_name as "decidedBy", s.*
    from loyalty_reward_lists l cross join lateral (
      select count(*)::int as customers, coalesce(sum(n.points), 0)::int8 as points,
        coalesce(sum(n.amount_minor), 0)::int8 as "amountMinor"
      from loyalty_reward_lines n where n.workspace_id = l.workspace_id and n.list_id = l.id) s
    where l.workspace_id = ${ctx.workspace.id} and ${where}
    order by l.at desc, l.id desc limit 100`.execute(ctx.db);
  return rows.map(({ rules, at, points, amountMinor, ...row }) => ({
    ...row,
    rules: rewardRules.parse(rules),
    at: at.toISOString(),
    points: Number(points),
    amount: inBase(ctx, amountMinor),
  }));
}

function totalsOf(ctx: Ctx, lines: readonly Reckoned[]) {
  return {
    customers: lines.length,
    points: lines.reduce((sum, { points }) => sum + points, 0),
    amount: inBase(
      ctx,
      lines.reduce((sum, { amountMinor }) => sum + amountMinor, 0n),
    ),
  };
}

async function presentLines(
  ctx: Ctx,
  { by }: RewardRules,
  rows: readonly (Reckoned & { place: number })[],
): Promise<RewardLine[]> {
  const names = await customerNames(ctx, [...new Set(rows.map(({ customerId }) => customerId))]);
  return rows.map(({ place, customerId, measure, points, amountMinor }) => {
    const customer = names.get(customerId);
    return {
      place,
      customer: customer ? { id: customer.id, name: customer.name } : null,
      measure:
        by === 'spend'
          ? moneyInWords(ctx, measure)
          : translate(ctx.locale, 'loyalty:rewards.measured', { points: Number(measure) }),
      points,
      amount: inBase(ctx, amountMinor),
    };
  });
}
