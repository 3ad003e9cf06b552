import { sql } from 'kysely';
import { fieldShown } from '../../../kernel/access.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { translate } from '../../../kernel/i18n/translate.ts';
import type { ExportCell, ExportColumn } from '../../transfer/index.ts';
import { premises } from '../../workspaces/index.ts';
import { FIELD_PREFIX } from './conditions.ts';
import { fieldsOf, reachOf } from './definitions.ts';
import type { Field, FieldValue } from './rules/field.ts';
import { printValue, type ValueWords } from './rules/print-value.ts';
import { isNothing } from './rules/read-value.ts';
import type { Custom } from './values.ts';

/** Fields that a list in a file may show. What is sensitive or covered never leaves with it. */
async function exportedFields(ctx: Ctx): Promise<Field[]> {
  const { live } = await fieldsOf(ctx);
  return live.filter((field) => !field.sensitive && fieldShown(reachOf(ctx, field)));
}

export async function fieldExportColumns(ctx: Ctx): Promise<ExportColumn[]> {
  const fields = await exportedFields(ctx);
  return fields.map(({ key, name, type }) => {
    const column = { key: FIELD_PREFIX + key, title: name, literal: true };
    return type === 'number' || type === 'money' ? { ...column, number: true } : column;
  });
}

interface Printed {
  id: string;
  custom: Custom;
}

/** The cells of customers, in the order of the columns. Of a file: its name, and where those who may see the card get it. */
export async function fieldPrinter(ctx: Ctx): Promise<(rows: readonly Printed[]) => Promise<ExportCell[][]>> {
  const fields = await exportedFields(ctx);
  const words = wordsIn(ctx);
  return async (rows) => {
    const files = await fileNames(ctx, fields, rows);
    return rows.map(({ id, custom }) =>
      fields.map((field) => {
        const value = custom[field.key];
        if (isNothing(value)) return null;
        return field.type === 'file' ? printFile(id, value, files) : printValue(field, value as FieldValue, words);
      }),
    );
  };
}

function printFile(customerId: string, fileId: unknown, names: ReadonlyMap<unknown, string>): string | null {
  const name = names.get(fileId);
  const address = `${premises().config.publicUrl}/api/v1/customers/${customerId}/files/${String(fileId)}`;
  return name === undefined ? null : `${name} ${address}`;
}

async function fileNames(
  ctx: Ctx,
  fields: readonly Field[],
  rows: readonly Printed[],
): Promise<ReadonlyMap<unknown, string>> {
  const keys = fields.filter(({ type }) => type === 'file').map(({ key }) => key);
  const ids = rows.flatMap(({ custom }) => keys.map((key) => custom[key]).filter((value) => !isNothing(value)));
  if (ids.length === 0) return new Map();
  const found = await ctx.db
    .selectFrom('files')
    .select(['id', 'name'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where(sql<boolean>`id = any (${ids}::uuid[])`)
    .execute();
  return new Map(found.map(({ id, name }) => [id, name]));
}

export function wordsIn({ locale }: Pick<Ctx, 'locale'>): ValueWords {
  return {
    yesNo: (value) => translate(locale, value ? 'customers:fields.yes' : 'customers:fields.no'),
    lunar: (day, leapMonth) =>
      translate(locale, leapMonth ? 'customers:export.leapDay' : 'customers:export.lunarDay', { day }),
  };
}
