import { sql, type Selectable } from 'kysely';
import { may, scopeOf } from '../../kernel/access.ts';
import { recordAudit } from '../../kernel/audit.ts';
import type { Ctx } from '../../kernel/context.ts';
import type { Absences } from '../../kernel/db/tables.ts';
import { refusals } from '../../kernel/errors.ts';
import { newId } from '../../kernel/ids.ts';
import { addDays, startOfDay } from '../../maths/calendar.ts';
import { rightsErrors, type AbsenceView } from './rights-contract.ts';
import { tellRightsChanged } from './session.ts';

const refuse = refusals(rightsErrors);
type Row = Selectable<Absences>;

/** Those that last or will come. */
export async function listAbsences(ctx: Ctx): Promise<{ items: AbsenceView[] }> {
  const rows = await ctx.db
    .selectFrom('absences')
    .selectAll()
    .where('workspace_id', '=', ctx.workspace.id)
    .where('ends_at', '>', ctx.now)
    .orderBy('starts_at')
    .orderBy('id')
    .execute();
  return { items: rows.map((row) => present(ctx, row)) };
}

/** Colleagues who are away at this moment. */
export async function absentNow(ctx: Ctx): Promise<Set<string>> {
  const rows = await ctx.db
    .selectFrom('absences')
    .select('member_id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('starts_at', '<=', ctx.now)
    .where('ends_at', '>', ctx.now)
    .execute();
  return new Set(rows.map((row) => row.member_id));
}

interface NewAbsence {
  memberId: string;
  deputyId: string;
  from: string;
  until: string;
}

export async function recordAbsence(ctx: Ctx, { memberId, deputyId, from, until }: NewAbsence): Promise<AbsenceView> {
  refuseOthers(ctx, memberId);
  if (memberId === deputyId) throw refuse('ABSENCE_OWN_DEPUTY', { path: 'deputyId' });
  const startsAt = momentOf(ctx, from, 'beginning');
  const endsAt = momentOf(ctx, until, 'end');
  if (endsAt <= startsAt || endsAt <= ctx.now) throw refuse('ABSENCE_ENDS_FIRST', { path: 'until' });
  const members = await ctx.db
    .selectFrom('memberships')
    .select('id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where(sql<boolean>`id = any (${[memberId, deputyId]}::uuid[])`)
    .where('deactivated_at', 'is', null)
    .execute();
  if (members.length < 2) throw refuse('MEMBER_NOT_FOUND');
  const row = await ctx.db
    .insertInto('absences')
    .values({
      workspace_id: ctx.workspace.id,
      id: newId(),
      member_id: memberId,
      deputy_id: deputyId,
      starts_at: startsAt,
      ends_at: endsAt,
      by_name: ctx.actor.name,
      created_at: ctx.now,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  await recordAudit(ctx, {
    action: 'absence.recorded',
    entity: 'member',
    entityId: memberId,
    detail: { deputyId, from: startsAt.toISOString(), until: endsAt.toISOString() },
  });
  await tellRightsChanged(ctx);
  return present(ctx, row);
}

export async function endAbsence(ctx: Ctx, { id }: { id: string }): Promise<{ ok: true }> {
  const row = await ctx.db
    .selectFrom('absences')
    .selectAll()
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .where('ends_at', '>', ctx.now)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw refuse('ABSENCE_NOT_FOUND');
  refuseOthers(ctx, row.member_id);
  const begun = row.starts_at < ctx.now;
  const here = sql`where workspace_id = ${ctx.workspace.id} and id = ${id}`;
  await (begun ? sql`update absences set ends_at = ${ctx.now} ${here}` : sql`delete from absences ${here}`).execute(
    ctx.db,
  );
  await recordAudit(ctx, { action: 'absence.ended', entity: 'member', entityId: row.member_id, detail: { begun } });
  await tellRightsChanged(ctx);
  return { ok: true };
}

/** One's own; anybody's for who manages members and sees everybody's customers, since a deputy sees what is given. */
function refuseOthers(ctx: Ctx, memberId: string): void {
  if (ctx.actor.kind === 'system' || (ctx.actor.memberId !== null && ctx.actor.memberId === memberId)) return;
  if (!may(ctx.actor, 'members.manage') || scopeOf(ctx.actor, 'customers.read') !== 'all')
    throw refuse('ABSENCE_NOT_YOURS');
}

function momentOf(ctx: Ctx, text: string, side: 'beginning' | 'end'): Date {
  if (text.length > 10) return new Date(text);
  return startOfDay(ctx.workspace.zone, side === 'end' ? addDays(text, 1) : text);
}

function present(ctx: Ctx, row: Row): AbsenceView {
  return {
    id: row.id,
    memberId: row.member_id,
    deputyId: row.deputy_id,
    from: row.starts_at.toISOString(),
    until: row.ends_at.toISOString(),
    by: row.by_name,
    now: row.starts_at <= ctx.now && ctx.now < row.ends_at,
  };
}
