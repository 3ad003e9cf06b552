import { sql } from 'kysely';
import { recordAudit } from '../../../kernel/audit.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { refusals, refuse as refuseCommon } from '../../../kernel/errors.ts';
import { newId } from '../../../kernel/ids.ts';
import { isCurrency } from '../../../maths/money.ts';
import { foldText } from '../rules/fold.ts';
import { fieldErrors, type ChangedField, type FieldView, type NewField } from './contract.ts';
import { fieldsOf, forgetFields } from './definitions.ts';
import { presentField, sectionsOf } from './layout.ts';
import { keyFor } from './rules/field-key.ts';
import {
  BUILT_IN,
  isSafeChange,
  mayBeSensitive,
  mayBeUnique,
  isShort,
  type Field,
  type FieldOption,
  type FieldType,
} from './rules/field.ts';
import { optionsAfter } from './rules/options.ts';
import { prepareValues } from './prepare-values.ts';

const refuse = refusals(fieldErrors);
const MOST_FIELDS = 300;

export async function createField(ctx: Ctx, input: NewField): Promise<FieldView> {
  await lockFields(ctx);
  const { all, live } = await fieldsOf(ctx);
  if (live.length >= MOST_FIELDS) throw refuse('FIELD_TOO_MANY', { most: MOST_FIELDS });
  const { type, currency, key: wished, ...given } = input;
  const taken = new Set([...all.map(({ key }) => key), ...BUILT_IN]);
  if (wished !== undefined && taken.has(wished)) throw refuse('FIELD_KEY_TAKEN', { path: 'key', key: wished });
  const key = wished ?? keyFor(input.name, taken);
  const blank: Field = {
    id: newId(),
    key,
    type,
    name: input.name,
    names: {},
    help: null,
    unit: null,
    options: [],
    sectionId: null,
    position: Math.max(0, ...all.map(({ position }) => position)) + 1,
    kinds: ['person', 'company'],
    visibleAt: [],
    requiredAt: [],
    sensitive: false,
    unique: false,
    inLists: isShort(type),
    ready: true,
    removed: false,
    version: 1,
  };
  const field = await changedField(ctx, blank, {
    ...given,
    ...(type === 'money' ? { unit: currency ?? ctx.workspace.baseCurrency } : {}),
  });
  await ctx.db
    .insertInto('customer_fields')
    .values({ ...columnsOf(field), workspace_id: ctx.workspace.id, id: field.id, key, created_at: ctx.now })
    .execute();
  return written(ctx, field.id, 'field.created', Object.keys(given));
}

export async function changeField(ctx: Ctx, input: ChangedField): Promise<FieldView> {
  const { id, version, ...given } = input;
  const before = await fieldToChange(ctx, id);
  const expected = version ?? ctx.request.ifMatch;
  if (expected !== null && expected !== before.version)
    throw refuseCommon('STALE', { current: presentField(ctx, before) });
  const field = await changedField(ctx, before, given);
  const stale = needsPreparing(before, field);
  await ctx.db
    .updateTable('customer_fields')
    .set({ ...columnsOf(field), ready: !stale, version: before.version + 1 })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .execute();
  forgetFields(ctx);
  if (stale) await prepareValues(ctx, field.id, before.type === field.type ? undefined : before.type);
  return written(ctx, id, 'field.changed', Object.keys(given));
}

/** Hidden everywhere; its values are kept until it comes back. */
export async function removeField(ctx: Ctx, { id }: { id: string }): Promise<{ ok: true }> {
  const before = await fieldToChange(ctx, id);
  if (!before.removed) {
    await setRemoved(ctx, before, ctx.now);
    // What can be found no longer must not be found by its words either.
    await prepareValues(ctx, id);
    await written(ctx, id, 'field.removed', []);
  }
  return { ok: true };
}

export async function restoreField(ctx: Ctx, { id }: { id: string }): Promise<FieldView> {
  const before = await fieldToChange(ctx, id);
  if (!before.removed) return presentField(ctx, before);
  const { live } = await fieldsOf(ctx);
  if (live.length >= MOST_FIELDS) throw refuse('FIELD_TOO_MANY', { most: MOST_FIELDS });
  await admitName(ctx, before);
  await setRemoved(ctx, before, null);
  await prepareValues(ctx, id);
  return written(ctx, id, 'field.restored', []);
}

async function setRemoved(ctx: Ctx, before: Field, at: Date | null): Promise<void> {
  await ctx.db
    .updateTable('customer_fields')
    .set({ removed_at: at, version: before.version + 1 })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', before.id)
    .execute();
  forgetFields(ctx);
}

async function fieldToChange(ctx: Ctx, id: string): Promise<Field> {
  await lockFields(ctx);
  const { all } = await fieldsOf(ctx);
  const field = all.find((one) => one.id === id);
  if (!field) throw refuse('FIELD_NOT_FOUND');
  return field;
}

