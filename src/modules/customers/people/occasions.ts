import type { Selectable } from 'kysely';
import { fieldReach, fieldShown, type Actor } from '../../../kernel/access.ts';
import { recordAudit } from '../../../kernel/audit.ts';
import type { Ctx } from '../../../kernel/context.ts';
import type { CustomerOccasions } from '../../../kernel/db/tables.ts';
import { refusals } from '../../../kernel/errors.ts';
import { newId } from '../../../kernel/ids.ts';
import { emit } from '../../../kernel/outbox.ts';
import { customerToChange } from '../reach.ts';
import { ageOn } from '../rules/birthday.ts';
import { occasionsChanged, peopleErrors, type ChangedOccasion, type NewOccasion, type Occasion } from './contract.ts';
import { personOf } from './person-row.ts';
import { nextKept, problemOfOccasion, type OccasionDate } from './rules/occasion.ts';

const refuse = refusals(peopleErrors);

type OccasionRow = Selectable<CustomerOccasions>;

const MOST = 100;

export async function addOccasion(ctx: Ctx, input: NewOccasion, changeSetId: string | null = null): Promise<Occasion> {
  const { id } = await customerToChange(ctx, input.id, 'customers.edit');
  const columns = await columnsGiven(ctx, id, input);
  if ((await rowsOf(ctx, id)).length >= MOST) throw refuse('PERSON_TOO_MANY', { most: MOST });
  const row = await ctx.db
    .insertInto('customer_occasions')
    .values({
      ...columns,
      workspace_id: ctx.workspace.id,
      id: newId(),
      customer_id: id,
      by_name: ctx.actor.name,
      at: ctx.now,
      change_set_id: changeSetId,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  await tell(ctx, 'customer.occasion_added', id);
  return presentOccasion(ctx, row);
}

export async function changeOccasion(ctx: Ctx, input: ChangedOccasion): Promise<Occasion> {
  const { id } = await customerToChange(ctx, input.id, 'customers.edit');
  const before = await occasionOf(ctx, id, input.occasionId);
  if (!occasionShown(ctx.actor, before)) throw refuse('CUSTOMER_FIELD_NOT_YOURS');
  const row = await ctx.db
    .updateTable('customer_occasions')
    .set({ ...(await columnsGiven(ctx, id, input)), version: before.version + 1 })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', before.id)
    .returningAll()
    .executeTakeFirstOrThrow();
  await tell(ctx, 'customer.occasion_changed', id);
  return presentOccasion(ctx, row);
}

export async function removeOccasion(ctx: Ctx, input: { id: string; occasionId: string }): Promise<{ ok: true }> {
  const { id } = await customerToChange(ctx, input.id, 'customers.edit');
  const row = await occasionOf(ctx, id, input.occasionId);
  await ctx.db
    .deleteFrom('customer_occasions')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', row.id)
    .execute();
  await tell(ctx, 'customer.occasion_removed', id);
  return { ok: true };
}

/** The next to come first; those that are over last. */
export async function occasionsOf(ctx: Ctx, customerId: string): Promise<Occasion[]> {
  const rows = await rowsOf(ctx, customerId);
  const last = '9999';
  return rows
    .map((row) => presentOccasion(ctx, row))
    .sort((a, b) => ((a.next ?? last) < (b.next ?? last) ? -1 : (a.next ?? last) > (b.next ?? last) ? 1 : 0));
}

/** A sensitive day is for those who may see sensitive facts. */
export function occasionShown(actor: Actor, { sensitive }: { sensitive: boolean }): boolean {
  return !sensitive || fieldShown(fieldReach(actor, 'customers', 'occasions', { sensitive }));
}

function presentOccasion(ctx: Ctx, row: OccasionRow): Occasion {
  const covered = !occasionShown(ctx.actor, row);
  const date = dateOf(row);
  const kept = nextKept(date, row.once, ctx.today);
  const whole = {
    kind: row.kind as Occasion['kind'],
    title: row.title,
    personId: row.person_id,
    date: shapeOf(date),
    note: row.note,
    next: kept?.on ?? null,
    years: row.once || kept === null ? null : (ageOn({ ...date, day: date.day || 1 }, kept.on) ?? null),
  };
  return {
    id: row.id,
    ...(covered ? { ...whole, kind: null, title: null, personId: null, date: null, note: null, years: null } : whole),
    once: row.once,
    daysAhead: row.days_ahead,
    sensitive: row.sensitive,
  };
}

function dateOf(row: OccasionRow): OccasionDate {
  return {
    calendar: row.calendar === 'lunar' ? 'lunar' : 'solar',
    ...(row.year === null ? {} : { year: row.year }),
    month: row.month,
    day: row.day,
    leapMonth: row.leap,
  };
}

function shapeOf({ calendar, year, month, day, leapMonth }: OccasionDate): NonNullable<Occasion['date']> {
  return {
    calendar,
    ...(year === undefined ? {} : { year }),
    month,
    day: day === 0 ? null : day,
    ...(leapMonth ? { leapMonth } : {}),
  };
}

async function columnsGiven(ctx: Ctx, customerId: string, input: NewOccasion | ChangedOccasion) {
  const { calendar, year, month, day, leapMonth } = input.date;
  if (day === 0) throw refuse('OCCASION_IMPOSSIBLE', { path: 'date', problem: 'day' });
  const date: OccasionDate = {
    calendar,
    ...(year ? { year } : {}),
    month,
    day: day ?? 0,
    leapMonth: leapMonth ?? false,
  };
  const problem = problemOfOccasion(date, input.once, ctx.today);
  if (problem === 'year_missing') throw refuse('OCCASION_YEAR_MISSING', { path: 'date' });
  if (problem) throw refuse('OCCASION_IMPOSSIBLE', { path: 'date', problem });
  if (input.kind === 'other' && !input.title) throw refuse('OCCASION_TITLE_MISSING', { path: 'title' });
  if (input.personId) await personOf(ctx, customerId, input.personId);
  return {
    person_id: input.personId ?? null,
    kind: input.kind,
    title: input.title || null,
    calendar,
    year: date.year ?? null,
    month,
    day: date.day,
    leap: date.leapMonth,
    once: input.once,
    days_ahead: input.daysAhead ?? null,
    sensitive: input.sensitive,
    note: input.note || null,
  };
}

async function rowsOf(ctx: Ctx, customerId: string): Promise<OccasionRow[]> {
  return ctx.db
    .selectFrom('customer_occasions')
    .selectAll()
    .where('workspace_id', '=', ctx.workspace.id)
    .where('customer_id', '=', customerId)
    .orderBy('id')
    .execute();
}

async function occasionOf(ctx: Ctx, customerId: string, occasionId: string): Promise<OccasionRow> {
  const row = await ctx.db
    .selectFrom('customer_occasions')
    .selectAll()
    .where('workspace_id', '=', ctx.workspace.id)
    .where('customer_id', '=', customerId)
    .where('id', '=', occasionId)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw refuse('OCCASION_NOT_FOUND');
  return row;
}

async function tell(ctx: Ctx, action: string, customerId: string): Promise<void> {
  await recordAudit(ctx, { action, entity: 'customer', entityId: customerId });
  await emit(ctx, occasionsChanged, { customerIds: [customerId] });
}
