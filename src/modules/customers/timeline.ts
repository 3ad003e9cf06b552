import { sql } from 'kysely';
import { may } from '../../kernel/access.ts';
import type { Ctx } from '../../kernel/context.ts';
import { decodeCursor, encodeCursor } from '../../kernel/paging.ts';
import type { TimelineItem, TimelineQuery } from './contract.ts';
import { presentFile, type FileRow } from './files.ts';
import { presentNote, type NoteRow } from './notes.ts';
import { isId } from '../../kernel/ids.ts';
import { reachInto, shownValue } from './masks.ts';
import { cardIds } from './family.ts';
import { customerSeen } from './reach.ts';
import { timelineSourceList, type TimelineEntry, type TimelinePlace, type TimelineSource } from './registries.ts';

/** Everything that happened, newest first, of this module and of all that registered. */
export async function readTimeline(
  ctx: Ctx,
  { id: asked, limit, cursor, kind }: TimelineQuery,
): Promise<{ items: TimelineItem[]; nextCursor: string | null }> {
  const { id } = await customerSeen(ctx, asked);
  const cards = await cardIds(ctx, id);
  const before = placeOf(cursor);
  const read = sourcesFor(ctx, kind).map((source) => source.read(ctx, id, before, limit + 1, cards));
  const items = (await Promise.all(read)).flat().map(presentEntry);
  items.sort((a, b) => compare(b.at, a.at) || compare(b.id, a.id));
  const page = items.slice(0, limit);
  const last = page.at(-1);
  return { items: page, nextCursor: last && items.length > limit ? encodeCursor([last.at, last.id]) : null };
}

type OwnEntry = TimelineEntry & Partial<Pick<TimelineItem, 'note' | 'file' | 'changes'>>;

/** What this module itself tells. */
export const ownSources: readonly TimelineSource<OwnEntry>[] = [
  { kind: 'change', read: readChanges },
  { kind: 'note', read: readNotes },
  { kind: 'file', read: readFiles },
  { kind: 'consent', read: readConsents },
];

function sourcesFor(ctx: Ctx, kind: string | undefined): TimelineSource<OwnEntry>[] {
  const all: TimelineSource<OwnEntry>[] = [...ownSources, ...timelineSourceList()];
  const allowed = all.filter(
    ({ permission }) => !permission || ctx.actor.kind === 'system' || may(ctx.actor, permission),
  );
  return kind === undefined ? allowed : allowed.filter((source) => source.kind === kind);
}