/** Definitions are few and changed seldom: one at a time, so that names, keys and order never clash. */
export async function lockFields(ctx: Ctx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`customer fields ${ctx.workspace.id}`}, 0))`.execute(
    ctx.db,
  );
  forgetFields(ctx);
}

async function written(ctx: Ctx, id: string, action: string, facts: string[]): Promise<FieldView> {
  await recordAudit(ctx, { action, entity: 'field', entityId: id, detail: { facts } });
  forgetFields(ctx);
  const { all } = await fieldsOf(ctx);
  const field = all.find((one) => one.id === id);
  if (!field) throw refuse('FIELD_NOT_FOUND');
  return presentField(ctx, field);
}

type Given = Omit<ChangedField, 'id' | 'version'>;

/** The field as it would be, or why it cannot be so. */
async function changedField(ctx: Ctx, before: Field, given: Given): Promise<Field> {
  const type = given.type ?? before.type;
  if (type !== before.type && !isSafeChange(before.type, type as FieldType)) {
    throw refuse('FIELD_TYPE_UNSAFE', { path: 'type', from: before.type, to: type });
  }
  const adopted = before.type === 'unsorted' && type !== 'unsorted';
  const field: Field = {
    ...before,
    ...defined({
      name: given.name,
      names: given.names,
      help: given.help === undefined ? undefined : given.help || null,
      unit: type === 'money' ? undefined : given.unit === undefined ? undefined : given.unit || null,
      sectionId: given.sectionId,
      kinds: given.kinds && [...new Set(given.kinds)],
      visibleAt: given.visibleAt && [...new Set(given.visibleAt)],
      requiredAt: given.requiredAt && [...new Set(given.requiredAt)],
      sensitive: given.sensitive,
      unique: given.unique,
      inLists: given.inLists ?? (adopted ? isShort(type) : undefined),
    }),
    ...(type === 'money' ? { unit: moneyUnit(ctx, before, given) } : {}),
    type,
    options: optionsOf(type, before, given),
  };
  if (field.unique && !mayBeUnique(type)) throw refuse('FIELD_CANNOT_BE_UNIQUE', { path: 'unique' });
  if (field.sensitive && !mayBeSensitive(type)) throw refuse('FIELD_CANNOT_BE_SENSITIVE', { path: 'sensitive' });
  if (field.sensitive && field.unique) throw refuse('FIELD_CANNOT_BE_UNIQUE', { path: 'unique' });
  await admitSection(ctx, field);
  await admitName(ctx, field);
  return field;
}

// Amounts given earlier are of the currency that the field has.
function moneyUnit(ctx: Ctx, before: Field, given: Given): string {
  if (before.type === 'money' && before.unit) return before.unit;
  return given.unit && isCurrency(given.unit) ? given.unit : ctx.workspace.baseCurrency;
}

function optionsOf(type: Field['type'], before: Field, given: Given): readonly FieldOption[] {
  const choosing = type === 'choice' || type === 'multiChoice';
  // A field that was a choice keeps its options, so that earlier values can be put into words.
  if (!choosing) return before.options;
  const options = given.options ? optionsAfter(before.options, given.options) : before.options;
  if (options === null) throw refuse('FIELD_OPTION_TWICE', { path: 'options' });
  if (options.every(({ removed }) => removed)) throw refuse('FIELD_OPTIONS_MISSING', { path: 'options' });
  return options;
}

async function admitSection(ctx: Ctx, { sectionId }: Field): Promise<void> {
  if (sectionId === null) return;
  const sections = await sectionsOf(ctx);
  if (!sections.some(({ id }) => id === sectionId)) throw refuse('FIELD_SECTION_NOT_FOUND', { path: 'sectionId' });
}

async function admitName(ctx: Ctx, { id, name }: Field): Promise<void> {
  const { live } = await fieldsOf(ctx);
  const same = live.some((one) => one.id !== id && foldText(one.name) === foldText(name));
  if (same) throw refuse('FIELD_NAME_TAKEN', { path: 'name', name });
}

/** Whether values that are there already must be read anew. */
function needsPreparing(before: Field, after: Field): boolean {
  const facts = ['type', 'sensitive', 'unique', 'inLists'] as const;
  return facts.some((fact) => before[fact] !== after[fact]);
}

function columnsOf(field: Field) {
  return {
    type: field.type,
    name: field.name,
    names: JSON.stringify(field.names),
    help: field.help,
    unit: field.unit,
    options: JSON.stringify(field.options),
    section_id: field.sectionId,
    position: field.position,
    kinds: [...field.kinds],
    visible_at: [...field.visibleAt],
    required_at: [...field.requiredAt],
    sensitive: field.sensitive,
    unique_value: field.unique,
    in_lists: field.inLists,
  };
}

function defined<Facts extends object>(
  facts: Facts,
): Partial<{ [Key in keyof Facts]: Exclude<Facts[Key], undefined> }> {
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined)) as never;
}
