import { sql } from 'kysely';
import type { Ctx } from '../../kernel/context.ts';
import { emit } from '../../kernel/outbox.ts';
import type { KeptRow, Undo, UndoneRows } from '../transfer/index.ts';
import { ordersImported } from './contract.ts';
import { refreshPhases } from './running/phases.ts';
import { settleGone } from './running/reasons.ts';
import { refreshTouchedDays } from './statistics.ts';

/** Orders go before products and customers, which they refer to. Those that somebody changed or refunded since stay. */
export const undoOrders: Undo = { entity: 'orders', order: 10, undo: takeBackOrders };

/** Products that an import brought along go with it, unless they were edited or other orders sold them. */
export const undoProducts: Undo = { entity: 'products', order: 20, undo: takeBackProducts };

/** Visits that came with a file; those noted by hand have no change set. */
export const undoVisits: Undo = { entity: 'visits', order: 15, undo: takeBackVisits };

/** Days and figures of the buyers who stay: after the customers, because those who go take theirs along. */
export const undoPurchases: Undo = { entity: 'purchases', order: 40, undo: refreshBuyersLeft };

async function takeBackOrders(ctx: Ctx, changeSetId: string): Promise<UndoneRows> {
  const ours = sql`workspace_id = ${ctx.workspace.id} and change_set_id = ${changeSetId}`;
  const { rows } = await sql<{ id: string; external_id: string }>`
    select id, external_id from orders where ${ours} and version <> 1 order by id`.execute(ctx.db);
  await sql`
    create temporary table touched_days on commit drop as
    select distinct customer_id, day from orders where ${ours} and version = 1 and customer_id is not null`.execute(
    ctx.db,
  );
  await settleGone(ctx, sql`o.change_set_id = ${changeSetId} and o.version = 1`);
  // By one statement first: going with their orders they would be looked up order by order.
  await sql`
    delete from order_lines l using orders o
    where o.workspace_id = ${ctx.workspace.id} and o.change_set_id = ${changeSetId} and o.version = 1
      and l.workspace_id = o.workspace_id and l.order_id = o.id`.execute(ctx.db);
  const gone = await sql`delete from orders where ${ours} and version = 1`.execute(ctx.db);
  // Undoing what brought no order leaves everybody's figures as they are.
  if (gone.numAffectedRows) await emit(ctx, ordersImported, { changeSetId });
  return { reversed: Number(gone.numAffectedRows ?? 0n), kept: rows.map(changedSince), failed: [] };
}

async function refreshBuyersLeft(ctx: Ctx, changeSetId: string): Promise<UndoneRows> {
  await sql`
    delete from touched_days t
    where not exists (
      select 1 from customer_statistics s where s.workspace_id = ${ctx.workspace.id} and s.customer_id = t.customer_id)`.execute(
    ctx.db,
  );
  await refreshPhases(
    ctx,
    sql`select distinct t.customer_id from touched_days t
      join order_phases p on p.workspace_id = ${ctx.workspace.id} and p.customer_id = t.customer_id`,
  );
  await refreshTouchedDays(ctx, changeSetId);
  return { reversed: 0, kept: [], failed: [] };
}

function changedSince({ id, external_id: number }: { id: string; external_id: string }): KeptRow {
  return { id, what: number, why: 'transfer:undo.editedSince' };
}

async function takeBackProducts(ctx: Ctx, changeSetId: string): Promise<UndoneRows> {
  const sold = sql`exists (
    select 1 from order_lines l where l.workspace_id = p.workspace_id and l.product_id = p.id)`;
  const ours = sql`p.workspace_id = ${ctx.workspace.id} and p.change_set_id = ${changeSetId}`;
  const kept = await sql<{ id: string; name: string; edited: boolean }>`
    select p.id, p.name, p.version <> 1 as edited from products p
    where ${ours} and (p.version <> 1 or ${sold}) order by p.id`.execute(ctx.db);
  const gone = await sql`delete from products p where ${ours} and p.version = 1 and not ${sold}`.execute(ctx.db);
  return {
    reversed: Number(gone.numAffectedRows ?? 0n),
    kept: kept.rows.map(({ id, name, edited }) => {
      return { id, what: name, why: edited ? 'transfer:undo.editedSince' : 'transfer:undo.usedSince' };
    }),
    failed: [],
  };
}

async function takeBackVisits(ctx: Ctx, changeSetId: string): Promise<UndoneRows> {
  const gone = await sql`
    delete from visits where workspace_id = ${ctx.workspace.id} and change_set_id = ${changeSetId}`.execute(ctx.db);
  return { reversed: Number(gone.numAffectedRows ?? 0n), kept: [], failed: [] };
}
