import { sql, type SqlBool } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { refusals } from '../../../kernel/errors.ts';
import { isId } from '../../../kernel/ids.ts';
import { consentCounts } from '../consents.ts';
import { phoneAsDialled, phoneKey } from '../phones.ts';
import { visibleCustomers } from '../reach.ts';
import { storable } from '../rules/storable.ts';
import { fieldErrors } from './contract.ts';
import { fieldsOf, reachOf, type Fields } from './definitions.ts';
import { isNothing, readValue, type ValueTools } from './rules/read-value.ts';
import { isRequired, type Field, type FieldValue } from './rules/field.ts';
import { isSealed, MASK, sealValue, unsealValue } from './sealed.ts';

const refuse = refusals(fieldErrors);

export type Custom = Readonly<Record<string, unknown>>;
type Entries = Record<string, unknown>;

/** A customer as far as the rules of fields must know it; no id yet: it is being made. */
export interface FieldOwner {
  id: string | null;
  kind: string;
  stage: string;
}

/**
 * What stands in `custom` after somebody gave `given` (null clears): read by the fields' definitions, sensitive values
 * sealed. `agreed`: purposes of consents given in the same breath.
 */
export async function customAfter(
  ctx: Ctx,
  owner: FieldOwner,
  before: Custom,
  given: Custom,
  agreed: ReadonlySet<string> = new Set(),
): Promise<Entries> {
  const fields = await fieldsOf(ctx);
  const said = newEntries(ctx, fields, before, given);
  await admitCustomers(ctx, fields, [said]);
  await admitFiles(ctx, fields, owner.id, said);
  await admitSensitive(ctx, fields, owner.id, said, agreed);
  return withEntries(ctx, fields, before, said);
}

export type ReadCustom = (before: Custom, given: Custom) => Entries;

/** The same for many at once, where nobody can be asked: sensitive values and files are given one by one. */
export async function customReader(ctx: Ctx, givens: readonly Custom[]): Promise<ReadCustom> {
  const fields = await fieldsOf(ctx);
  for (const given of givens) {
    const refused = Object.keys(given)
      .map((key) => fields.byKey.get(key))
      .find((field) => field && (field.sensitive || field.type === 'file'));
    if (refused) throw refuse('FIELD_ONE_BY_ONE', { path: `custom.${refused.key}`, field: refused.name });
  }
  await admitCustomers(ctx, fields, givens);
  return (before, given) => withEntries(ctx, fields, before, newEntries(ctx, fields, before, given));
}

/** Refuses where a field is empty that this stage needs and that was not empty, or not needed, before. */
export async function admitRequired(
  ctx: Ctx,
  after: FieldOwner & { custom: Custom },
  before: (FieldOwner & { custom: Custom }) | null,
): Promise<void> {
  const { live } = await fieldsOf(ctx);
  const missing = live.find((field) => {
    if (!isRequired(field, after) || !isNothing(after.custom[field.key])) return false;
    // A card that lacked it all along may still be changed elsewhere.
    return !before || !isRequired(field, before) || !isNothing(before.custom[field.key]);
  });
  if (missing) throw refuse('FIELD_REQUIRED', { path: `custom.${missing.key}`, field: missing.name });
}

export function toolsOf(ctx: Pick<Ctx, 'workspace'>): ValueTools {
  return {
    phone: (text) => phoneAsDialled(ctx, phoneKey(ctx, text) ?? null) ?? undefined,
    currency: ctx.workspace.baseCurrency,
  };
}

/** A value as it stands, opened where it is sealed. */
export function openValue(ctx: Pick<Ctx, 'workspace'>, stored: unknown): FieldValue {
  return isSealed(stored) ? unsealValue(ctx, stored) : (stored as FieldValue);
}

function newEntries(ctx: Ctx, fields: Fields, before: Custom, given: Custom): Entries {
  const entries: [string, unknown][] = [];
  for (const [key, raw] of Object.entries(storable(given))) {
    const field = fields.byKey.get(key);
    if (!field || field.type === 'unsorted') entries.push([key, raw]);
    else if (!isUnchanged(ctx, before[key], raw)) entries.push([key, readOrRefuse(ctx, field, raw)]);
  }
  return Object.fromEntries(entries);
}

function readOrRefuse(ctx: Ctx, field: Field, raw: unknown): FieldValue | null {
  const path = `custom.${field.key}`;
  const reach = reachOf(ctx, field);
  if (reach === 'hide' || reach === 'read') throw refuse('FIELD_MASKED', { path, field: field.name });
  const read = readValue(field, raw, toolsOf(ctx));
  if ('problem' in read) throw refuse(read.problem.code, { path, ...read.problem.params });
  return read.value;
}

