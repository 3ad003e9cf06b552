import { sql } from 'kysely';
import type { Ctx } from '../../kernel/context.ts';
import { newId } from '../../kernel/ids.ts';
import { members } from '../workspaces/index.ts';
import type { ImportKind, ImportRun, RowProblem, RowResult } from '../transfer/index.ts';
import { rehearseBulkUpdate, updateCustomersInBulk } from './bulk-change.ts';
import { createCustomersInBulk } from './bulk-create.ts';
import { consentCounts } from './consents.ts';
import { makeDemoFields } from './fields/demo-fields.ts';
import {
  barredFieldColumns,
  fieldFromColumn,
  fieldImportColumns,
  readFieldCells,
  type ReadFields,
} from './fields/import-columns.ts';
import { assignRows, type Assigned } from './import-match.ts';
import { CUSTOMER_COLUMNS, readRow, type CustomerFileRow, type Members } from './import-rows.ts';
import { erasedAmong } from './privacy/erasure/marks.ts';
import { storableText } from './rules/storable.ts';

/** Customers from a file. Known ones are found by external number, card, phone or e-mail, and get what the file says. */
export const customersFromFile: ImportKind<typeof CUSTOMER_COLUMNS> = {
  kind: 'customers',
  columns: CUSTOMER_COLUMNS,
  ownColumns: fieldImportColumns,
  barredColumns: barredFieldColumns,
  addColumn: fieldFromColumn,
  beforeDemo: makeDemoFields,
  needs: [['name', 'firstName', 'lastName', 'company', 'phone', 'email', 'externalId', 'cardNumber']],
  apply: applyRows,
  rehearse: rehearseRows,
};

async function applyRows(ctx: Ctx, run: ImportRun, rows: CustomerFileRow[]): Promise<RowResult[]> {
  const readings = await readRows(ctx, rows);
  const assigned = await assignRows(ctx, run, readings);
  const ids = await createCustomersInBulk(ctx, assigned.made, { changeSetId: run.changeSetId });
  const updated = await updateCustomersInBulk(ctx, assigned.changes, { changeSetId: run.changeSetId, why: 'imported' });
  const remarked = await keepRemarks(ctx, run, assigned, ids);
  return resultsOf(assigned, new Set([...updated, ...remarked]));
}

async function rehearseRows(ctx: Ctx, run: ImportRun, rows: CustomerFileRow[]): Promise<RowResult[]> {
  const readings = await readRows(ctx, rows);
  const assigned = await assignRows(ctx, run, readings, run.memory);
  return resultsOf(assigned, new Set(await rehearseBulkUpdate(ctx, assigned.changes)));
}

async function readRows(ctx: Ctx, rows: CustomerFileRow[]) {
  const colleagues = await members(ctx);
  const byName: Members = new Map(colleagues.map(({ id, name }) => [name.toLowerCase(), id]));
  const fields = await readFieldCells(ctx, rows);
  const readings = rows.map((row, n) => withFields(readRow(ctx, row, byName), fields[n]));
  const erased = await erasedAmong(
    ctx,
    readings.map((reading) => ('facts' in reading ? reading.facts : {})),
  );
  return rows.map(({ identity }, n) => ({
    reading: erased.has(n) ? ERASED_BEFORE : (readings[n] as ReturnType<typeof readRow>),
    identity,
  }));
}

const ERASED_BEFORE: RowProblem = { code: 'ERASED_BEFORE', unkept: true };

function withFields(reading: ReturnType<typeof readRow>, fields: ReadFields | undefined) {
  if (!('facts' in reading) || !fields) return reading;
  if ('problem' in fields) return fields.problem;
  if (Object.keys(fields.custom).length === 0) return reading;
  return { ...reading, facts: { ...reading.facts, custom: { ...reading.facts.custom, ...fields.custom } } };
}

function resultsOf(assigned: Assigned, touched: ReadonlySet<string>): RowResult[] {
  return assigned.rows.map((row) => {
    if ('problem' in row) return row.problem;
    if ('cameBefore' in row) return 'skipped';
    if ('made' in row) return row.first ? 'created' : 'skipped';
    return touched.has(row.id) ? 'updated' : 'skipped';
  });
}

/** Notes and consents, as far as they are not on the card already. Answers who got any. */
async function keepRemarks(
  ctx: Ctx,
  run: ImportRun,
  assigned: Assigned,
  madeIds: readonly string[],
): Promise<string[]> {
  const remarks = assigned.rows.flatMap((row) => {
    if ('problem' in row || 'cameBefore' in row) return [];
    const id = 'made' in row ? madeIds[row.made] : row.id;
    return id && (row.said.note !== null || row.said.consent !== null) ? [{ id, said: row.said }] : [];
  });
  const notes = remarks.flatMap(({ id, said }) => (said.note === null ? [] : [{ id, body: storableText(said.note) }]));
  const consents = remarks.flatMap(({ id, said }) => (said.consent === null ? [] : [{ id, granted: said.consent }]));
  return [...(await keepNotes(ctx, run, notes)), ...(await keepConsents(ctx, run, consents))];
}

async function keepNotes(ctx: Ctx, run: ImportRun, notes: readonly { id: string; body: string }[]): Promise<string[]> {
  if (notes.length === 0) return [];
  const { rows } = await sql<{ customer_id: string }>`
    insert into customer_notes (workspace_id, id, customer_id, body, by_kind, by_name, at, change_set_id)
    select ${ctx.workspace.id}, t.id, t.customer_id, t.body, ${ctx.actor.kind}, ${ctx.actor.name}, ${ctx.now}, ${run.changeSetId}
    from unnest(${notes.map(() => newId())}::uuid[], ${notes.map(({ id }) => id)}::uuid[],
      ${notes.map(({ body }) => body)}::text[]) as t (id, customer_id, body)
    where not exists (select 1 from customer_notes known where known.workspace_id = ${ctx.workspace.id}
      and known.customer_id = t.customer_id and known.body = t.body)
    returning customer_id`.execute(ctx.db);
  return rows.map((row) => row.customer_id);
}

async function keepConsents(
  ctx: Ctx,
  run: ImportRun,
  consents: readonly { id: string; granted: boolean }[],
): Promise<string[]> {
  if (consents.length === 0) return [];
  const { rows } = await sql<{ customer_id: string }>`
    insert into customer_consents (workspace_id, customer_id, id, channel, purpose, granted, source, at, by_kind, by_name,
      change_set_id)
    select ${ctx.workspace.id}, t.customer_id, t.id, 'any', 'marketing', t.granted, 'import', ${ctx.now}, ${ctx.actor.kind},
      ${ctx.actor.name}, ${run.changeSetId}
    from unnest(${consents.map(() => newId())}::uuid[], ${consents.map(({ id }) => id)}::uuid[],
      ${consents.map(({ granted }) => granted)}::bool[]) as t (id, customer_id, granted)
    where t.granted is distinct from (
      select known.granted from customer_consents known
      where known.workspace_id = ${ctx.workspace.id} and known.customer_id = t.customer_id
        and known.channel = 'any' and known.purpose = 'marketing' and ${consentCounts('known')}
      order by known.at desc, known.id desc limit 1)
    returning customer_id`.execute(ctx.db);
  return rows.map((row) => row.customer_id);
}
