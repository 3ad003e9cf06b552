import { MultiSelect, NumberInput, Select, TextInput } from '@mantine/core';
import type { TFunction } from 'i18next';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Formats } from '../../../../kit/formats.ts';
import type { FieldView } from '../../api.ts';
import { listOf, type FieldTest, type FilterValue, type ListFilter, type Range } from '../list-search.ts';
import classes from '../list.module.css';
import { decimalsOf, minorText } from '../minor-text.ts';
import { optionName } from './field-text.ts';
import { nameIn, useFields } from './use-fields.ts';

interface FieldFiltersProps {
  draft: ListFilter;
  set: (field: string, value: FilterValue | undefined) => void;
}

/** A condition for each of the business's own fields that lists know. */
export function FieldFilters({ draft, set }: FieldFiltersProps): ReactNode {
  const { fields } = useFields();
  return fields
    .filter(({ reach }) => reach === 'read' || reach === 'edit' || reach === 'mask')
    .map((field) => {
      const key = `custom.${field.key}`;
      return <FieldFilter key={key} field={field} value={draft[key]} onChange={(value) => set(key, value)} />;
    });
}

interface FieldFilterProps {
  field: FieldView;
  value: FilterValue | undefined;
  onChange: (value: FilterValue | undefined) => void;
}

function FieldFilter(props: FieldFilterProps): ReactNode {
  const { field } = props;
  if (field.sensitive || !field.inLists || !field.ready) return <FilledFilter {...props} />;
  switch (field.type) {
    case 'choice':
    case 'multiChoice':
    case 'yesNo':
      return <OptionsFilter {...props} />;
    case 'number':
    case 'money':
    case 'date':
      return <RangeFilter {...props} />;
    case 'text':
    case 'phone':
    case 'email':
    case 'link':
      return <ContainsFilter {...props} />;
    default:
      return <FilledFilter {...props} />;
  }
}

function FilledFilter({ field, value, onChange }: FieldFilterProps): ReactNode {
  const { t, i18n } = useTranslation('customers');
  const test = value === undefined ? null : (value as FieldTest | null)?.filled ? 'filled' : 'empty';
  return (
    <Select
      label={nameIn(field, i18n.language)}
      clearable
      clearButtonProps={{ 'aria-label': t('fields.clear') }}
      placeholder={t('fields.anyValue')}
      data={[
        { value: 'filled', label: t('fields.filledOnly') },
        { value: 'empty', label: t('fields.empty') },
      ]}
      value={test}
      onChange={(word) => onChange(word === null ? undefined : word === 'filled' ? { filled: true } : null)}
    />
  );
}

function OptionsFilter({ field, value, onChange }: FieldFilterProps): ReactNode {
  const { t, i18n } = useTranslation('customers');
  const options =
    field.type === 'yesNo'
      ? (['yes', 'no'] as const).map((key) => ({ value: key as string, label: t(`fields.${key}`) }))
      : field.options.map(({ key }) => ({ value: key, label: optionName(field, key, t) }));
  return (
    <MultiSelect
      label={nameIn(field, i18n.language)}
      clearable
      clearButtonProps={{ 'aria-label': t('fields.clear') }}
      searchable={options.length > 8}
      data={[...options, { value: EMPTY, label: t('fields.empty') }]}
      value={value === null ? [EMPTY] : listOf(value)}
      // Empty is no option beside others.
      onChange={(keys) => onChange(keys.at(-1) === EMPTY ? null : keys.filter((key) => key !== EMPTY))}
    />
  );
}

const EMPTY = ' empty';

function ContainsFilter({ field, value, onChange }: FieldFilterProps): ReactNode {
  const { t, i18n } = useTranslation('customers');
  const text = (value as FieldTest | null | undefined)?.contains ?? '';
  const name = nameIn(field, i18n.language);
  return (
    <TextInput
      label={`${name} · ${t('fields.contains')}`}
      value={text}
      maxLength={200}
      onChange={(event) => onChange(event.currentTarget.value ? { contains: event.currentTarget.value } : undefined)}
    />
  );
}

function RangeFilter({ field, value, onChange }: FieldFilterProps): ReactNode {
  const { t, i18n } = useTranslation('customers');
  const range = (value ?? {}) as Range;
  const change = (part: keyof Range, given: string | number | undefined) => {
    const { [part]: _old, ...rest } = range;
    const next = given === undefined ? rest : { ...rest, [part]: given };
    onChange(Object.keys(next).length === 0 ? undefined : next);
  };
  // Amounts are asked for in the currency's unit, and sent in its smallest.
  const unit = field.type === 'money' ? 10 ** decimalsOf(field.unit ?? 'CNY') : 1;
  return (
    <div className={classes.range}>
      {(['from', 'to'] as const).map((part) => {
        const label = t(`list.${part}`, { name: nameIn(field, i18n.language) });
        return field.type === 'date' ? (
          <TextInput
            key={part}
            type="date"
            label={label}
            value={String(range[part] ?? '')}
            onChange={(event) => change(part, event.currentTarget.value || undefined)}
          />
        ) : (
          <NumberInput
            key={part}
            label={label}
            hideControls
            value={range[part] === undefined ? '' : Number(range[part]) / unit}
            onChange={(given) => change(part, given === '' ? undefined : times(Number(given), unit))}
          />
        );
      })}
    </div>
  );
}

function times(number: number, unit: number): number {
  return unit === 1 ? number : Math.round(number * unit);
}

/** The condition in words, for the chip that drops it. */
export function fieldFilterWords(field: FieldView, value: FilterValue, t: TFunction<'customers'>, f: Formats): string {
  const { name } = field;
  if (value === null) return `${name}: ${t('fields.empty')}`;
  if (typeof value !== 'object' || Array.isArray(value)) {
    const word = (key: string) => (field.type === 'yesNo' ? t(`fields.${key}`) : optionName(field, key, t));
    return `${name}: ${listOf(value).map(word).join(t('list.or'))}`;
  }
  if ('filled' in value) return `${name}: ${t(value.filled ? 'fields.filledOnly' : 'fields.empty')}`;
  if ('contains' in value) return `${name} ${t('fields.contains')} ${value.contains ?? ''}`;
  const { from, to } = value as Range;
  const one = (bound: string | number) => boundWords(field, bound, f);
  if (from !== undefined && to !== undefined) return `${name} ${one(from)} – ${one(to)}`;
  return from === undefined ? `${name} ≤ ${one(to ?? 0)}` : `${name} ≥ ${one(from)}`;
}

function boundWords({ type, unit }: FieldView, bound: string | number, f: Formats): string {
  if (type === 'date') return f.date(String(bound));
  if (type !== 'money') return String(bound);
  const currency = unit ?? f.settings.baseCurrency;
  return f.money({ amount: minorText(String(bound), f, currency), currency });
}
