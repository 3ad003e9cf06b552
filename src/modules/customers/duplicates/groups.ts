import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { newId } from '../../../kernel/ids.ts';
import { groupsOf, type Pair } from './rules/groups-of.ts';

/**
 * Puts pairs that hang together into groups: of the cards named, of the groups that lost a pair, and of all that hangs
 * together with them.
 */
export async function regroup(ctx: Ctx, ids: readonly string[], changed: readonly string[]): Promise<void> {
  const pairs = await connected(ctx, ids, changed);
  const old = [...new Set([...changed, ...pairs.map(({ groupId }) => groupId)])];
  if (old.length === 0) return;
  await sql`
    delete from customer_duplicate_groups
    where workspace_id = ${ctx.workspace.id} and id = any (${old}::uuid[])`.execute(ctx.db);
  const groups = groupsOf(pairs).map((group) => ({ ...group, id: newId() }));
  if (groups.length === 0) return;
  await sql`
    insert into customer_duplicate_groups (workspace_id, id, score)
    select ${ctx.workspace.id}, * from unnest(${groups.map(({ id }) => id)}::uuid[],
      ${groups.map(({ score }) => score)}::int2[])`.execute(ctx.db);
  const members = groups.flatMap(({ id, pairs: own }) => own.map((pair) => ({ ...pair, id })));
  await sql`
    update customer_duplicates p set group_id = t.id
    from unnest(${members.map(({ a }) => a)}::uuid[], ${members.map(({ b }) => b)}::uuid[],
      ${members.map(({ id }) => id)}::uuid[]) as t (a, b, id)
    where p.workspace_id = ${ctx.workspace.id} and p.customer_id = t.a and p.other_customer_id = t.b`.execute(ctx.db);
}

interface GroupedPair extends Pair {
  groupId: string;
}

async function connected(ctx: Ctx, ids: readonly string[], groups: readonly string[]): Promise<GroupedPair[]> {
  // Groups are whole, so those in which these cards or their partners stand are all that can grow together.
  const { rows } = await sql<{ a: string; b: string; score: number; group_id: string }>`
    with cards as (
      select unnest(${[...ids]}::uuid[]) as id
      union
      select other_customer_id from customer_duplicates
      where workspace_id = ${ctx.workspace.id} and customer_id = any (${[...ids]}::uuid[])
      union
      select customer_id from customer_duplicates
      where workspace_id = ${ctx.workspace.id} and other_customer_id = any (${[...ids]}::uuid[])
    ), touched as (
      select p.group_id from cards join customer_duplicates p
        on p.workspace_id = ${ctx.workspace.id} and p.customer_id = cards.id
      union
      select p.group_id from cards join customer_duplicates p
        on p.workspace_id = ${ctx.workspace.id} and p.other_customer_id = cards.id
      union
      select unnest(${[...groups]}::uuid[])
    )
    select p.customer_id as a, p.other_customer_id as b, p.score, p.group_id
    from touched join customer_duplicates p on p.workspace_id = ${ctx.workspace.id} and p.group_id = touched.group_id`.execute(
    ctx.db,
  );
  return rows.map(({ a, b, score, group_id: groupId }) => ({ a, b, score, groupId }));
}
