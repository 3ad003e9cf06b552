import { fieldShown } from '../../../kernel/access.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { translate } from '../../../kernel/i18n/translate.ts';
import type { ExportCell, ExportColumn } from '../../transfer/index.ts';
import { FIELD_PREFIX } from './conditions.ts';
import { fieldsOf, reachOf } from './definitions.ts';
import type { Field, FieldValue } from './rules/field.ts';
import { printValue, type ValueWords } from './rules/print-value.ts';
import { isNothing } from './rules/read-value.ts';
import type { Custom } from './values.ts';

/** Fields that a list in a file may show. What is sensitive or covered never leaves with it. */
async function exportedFields(ctx: Ctx): Promise<Field[]> {
  const { live } = await fieldsOf(ctx);
  return live.filter((field) => !field.sensitive && field.type !== 'file' && fieldShown(reachOf(ctx, field)));
}

export async function fieldExportColumns(ctx: Ctx): Promise<ExportColumn[]> {
  const fields = await exportedFields(ctx);
  return fields.map(({ key, name, type }) => {
    const column = { key: FIELD_PREFIX + key, title: name, literal: true };
    return type === 'number' || type === 'money' ? { ...column, number: true } : column;
  });
}

/** The cells of one customer, in the order of the columns. */
export async function fieldPrinter(ctx: Ctx): Promise<(custom: Custom) => ExportCell[]> {
  const fields = await exportedFields(ctx);
  const words = wordsIn(ctx);
  return (custom) =>
    fields.map((field) => {
      const value = custom[field.key];
      return isNothing(value) ? null : printValue(field, value as FieldValue, words);
    });
}

export function wordsIn({ locale }: Pick<Ctx, 'locale'>): ValueWords {
  return {
    yesNo: (value) => translate(locale, value ? 'customers:fields.yes' : 'customers:fields.no'),
    lunar: (day, leapMonth) =>
      translate(locale, leapMonth ? 'customers:export.leapDay' : 'customers:export.lunarDay', { day }),
  };
}
