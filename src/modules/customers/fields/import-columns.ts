import { sql } from 'kysely';
import { fieldWritable, may } from '../../../kernel/access.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { refuse } from '../../../kernel/errors.ts';
import type { BarredColumn, LooseColumn, OwnColumn, RowProblem } from '../../transfer/index.ts';
import { visibleCustomers } from '../reach.ts';
import { storable } from '../rules/storable.ts';
import { FIELD_PREFIX } from './conditions.ts';
import { fieldsOf, reachOf } from './definitions.ts';
import { createField } from './fields.ts';
import type { Field, FieldType } from './rules/field.ts';
import { foldText } from '../rules/fold.ts';
import { guessType } from './rules/guess-type.ts';
import { optionFor, readValue } from './rules/read-value.ts';
import { toolsOf, type Custom } from './values.ts';

const READERS: Partial<Record<Field['type'], OwnColumn['reader']>> = {
  text: 'text',
  longText: 'longText',
  number: 'amount',
  money: 'amount',
  date: 'birthday',
  choice: 'text',
  multiChoice: 'text',
  yesNo: 'yesNo',
  phone: 'phone',
  email: 'text',
  link: 'text',
  customer: 'text',
};

/** The fields that a file can fill. Sensitive ones need each person's own consent, files their upload. */
export async function fieldImportColumns(ctx: Ctx): Promise<OwnColumn[]> {
  const { live } = await fieldsOf(ctx);
  return live.flatMap((field) => {
    const reader = READERS[field.type];
    if (!reader || field.sensitive || !fieldWritable(reachOf(ctx, field))) return [];
    return [{ meaning: FIELD_PREFIX + field.key, reader, title: field.name, words: wordsFor(field) }];
  });
}

/** Fields that a table may name and cannot fill; what the card holds stays as it is. */
export async function barredFieldColumns(ctx: Ctx): Promise<BarredColumn[]> {
  const { live } = await fieldsOf(ctx);
  return live.flatMap((field) => {
    if (field.type !== 'file' && !field.sensitive) return [];
    const why =
      field.type === 'file' ? 'customers:fields.noFilesFromTables' : 'customers:fields.nothingSensitiveFromTables';
    return [{ title: field.name, words: wordsFor(field), why }];
  });
}

function wordsFor({ name, names, key }: Field): string[] {
  const words = [name, ...Object.values(names), key];
  return [...words, ...words.map(foldText)];
}

/** A column that nothing fits becomes a field of what its cells hold. */
export async function fieldFromColumn(ctx: Ctx, { name, samples }: LooseColumn): Promise<string> {
  if (!may(ctx.actor, 'settings.edit')) throw refuse('NOT_ALLOWED', { permission: 'settings.edit' });
  const tidy = storable(name).replace(/\s+/g, ' ').trim().slice(0, 60);
  const { live } = await fieldsOf(ctx);
  const known = live.find((field) => foldText(field.name) === foldText(tidy));
  if (known) return FIELD_PREFIX + known.key;
  const { key } = await createField(ctx, { name: tidy, type: guessType(samples) });
  return FIELD_PREFIX + key;
}

type Values = Readonly<Record<string, unknown>>;
export type ReadFields = { custom: Custom } | { problem: RowProblem };

/** What the rows say of the business's own fields, row by row. */
export async function readFieldCells(ctx: Ctx, rows: readonly { values: object }[]): Promise<ReadFields[]> {
  const { live } = await fieldsOf(ctx);
  const used = live.filter(({ key }) => rows.some(({ values }) => FIELD_PREFIX + key in values));
  if (used.length === 0) return rows.map(() => ({ custom: {} }));
  const named = await customersNamed(ctx, used, rows);
  return rows.map(({ values }) => readRow(ctx, used, values as Values, named));
}

function readRow(ctx: Ctx, fields: readonly Field[], values: Values, named: ReadonlyMap<string, string>): ReadFields {
  const custom: Record<string, unknown> = {};
  for (const field of fields) {
    const meaning = FIELD_PREFIX + field.key;
    const cell = values[meaning];
    if (cell === undefined) continue;
    const read = readValue(field, givenBy(field, cell, named), toolsOf(ctx));
    if ('problem' in read) return { problem: { ...read.problem, meaning } };
    custom[field.key] = read.value;
  }
  return { custom };
}

/** A cell as import reads it → a value as somebody would give it. */
function givenBy(field: Field, cell: unknown, named: ReadonlyMap<string, string>): unknown {
  const text = typeof cell === 'string' ? cell : '';
  const givers: Partial<Record<FieldType, () => unknown>> = {
    number: () => (cell as { amount: string }).amount,
    money: () => cell,
    phone: () => (cell as { phone: string }).phone,
    multiChoice: () => choicesIn(field, text),
    customer: () => named.get(text) ?? text,
  };
  return field.type === 'unsorted' ? cell : (givers[field.type]?.() ?? cell);
}

/** One option, or several with the usual signs between them; an option may have such a sign in its own name. */
function choicesIn({ options }: Field, text: string): string[] {
  if (optionFor(options, text)) return [text];
  const parts = (sign: RegExp) =>
    text
      .split(sign)
      .map((part) => part.trim())
      .filter((part) => part !== '');
  const coarse = parts(/;/);
  return coarse.every((part) => optionFor(options, part)) ? coarse : parts(/[;,|\n\u3001\uff0c\uff1b]/);
}

/** Customers are named in files by their number, their card, or as the export names them. */
async function customersNamed(
  ctx: Ctx,
  fields: readonly Field[],
  rows: readonly { values: object }[],
): Promise<Map<string, string>> {
  const meanings = fields.filter(({ type }) => type === 'customer').map(({ key }) => FIELD_PREFIX + key);
  const texts = new Set(
    rows.flatMap(({ values }) => meanings.map((meaning) => (values as Values)[meaning]).filter(isText)),
  );
  if (texts.size === 0) return new Map();
  const asked = [...texts];
  const found = await ctx.db
    .selectFrom('customers')
    .select(['customers.id', 'external_id', 'card_number'])
    .where(visibleCustomers(ctx))
    .where(
      sql<boolean>`(customers.external_id = any (${asked}::text[]) or customers.card_number = any (${asked}::text[]))`,
    )
    .execute();
  return new Map(
    found.flatMap(({ id, external_id: number, card_number: card }) =>
      [card, number].filter(isText).map((text): [string, string] => [text, id]),
    ),
  );
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