function placeOf(cursor: string | undefined): TimelinePlace | null {
  const [at, id] = decodeCursor(cursor, 2) ?? [];
  const date = new Date(String(at));
  return typeof id === 'string' && isId(id) && date.getUTCFullYear() > 0 && date.getUTCFullYear() < 10_000
    ? { at: date, id }
    : null;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function presentEntry(entry: OwnEntry): TimelineItem {
  return {
    id: entry.id,
    kind: entry.kind,
    at: entry.at.toISOString(),
    text: entry.text,
    by: entry.by || null,
    body: entry.body ?? null,
    amount: entry.amount ?? null,
    link: entry.link ?? null,
    ...(entry.note ? { note: entry.note } : {}),
    ...(entry.file ? { file: entry.file } : {}),
    ...(entry.changes ? { changes: entry.changes } : {}),
  };
}

/** `and (at, id) < (…)` for sources that keep `at` and a uuid. */
function earlierThan(before: TimelinePlace | null, id = 'id') {
  return before ? sql`and (at, ${sql.ref(id)}) < (${before.at}, ${before.id})` : sql``;
}

interface ChangeRow {
  id: string;
  at: Date;
  kind: string;
  fields: Record<string, { old: unknown; new: unknown }>;
  by_name: string;
}

async function readChanges(
  ctx: Ctx,
  _customerId: string,
  before: TimelinePlace | null,
  limit: number,
  cards: readonly string[],
): Promise<OwnEntry[]> {
  // Those whom an import made have no row of their own saying so: their creation is read off the customer.
  const { rows } = await sql<ChangeRow>`
    select id, at, kind, fields, by_name from (
      select id, at, kind, fields, by_name from customer_changes
      where workspace_id = ${ctx.workspace.id} and customer_id = any (${[...cards]}::uuid[])
      union all
      select id, created_at, 'imported', jsonb_build_object('source', jsonb_build_object('new', source)), ''
      from customers
      where workspace_id = ${ctx.workspace.id} and id = any (${[...cards]}::uuid[]) and change_set_id is not null
    ) acts
    where true ${earlierThan(before)} order by at desc, id desc limit ${limit}`.execute(ctx.db);
  return rows.map((row) => ({
    id: row.id,
    kind: 'change',
    at: row.at,
    text: { key: `customers:timeline.${row.kind}`, values: changeValues(row) },
    by: row.by_name,
    ...(row.kind === 'changed' ? { changes: changesShown(ctx, row.fields) } : {}),
  }));
}

/** What may not be seen now was not seen before, either. */
function changesShown(ctx: Ctx, fields: ChangeRow['fields']) {
  return Object.entries(fields).flatMap(([field, { old, new: now }]) => {
    if (reachInto(ctx, field) === 'hide') return [];
    return { field, old: shownValue(ctx, field, old), new: shownValue(ctx, field, now) };
  });
}

function changeValues({ kind, fields }: ChangeRow): Record<string, string | number | null> {
  if (kind === 'stage') return { old: String(fields['stage']?.old), new: String(fields['stage']?.new) };
  return kind === 'imported' ? { source: (fields['source']?.new as string | null) ?? '' } : {};
}

async function readNotes(
  ctx: Ctx,
  customerId: string,
  before: TimelinePlace | null,
  limit: number,
): Promise<OwnEntry[]> {
  const { rows } = await sql<NoteRow>`
    select * from customer_notes
    where workspace_id = ${ctx.workspace.id} and customer_id = ${customerId} ${earlierThan(before)}
    order by at desc, id desc limit ${limit}`.execute(ctx.db);
  return rows.map((row) => ({
    id: row.id,
    kind: 'note',
    at: row.at,
    text: { key: 'customers:timeline.note', values: {} },
    by: row.by_name,
    body: row.body,
    note: presentNote(ctx, row),
  }));
}

async function readFiles(
  ctx: Ctx,
  customerId: string,
  before: TimelinePlace | null,
  limit: number,
): Promise<OwnEntry[]> {
  const { rows } = await sql<FileRow>`
    select c.file_id, c.by_id, c.by_name, c.at, f.name, f.media_type, f.bytes
    from customer_files c join files f on f.workspace_id = c.workspace_id and f.id = c.file_id
    where c.workspace_id = ${ctx.workspace.id} and c.customer_id = ${customerId} ${earlierThan(before, 'c.file_id')}
    order by c.at desc, c.file_id desc limit ${limit}`.execute(ctx.db);
  return rows.map((row) => ({
    id: row.file_id,
    kind: 'file',
    at: row.at,
    text: { key: 'customers:timeline.file', values: { name: row.name } },
    by: row.by_name,
    file: presentFile(ctx, row),
  }));
}

interface ConsentRow {
  id: string;
  at: Date;
  channel: string;
  purpose: string;
  granted: boolean;
  proof: string | null;
  by_name: string;
}

async function readConsents(
  ctx: Ctx,
  _customerId: string,
  before: TimelinePlace | null,
  limit: number,
  cards: readonly string[],
): Promise<OwnEntry[]> {
  const { rows } = await sql<ConsentRow>`
    select id, at, channel, purpose, granted, proof, by_name from customer_consents
    where workspace_id = ${ctx.workspace.id} and customer_id = any (${[...cards]}::uuid[]) ${earlierThan(before)}
    order by at desc, id desc limit ${limit}`.execute(ctx.db);
  return rows.map(({ id, at, channel, purpose, granted, proof, by_name: by }) => ({
    id,
    kind: 'consent',
    at,
    text: { key: `customers:timeline.${granted ? 'consentGiven' : 'consentRefused'}`, values: { channel, purpose } },
    by,
    body: proof,
  }));
}
