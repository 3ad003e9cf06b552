import { sql, type RawBuilder } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { touchClassed } from '../conditions/touch.ts';

interface Kept {
  /** In the shape of `classed`. */
  rows: RawBuilder<unknown>;
  /** The customers looked at; null is all of them. */
  ids: readonly string[] | null;
  /** Nobody was in a class before, so nobody moves. */
  first: boolean;
}

const VALUES = ['key', 'purchase_days', 'amount_minor', 'last_on', 'v1', 'v2', 'v3', 'l1', 'l2', 'l3', 'part'] as const;

/** Notes who moves, then keeps the new classes; a customer who stays keeps the day since when. How many moved. */
export async function keep(ctx: Ctx, scheme: string, { rows, ids, first }: Kept): Promise<number> {
  const workspace = ctx.workspace.id;
  const some = ids === null ? sql`` : sql`and customer_id = any (${[...ids]}::uuid[])`;
  const of = (alias: string) => sql.join(VALUES.map((name) => sql.ref(`${alias}.${name}`)));
  // What differs from what is kept is little on most days, and all that is written.
  await sql`
    create temp table class_changes on commit drop as
    select customer_id, k.key as from_key, n.key as to_key, coalesce(n.amount_minor, k.amount_minor) as worth_minor,
      n.purchase_days, n.amount_minor, n.last_on, n.v1, n.v2, n.v3, n.l1, n.l2, n.l3, n.part
    from (${rows}) n
    full join (select * from class_members where workspace_id = ${workspace} and scheme = ${scheme} ${some}) k
      using (customer_id)
    where (${of('k')}) is distinct from (${of('n')})`.execute(ctx.db);
  const { rows: changes } = await sql`select from class_changes limit 1`.execute(ctx.db);
  const moved = changes.length > 0 ? await write(ctx, scheme, first) : 0;
  if (changes.length > 0) await touchClassed(ctx);
  await sql`drop table class_changes`.execute(ctx.db);
  return moved;
}

async function write(ctx: Ctx, scheme: string, first: boolean): Promise<number> {
  const workspace = ctx.workspace.id;
  const moves = await sql`
    insert into class_moves (workspace_id, id, scheme, customer_id, from_key, to_key, day, at, amount_minor)
    select ${workspace}, gen_random_uuid(), ${scheme}, customer_id, from_key, to_key, ${ctx.today}, ${ctx.now}, worth_minor
    from class_changes
    where from_key is distinct from to_key and not ${first}::boolean
      and exists (select 1 from customers c where c.workspace_id = ${workspace} and c.id = customer_id)`.execute(
    ctx.db,
  );
  // By their ids: a join would go through the changes once for each member where the scheme's size is not known yet.
  await sql`
    delete from class_members
    where workspace_id = ${workspace} and scheme = ${scheme}
      and customer_id = any (array(select customer_id from class_changes where to_key is null))`.execute(ctx.db);
  await sql`
    insert into class_members as k (workspace_id, scheme, customer_id, key, since, purchase_days, amount_minor,
      last_on, v1, v2, v3, l1, l2, l3, part)
    select ${workspace}, ${scheme}, customer_id, to_key, ${ctx.today}, purchase_days, amount_minor, last_on, v1, v2, v3,
      l1, l2, l3, part
    from class_changes where to_key is not null
    on conflict (workspace_id, scheme, customer_id) do update
    set key = excluded.key, since = case when k.key = excluded.key then k.since else excluded.since end,
      purchase_days = excluded.purchase_days, amount_minor = excluded.amount_minor, last_on = excluded.last_on,
      v1 = excluded.v1, v2 = excluded.v2, v3 = excluded.v3, l1 = excluded.l1, l2 = excluded.l2,
      l3 = excluded.l3, part = excluded.part`.execute(ctx.db);
  return Number(moves.numAffectedRows ?? 0);
}
