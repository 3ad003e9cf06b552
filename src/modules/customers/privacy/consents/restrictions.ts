import { sql, type RawBuilder, type SqlBool } from 'kysely';
import { recordAudit } from '../../../../kernel/audit.ts';
import type { Ctx } from '../../../../kernel/context.ts';
import { refusals } from '../../../../kernel/errors.ts';
import { emit } from '../../../../kernel/outbox.ts';
import { recordChange } from '../../changes.ts';
import { announceChanged } from '../../created.ts';
import { customerToChange } from '../../reach.ts';
import { profilingChanged } from '../erasure/contract.ts';
import { privacyErrors } from '../errors-contract.ts';
import type { ConsentLedger, RestrictionKind } from './contract.ts';

const refuse = refusals(privacyErrors);

interface Wanted {
  id: string;
  kind: RestrictionKind;
  reason?: string | null | undefined;
  until?: string | null | undefined;
}

/** Saying it again brings reason and end up to date. */
export async function restrict(ctx: Ctx, { id, kind, reason, until }: Wanted): Promise<void> {
  const card = await customerToChange(ctx, id, 'customers.edit');
  if (until && until < ctx.today) throw refuse('RESTRICTION_ENDS_BEFORE', { path: 'until' });
  const row = {
    reason: reason || null,
    until: until ?? null,
    at: ctx.now,
    by_kind: ctx.actor.kind,
    by_name: ctx.actor.name,
  };
  const [before] = await restrictionsOf(ctx, card.id, kind);
  await ctx.db
    .insertInto('customer_restrictions')
    .values({ workspace_id: ctx.workspace.id, customer_id: card.id, kind, ...row })
    .onConflict((conflict) => conflict.columns(['workspace_id', 'customer_id', 'kind']).doUpdateSet(row))
    .execute();
  await tell(ctx, card.id, kind, before ? wordOf(before) : null, wordOf({ reason: row.reason, until: row.until }));
}

export async function lift(ctx: Ctx, { id, kind }: { id: string; kind: RestrictionKind }): Promise<void> {
  const card = await customerToChange(ctx, id, 'customers.edit');
  const [before] = await restrictionsOf(ctx, card.id, kind);
  if (!before) return;
  await remove(ctx, card.id, kind);
  await tell(ctx, card.id, kind, wordOf(before), null);
}

/** Those of the card that hold today. */
export async function restrictionsOf(
  ctx: Ctx,
  customerId: string,
  kind?: RestrictionKind,
): Promise<ConsentLedger['restrictions']> {
  const rows = await ctx.db
    .selectFrom('customer_restrictions')
    .selectAll()
    .where('workspace_id', '=', ctx.workspace.id)
    .where('customer_id', '=', customerId)
    .$if(kind !== undefined, (query) => query.where('kind', '=', kind as string))
    .where(({ or, eb }) => or([eb('until', 'is', null), eb('until', '>=', ctx.today)]))
    .orderBy('kind')
    .execute();
  return rows.map((row) => ({
    kind: row.kind as RestrictionKind,
    reason: row.reason,
    until: row.until,
    at: row.at.toISOString(),
    by: row.by_name,
  }));
}

/** The condition under which the customer in `column` may be written to, called or visited today. */
export function mayContact(ctx: Pick<Ctx, 'workspace' | 'today'>, column: RawBuilder<unknown>): RawBuilder<SqlBool> {
  return sql<SqlBool>`not exists (
    select 1 from customer_restrictions n
    where n.workspace_id = ${ctx.workspace.id} and n.customer_id = ${column} and n.kind = 'contact'
      and (n.until is null or n.until >= ${ctx.today}))`;
}

/** The condition under which classes, rhythms and predictions may be computed of the customer in `column`. */
export function mayProfile(ctx: Pick<Ctx, 'workspace'>, column: RawBuilder<unknown>): RawBuilder<SqlBool> {
  return sql<SqlBool>`not exists (
    select 1 from customer_restrictions n
    where n.workspace_id = ${ctx.workspace.id} and n.customer_id = ${column} and n.kind = 'profiling')`;
}

/** As days pass: what was said until yesterday does not hold any more. */
export async function endRestrictions(ctx: Ctx): Promise<void> {
  const { rows } = await sql<{ id: string; kind: RestrictionKind }>`
    delete from customer_restrictions
    where workspace_id = ${ctx.workspace.id} and until < ${ctx.today}
    returning customer_id as id, kind`.execute(ctx.db);
  const profiled = rows.filter(({ kind }) => kind === 'profiling').map(({ id }) => id);
  if (profiled.length > 0) await emit(ctx, profilingChanged, { customerIds: profiled });
}

async function remove(ctx: Ctx, customerId: string, kind: RestrictionKind): Promise<void> {
  await ctx.db
    .deleteFrom('customer_restrictions')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('customer_id', '=', customerId)
    .where('kind', '=', kind)
    .execute();
}

const FIELD = { contact: 'noContact', profiling: 'noProfiling' } as const;

async function tell(
  ctx: Ctx,
  id: string,
  kind: RestrictionKind,
  old: string | null,
  now: string | null,
): Promise<void> {
  await recordChange(ctx, id, 'changed', { [FIELD[kind]]: { old, new: now } });
  await recordAudit(ctx, {
    action: now === null ? 'customer.restriction_lifted' : 'customer.restricted',
    entity: 'customer',
    entityId: id,
    detail: { kind },
  });
  if (kind === 'profiling') await emit(ctx, profilingChanged, { customerIds: [id] });
  await announceChanged(ctx, [id], null);
}

function wordOf({ reason, until }: { reason: string | null; until: string | null }): string {
  return [reason, until].filter(Boolean).join(' · ') || '✓';
}
