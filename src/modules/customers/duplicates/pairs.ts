import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { refusals } from '../../../kernel/errors.ts';
import { recordAudit } from '../../../kernel/audit.ts';
import { customerErrors } from '../contract.ts';
import { visibleCustomers } from '../reach.ts';
import { regroup } from './groups.ts';

const refuse = refusals(customerErrors);

/** "These are different people": remembered with who said so, and not proposed again. */
export async function distinguish(ctx: Ctx, { customers }: { customers: readonly string[] }): Promise<{ ok: true }> {
  const ids = [...new Set(customers)];
  const reached = await ctx.db
    .selectFrom('customers')
    .select('id')
    .where(visibleCustomers(ctx, 'customers.merge'))
    .where(sql<boolean>`customers.id = any (${ids}::uuid[])`)
    .execute();
  if (reached.length < ids.length) throw refuse('CUSTOMER_NOT_FOUND');
  await sql`
    insert into customer_distinctions (workspace_id, customer_id, other_customer_id, at, by_kind, by_name)
    select ${ctx.workspace.id}, a, b, ${ctx.now}, ${ctx.actor.kind}, ${ctx.actor.name}
    from unnest(${ids}::uuid[]) a cross join unnest(${ids}::uuid[]) b where a < b
    on conflict do nothing`.execute(ctx.db);
  const { rows } = await sql<{ group_id: string }>`
    delete from customer_duplicates
    where workspace_id = ${ctx.workspace.id} and customer_id = any (${ids}::uuid[])
      and other_customer_id = any (${ids}::uuid[])
    returning group_id`.execute(ctx.db);
  await regroup(
    ctx,
    ids,
    rows.map((row) => row.group_id),
  );
  await recordAudit(ctx, {
    action: 'customer.distinguished',
    entity: 'customer',
    entityId: ids[0] ?? null,
    detail: { ids },
  });
  return { ok: true };
}

/** Whoever was said to be somebody else than a merged card is somebody else than the card that stays. */
export async function passDistinctionsOn(
  ctx: Ctx,
  changeSetId: string,
  keep: string,
  merged: readonly string[],
): Promise<void> {
  const cards = [keep, ...merged];
  await sql`
    insert into customer_distinctions (workspace_id, customer_id, other_customer_id, at, by_kind, by_name, change_set_id)
    select workspace_id, least(other, ${keep}::uuid), greatest(other, ${keep}::uuid), at, by_kind, by_name, ${changeSetId}
    from (
      select d.*, case when customer_id = any (${[...merged]}::uuid[]) then other_customer_id else customer_id end as other
      from customer_distinctions d
      where workspace_id = ${ctx.workspace.id}
        and (customer_id = any (${[...merged]}::uuid[]) or other_customer_id = any (${[...merged]}::uuid[]))
    ) told
    where other <> all (${cards}::uuid[])
    on conflict do nothing`.execute(ctx.db);
}

export async function takeDistinctionsBack(ctx: Ctx, changeSetId: string): Promise<void> {
  await ctx.db
    .deleteFrom('customer_distinctions')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('change_set_id', '=', changeSetId)
    .execute();
}

/** Until they are compared again. */
export async function forgetPairsOf(ctx: Ctx, ids: readonly string[]): Promise<void> {
  await regroup(ctx, ids, await removePairsOf(ctx, ids));
}

/** Answers the groups they stood in. */
export async function removePairsOf(ctx: Ctx, ids: readonly string[]): Promise<string[]> {
  const gone = (column: string) =>
    sql<{ group_id: string }>`
    delete from customer_duplicates
    where workspace_id = ${ctx.workspace.id} and ${sql.ref(column)} = any (${[...ids]}::uuid[])
    returning group_id`.execute(ctx.db);
  const [first, second] = [await gone('customer_id'), await gone('other_customer_id')];
  return [...new Set([...first.rows, ...second.rows].map((row) => row.group_id))];
}
