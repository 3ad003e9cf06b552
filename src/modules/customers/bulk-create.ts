import { sql } from 'kysely';
import type { Ctx } from '../../kernel/context.ts';
import { newId } from '../../kernel/ids.ts';
import { branchChooser } from '../workspaces/index.ts';
import { announceCreated } from './created.ts';
import { addFieldValues } from './fields/value-index.ts';
import { customReader, type ReadCustom } from './fields/values.ts';
import { recordOwners } from './ownership/record.ts';
import { phoneKeyOrDigits } from './phones.ts';
import type { Birthday } from './rules/birthday.ts';
import { normaliseEmail } from './rules/email.ts';
import type { LifeCycleStage } from './rules/life-cycle.ts';
import { sortNameOf } from './rules/sort-name.ts';
import { storable } from './rules/storable.ts';
import { addSearchTerms } from './search-terms.ts';
import { writeTags } from './tags.ts';

/** A customer as another module or a file tells it. Phones and e-mails in any spelling. */
export interface NewCustomer {
  /** One of the caller's own; else a new one. */
  id?: string | undefined;
  name: string;
  kind?: 'person' | 'company' | undefined;
  externalId?: string | null | undefined;
  cardNumber?: string | null | undefined;
  phone?: string | null | undefined;
  email?: string | null | undefined;
  gender?: string | null | undefined;
  title?: string | null | undefined;
  birthday?: Birthday | null | undefined;
  address?: Record<string, string> | null | undefined;
  tags?: readonly string[] | undefined;
  source?: string | null | undefined;
  stage?: LifeCycleStage | undefined;
  ownerId?: string | null | undefined;
  branchId?: string | null | undefined;
  /** The store as a till names it: its branch, where there is one of that name. */
  store?: string | null | undefined;
  custom?: Record<string, unknown> | undefined;
  /** When they became one, where that is known. */
  createdAt?: Date | undefined;
}

export interface BulkOptions {
  /** The import that makes them, which can then be undone. */
  changeSetId?: string | undefined;
  /** For those who name none. */
  source?: string | undefined;
}

/**
 * Makes many customers at once, up to some 10,000 a call; answers their ids in order. Whoever calls has made sure that
 * none of them exists yet: an external id taken already fails the whole call.
 */
export async function createCustomersInBulk(
  ctx: Ctx,
  newCustomers: readonly NewCustomer[],
  options: BulkOptions = {},
): Promise<string[]> {
  if (newCustomers.length === 0) return [];
  const read = await customReader(
    ctx,
    newCustomers.flatMap(({ custom }) => (custom ? [custom] : [])),
  );
  const branchFor = await branchChooser(ctx);
  const rows = newCustomers.map((one) => rowOf(ctx, storable(one), read, options, branchFor));
  await insertRows(ctx, rows, options.changeSetId ?? null);
  await writeTags(ctx, rows);
  await addFieldValues(ctx, rows);
  await addSearchTerms(ctx, rows);
  await recordOwners(
    ctx,
    rows.map(({ id, owner_id: to }) => ({ customerId: id, from: null, to })),
    options.changeSetId ? 'imported' : 'created',
    options.changeSetId ?? null,
  );
  const ids = rows.map(({ id }) => id);
  await announceCreated(ctx, ids, options.changeSetId ?? null);
  return ids;
}

type Row = ReturnType<typeof rowOf>;
type BranchFor = Awaited<ReturnType<typeof branchChooser>>;