// Also what a field does not allow any more: a removed option stays with those who have it.
function isUnchanged(ctx: Ctx, stored: unknown, raw: unknown): boolean {
  if (stored === undefined) return isNothing(raw);
  return raw === MASK || sameValue(openValue(ctx, stored), raw);
}

export function sameValue(one: unknown, other: unknown): boolean {
  return JSON.stringify(inOrder(one)) === JSON.stringify(inOrder(other));
}

// jsonb gives keys back in an order of its own.
function inOrder(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
}

function withEntries(ctx: Ctx, fields: Fields, before: Custom, said: Entries): Entries {
  const sealed = Object.entries(said).map(([key, value]) => {
    const closed = value !== null && fields.byKey.get(key)?.sensitive && !isSealed(value);
    return [key, closed ? sealValue(ctx, value as FieldValue) : value] as const;
  });
  const after = { ...before, ...Object.fromEntries(sealed) };
  return Object.fromEntries(Object.entries(after).filter(([, value]) => !isNothing(value)));
}

/** Only customers whom the caller sees can be named. */
async function admitCustomers(ctx: Ctx, fields: Fields, givens: readonly Custom[]): Promise<void> {
  const named = entriesOf(fields, givens, 'customer');
  if (named.length === 0) return;
  const ids = [...new Set(named.map(({ value }) => value))].filter(isId);
  const rows = await ctx.db
    .selectFrom('customers')
    .select('customers.id')
    .where(visibleCustomers(ctx))
    .where(sql<SqlBool>`customers.id = any (${ids}::uuid[])`)
    .execute();
  const seen = new Set(rows.map(({ id }) => id));
  const unknown = named.find(({ value }) => !seen.has(value));
  if (unknown) throw refuse('FIELD_NOT_A_CUSTOMER', problemOf(unknown));
}

/** A file is put on the card first, and then named. */
async function admitFiles(ctx: Ctx, fields: Fields, customerId: string | null, said: Custom): Promise<void> {
  const named = entriesOf(fields, [said], 'file');
  if (named.length === 0) return;
  const rows = await ctx.db
    .selectFrom('customer_files')
    .select('file_id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('customer_id', '=', customerId)
    .where(sql<SqlBool>`file_id = any (${named.map(({ value }) => value)}::uuid[])`)
    .execute();
  const there = new Set(rows.map(({ file_id: id }) => id));
  const unknown = named.find(({ value }) => !there.has(value));
  if (unknown) throw refuse('FIELD_NOT_A_FILE', problemOf(unknown));
}

function entriesOf(fields: Fields, givens: readonly Custom[], type: Field['type']): { field: Field; value: string }[] {
  return fields.all
    .filter((field) => field.type === type)
    .flatMap((field) =>
      givens.flatMap((given) => {
        const value = given[field.key];
        return typeof value === 'string' && value !== '' ? [{ field, value: value.trim().toLowerCase() }] : [];
      }),
    );
}

function problemOf({ field, value }: { field: Field; value: string }) {
  return { path: `custom.${field.key}`, field: field.name, text: value.slice(0, 60) };
}

/** What is sensitive is written down only of those who agreed to just that. */
async function admitSensitive(
  ctx: Ctx,
  fields: Fields,
  customerId: string | null,
  said: Custom,
  agreed: ReadonlySet<string>,
): Promise<void> {
  const filled = fields.all.filter(({ sensitive, key }) => sensitive && !isNothing(said[key]));
  const open = filled.filter(({ key }) => !agreed.has(purposeFor(key)));
  if (open.length === 0) return;
  const granted = customerId === null ? new Set<string>() : await grantedPurposes(ctx, customerId);
  const refused = open.find(({ key }) => !granted.has(purposeFor(key)));
  if (refused) {
    throw refuse('FIELD_CONSENT_NEEDED', {
      path: `custom.${refused.key}`,
      field: refused.name,
      purpose: purposeFor(refused.key),
    });
  }
}

/** The purpose of the consent that a sensitive field needs. */
export function purposeFor(key: string): string {
  return `sensitive:${key}`.slice(0, 40);
}

async function grantedPurposes(ctx: Ctx, customerId: string): Promise<Set<string>> {
  const { rows } = await sql<{ purpose: string; granted: boolean }>`
    select distinct on (purpose) purpose, granted from customer_consents said
    where workspace_id = ${ctx.workspace.id} and customer_id = ${customerId} and purpose like 'sensitive:%'
      and ${consentCounts('said')}
    order by purpose, at desc, id desc`.execute(ctx.db);
  return new Set(rows.flatMap(({ purpose, granted }) => (granted ? [purpose] : [])));
}
