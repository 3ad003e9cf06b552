import type { TFunction } from 'i18next';
import { birthdayText, type Birthday } from '../../../../kit/birthday.ts';
import type { FieldView } from '../../api.ts';

/** Options that are offered no longer keep their words. */
export function optionName({ options }: Pick<FieldView, 'options'>, key: string, t: TFunction<'customers'>): string {
  const option = options.find((one) => one.key === key);
  if (!option) return key;
  return option.removed ? t('fields.oldOption', { name: option.name }) : option.name;
}

/** A value in one line of plain words, for sentences. */
export function fieldText(field: Pick<FieldView, 'options'>, value: unknown, t: TFunction<'customers'>): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'boolean') return t(value ? 'fields.yes' : 'fields.no');
  if (Array.isArray(value)) return value.map((key) => optionName(field, String(key), t)).join(', ');
  if (typeof value !== 'object') return optionName(field, String(value), t);
  if ('amount' in value && 'currency' in value) return `${String(value.amount)} ${String(value.currency)}`;
  return 'month' in value ? birthdayText(value as Birthday, t) : '';
}
