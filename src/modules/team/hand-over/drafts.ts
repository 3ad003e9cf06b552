import { sql } from 'kysely';
import { recordAudit } from '../../../kernel/audit.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { refusals, refuse as refuseCommon } from '../../../kernel/errors.ts';
import { newId } from '../../../kernel/ids.ts';
import { members } from '../../workspaces/index.ts';
import { handOverErrors, type HandOver, type HandOverChanges, type HandOverKind } from './contract.ts';
import { presentHandOver } from './present.ts';
import { gatherCustomers } from './proposal.ts';
import { admitHandingOver, handOverHeld, type HandOverRow } from './reach.ts';

const refuse = refusals(handOverErrors);

interface Beginning {
  memberId: string;
  kind: HandOverKind;
  endsAt?: string | null | undefined;
}

/** One draft per colleague: whoever begins again goes on with it. */
export async function beginHandOver(ctx: Ctx, { memberId, kind, endsAt }: Beginning): Promise<HandOver> {
  admitHandingOver(ctx);
  if (!(await members(ctx)).some(({ id }) => id === memberId))
    throw refuse('HAND_OVER_MEMBER_UNKNOWN', { path: 'memberId' });
  const made = await ctx.db
    .insertInto('hand_overs')
    .values({
      workspace_id: ctx.workspace.id,
      id: newId(),
      member_id: memberId,
      kind,
      ends_at: endsAt ? new Date(endsAt) : null,
      created_by: ctx.actor.memberId,
      created_by_name: ctx.actor.name,
      created_at: ctx.now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  const row = await draftOf(ctx, memberId);
  await gatherCustomers(ctx, { id: row.id, memberId });
  if (made)
    await recordAudit(ctx, { action: 'hand_over.begun', entity: 'member', entityId: memberId, detail: { kind } });
  return presentHandOver(ctx, row);
}

async function draftOf(ctx: Ctx, memberId: string): Promise<HandOverRow> {
  return ctx.db
    .selectFrom('hand_overs')
    .selectAll()
    .where('workspace_id', '=', ctx.workspace.id)
    .where('member_id', '=', memberId)
    .where('state', '=', 'draft')
    .forUpdate()
    .executeTakeFirstOrThrow();
}

export async function changeHandOver(ctx: Ctx, changes: HandOverChanges): Promise<HandOver> {
  const { id, endsAt, contactDays, message, byMail, assign, receivers, version } = changes;
  const before = await handOverHeld(ctx, id);
  if (before.state !== 'draft') throw refuse('HAND_OVER_CLOSED');
  const expected = version ?? ctx.request.ifMatch;
  if (expected !== null && expected !== before.version)
    throw refuseCommon('STALE', { current: await presentHandOver(ctx, before) });
  await admitReceivers(ctx, before, [...(receivers ?? []), ...(assign ?? []).map(({ toId }) => toId)]);
  if (receivers) await proposeAnew(ctx, before, receivers);
  if (assign) await assignCustomers(ctx, before, assign);
  const row = await ctx.db
    .updateTable('hand_overs')
    .set({
      ...(endsAt === undefined ? {} : { ends_at: endsAt && new Date(endsAt) }),
      ...(contactDays === undefined ? {} : { contact_days: contactDays }),
      ...(message === undefined ? {} : { message }),
      ...(byMail === undefined ? {} : { by_mail: byMail }),
      version: before.version + 1,
    })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
  return presentHandOver(ctx, row);
}

export async function dropHandOver(ctx: Ctx, { id }: { id: string }): Promise<{ ok: true }> {
  const row = await handOverHeld(ctx, id);
  if (row.state !== 'draft') throw refuse('HAND_OVER_CLOSED');
  await ctx.db
    .updateTable('hand_overs')
    .set({ state: 'dropped', version: row.version + 1 })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .execute();
  return { ok: true };
}

async function admitReceivers(ctx: Ctx, row: HandOverRow, ids: readonly (string | null)[]): Promise<void> {
  if (ids.length === 0) return;
  const here = new Set((await members(ctx)).map((one) => one.id));
  here.delete(row.member_id);
  if (ids.some((one) => one !== null && !here.has(one))) throw refuse('HAND_OVER_RECEIVER_UNKNOWN', { path: 'assign' });
}

/** What people chose by hand stays as they chose. */
async function proposeAnew(ctx: Ctx, row: HandOverRow, receivers: readonly string[]): Promise<void> {
  await ctx.db
    .deleteFrom('hand_over_customers')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('hand_over_id', '=', row.id)
    .where('why', '<>', 'chosen')
    .execute();
  await gatherCustomers(ctx, { id: row.id, memberId: row.member_id }, receivers);
}

async function assignCustomers(
  ctx: Ctx,
  row: HandOverRow,
  assign: NonNullable<HandOverChanges['assign']>,
): Promise<void> {
  const wanted = new Map(assign.map(({ customerId, toId }) => [customerId, toId]));
  const { numAffectedRows } = await sql`
    update hand_over_customers h set to_id = t.to_id, why = 'chosen'
    from unnest(${[...wanted.keys()]}::uuid[], ${[...wanted.values()]}::uuid[]) as t (id, to_id)
    where h.workspace_id = ${ctx.workspace.id} and h.hand_over_id = ${row.id} and h.customer_id = t.id`.execute(ctx.db);
  if (Number(numAffectedRows ?? 0n) < wanted.size) throw refuse('HAND_OVER_CUSTOMER_UNKNOWN', { path: 'assign' });
}