function rowOf(ctx: Ctx, one: NewCustomer, read: ReadCustom, options: BulkOptions, branchFor: BranchFor) {
  const tags = [...new Set(one.tags ?? [])];
  const custom = one.custom ? read({}, one.custom) : {};
  const row = {
    id: one.id ?? newId(),
    kind: one.kind ?? 'person',
    name: one.name,
    sort_name: sortNameOf(one.name),
    external_id: one.externalId || null,
    card_number: one.cardNumber || null,
    phone: (one.phone && phoneKeyOrDigits(ctx, one.phone)) || null,
    email: (one.email && normaliseEmail(one.email)) || null,
    gender: one.gender && one.gender !== 'unknown' ? one.gender : null,
    title: one.title || null,
    birthday: one.birthday ?? null,
    address: one.address && Object.keys(one.address).length > 0 ? JSON.stringify(one.address) : null,
    tags,
    custom,
    source: one.source || options.source || null,
    stage: one.stage ?? 'lead',
    owner_id: one.ownerId ?? null,
    branch_id: one.branchId ?? branchFor(one),
    created_at: one.createdAt ?? ctx.now,
  };
  return { ...row, confirmed: confirmedKinds(row) };
}

function confirmedKinds(row: {
  phone: string | null;
  email: string | null;
  address: string | null;
  tags: readonly string[];
}): string[] {
  // Only what can go stale: gender, birthday and source keep.
  const kinds = [
    row.phone && 'phone',
    row.email && 'email',
    row.address && 'address',
    row.tags.length && 'preferences',
  ];
  return kinds.filter((kind): kind is string => typeof kind === 'string' && kind !== '');
}

// COPY is closed to tables with row security; arrays unnested are the next fastest way in.
async function insertRows(ctx: Ctx, rows: readonly Row[], changeSetId: string | null): Promise<void> {
  const all = <Value>(pick: (row: Row) => Value) => rows.map(pick);
  await sql`
    insert into customers (workspace_id, id, kind, name, sort_name, external_id, card_number, phone, email, gender,
      title, birthday_calendar, birthday_year, birthday_month, birthday_day, birthday_leap, address, tags, custom,
      source, stage, stage_since, owner_id, branch_id, confirmed_on, facts_on, change_set_id, created_at, updated_at)
    select ${ctx.workspace.id}, id, kind, name, sort_name, external_id, card_number, phone, email, gender,
      title, calendar, year, month, day, leap, address::jsonb, tags::text[], custom::jsonb,
      source, stage, created_at, owner_id, branch_id, confirmed::jsonb, ${ctx.today}, ${changeSetId}::uuid, created_at, ${ctx.now}
    from unnest(
      ${all((row) => row.id)}::uuid[], ${all((row) => row.kind)}::text[], ${all((row) => row.name)}::text[],
      ${all((row) => row.sort_name)}::text[], ${all((row) => row.external_id)}::text[],
      ${all((row) => row.card_number)}::text[], ${all((row) => row.phone)}::text[],
      ${all((row) => row.email)}::text[], ${all((row) => row.gender)}::text[], ${all((row) => row.title)}::text[],
      ${all((row) => row.birthday?.calendar ?? null)}::text[], ${all((row) => row.birthday?.year ?? null)}::int2[],
      ${all((row) => row.birthday?.month ?? null)}::int2[], ${all((row) => row.birthday?.day ?? null)}::int2[],
      ${all((row) => row.birthday?.leapMonth ?? false)}::bool[], ${all((row) => row.address)}::text[],
      ${all((row) => arrayLiteral(row.tags))}::text[], ${all((row) => JSON.stringify(row.custom))}::text[],
      ${all((row) => row.source)}::text[], ${all((row) => row.stage)}::text[],
      ${all((row) => row.created_at)}::timestamptz[], ${all((row) => row.owner_id)}::uuid[],
      ${all((row) => row.branch_id)}::uuid[],
      ${all((row) => confirmedOn(row.confirmed, ctx.today))}::text[]
    ) as t (id, kind, name, sort_name, external_id, card_number, phone, email, gender, title, calendar, year, month,
      day, leap, address, tags, custom, source, stage, created_at, owner_id, branch_id, confirmed)`.execute(ctx.db);
}

function confirmedOn(kinds: readonly string[], today: string): string {
  return kinds.length === 0 ? '{}' : JSON.stringify(Object.fromEntries(kinds.map((kind) => [kind, today])));
}

/** An array of arrays cannot be unnested by rows, so each row's array travels as text. */
export function arrayLiteral(items: readonly string[]): string {
  return `{${items.map((item) => `"${item.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`).join(',')}}`;
}
