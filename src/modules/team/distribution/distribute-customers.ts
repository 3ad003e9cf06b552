import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { refusals } from '../../../kernel/errors.ts';
import { handOnCustomers, visibleCustomers } from '../../customers/index.ts';
import { closeChangeSet, openChangeSet } from '../../transfer/index.ts';
import { memberNames } from '../../workspaces/index.ts';
import { notify } from '../reminders/notify.ts';
import { distributionErrors, type DistributionOutcome } from './contract.ts';
import { roomOf } from './loads.ts';
import { distribute, type Distribution, type Rule, type Waiting } from './rules/distribute.ts';
import { holdSettings, rulesOf } from './settings.ts';

const refuse = refusals(distributionErrors);
/** Given at once; the next press goes on. */
const PORTION = 2_000;

export async function previewDistribution(ctx: Ctx): Promise<DistributionOutcome> {
  const rules = await rulesOrRefuse(ctx);
  const waiting = await poolOf(ctx);
  return outcomeOf(ctx, distribute(waiting, rules, await roomOf(ctx)), waiting.length === PORTION);
}

export async function runDistribution(ctx: Ctx): Promise<DistributionOutcome & { changeSet: string }> {
  await holdSettings(ctx);
  const rules = await rulesOrRefuse(ctx);
  const waiting = await poolOf(ctx);
  const plan = distribute(waiting, rules, await roomOf(ctx));
  const changeSet = await openChangeSet(ctx, {
    kind: 'distribution',
    title: String(plan.given.size),
    undoNeeds: 'members.manage',
  });
  await give(ctx, plan, rules, changeSet);
  await closeChangeSet(ctx, changeSet);
  return { changeSet, ...(await outcomeOf(ctx, plan, waiting.length === PORTION)) };
}

/** Those recorded one by one; a file that is imported waits in the pool until somebody gives it away. */
export async function distributeNew(
  ctx: Ctx,
  { customerIds, changeSetId }: { customerIds: string[] | null; changeSetId: string | null },
): Promise<void> {
  if (customerIds === null || changeSetId !== null) return;
  const rules = await rulesOf(ctx);
  if (rules.length === 0) return;
  await holdSettings(ctx);
  const waiting = await poolOf(ctx, customerIds);
  if (waiting.length === 0) return;
  await give(ctx, distribute(waiting, rules, await roomOf(ctx)), rules, null);
}

async function give(ctx: Ctx, { given, turns }: Distribution, rules: readonly Rule[], changeSetId: string | null) {
  const givings = [...given].map(([customerId, to]) => ({ customerId, from: null, to }));
  const done = await handOnCustomers(ctx, givings, { why: 'distributed', changeSetId });
  const moved = rules.filter(({ id, lastMemberId }) => turns.get(id) !== (lastMemberId ?? undefined));
  await sql`
    update distribution_rules r set last_member_id = t.member
    from unnest(${moved.map(({ id }) => id)}::uuid[], ${moved.map(({ id }) => turns.get(id) ?? null)}::uuid[])
      as t (id, member)
    where r.workspace_id = ${ctx.workspace.id} and r.id = t.id`.execute(ctx.db);
  for (const [member, own] of Map.groupBy(done, ({ to }) => to)) {
    if (member === null) continue;
    await notify(ctx, {
      memberIds: [member],
      kind: 'customers_given',
      params: { count: own.length },
      link: own.length === 1 ? `/customers/${own[0]?.customerId}` : '/customers',
      customerId: own.length === 1 ? (own[0]?.customerId ?? null) : null,
    });
  }
}

async function rulesOrRefuse(ctx: Ctx): Promise<Rule[]> {
  const rules = await rulesOf(ctx);
  if (rules.length === 0) throw refuse('DISTRIBUTION_NO_RULES');
  return rules;
}

async function poolOf(ctx: Ctx, ids?: readonly string[]): Promise<Waiting[]> {
  let query = ctx.db
    .selectFrom('customers')
    .select(['customers.id', 'customers.branch_id', 'customers.tags', 'customers.source'])
    .where(visibleCustomers(ctx))
    .where('customers.owner_id', 'is', null)
    .orderBy('customers.id')
    .limit(PORTION);
  if (ids) query = query.where(sql<boolean>`customers.id = any (${[...ids]}::uuid[])`);
  const rows = await query.execute();
  return rows.map(({ id, branch_id: branchId, tags, source }) => ({ id, branchId, tags, source }));
}

async function outcomeOf(ctx: Ctx, { given, left }: Distribution, more: boolean): Promise<DistributionOutcome> {
  const counts = new Map<string, number>();
  for (const member of given.values()) counts.set(member, (counts.get(member) ?? 0) + 1);
  const names = await memberNames(ctx, [...counts.keys()]);
  return {
    given: [...counts].map(([id, customers]) => ({ member: { id, name: names.get(id) ?? '' }, customers })),
    left: left.length,
    more,
  };
}
