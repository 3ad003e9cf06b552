import { MultiSelect, NumberInput, SegmentedControl, Select, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../../../kit/use-formats.ts';
import type { ConditionPart, ConditionView } from '../../api.ts';
import classes from './builder.module.css';
import { DaysInput } from './days-input.tsx';

type Value = Record<string, unknown>;

interface ConditionValueProps {
  kind: ConditionView;
  value: unknown;
  onChange: (value: unknown) => void;
}

/** The answer that a condition wants: one input, or several parts of which some exclude each other. */
export function ConditionValue({ kind: { parts }, value, onChange }: ConditionValueProps): ReactNode {
  const { t } = useTranslation('segments');
  const [only] = parts;
  if (parts.length === 1 && only?.key === '') return <PartInput part={only} value={value} onChange={onChange} />;
  const given = (value ?? {}) as Value;
  const set = (key: string, part: unknown) => {
    const { [key]: _old, ...rest } = given;
    onChange(part === undefined || (Array.isArray(part) && part.length === 0) ? rest : { ...rest, [key]: part });
  };
  const measures = parts.filter(({ oneOf }) => oneOf !== null);
  const measure = measures.find(({ key }) => key in given) ?? measures[0];
  const measureBy = (key: string | null) => {
    const rest = Object.entries(given).filter(([one]) => !measures.some((other) => other.key === one));
    const chosen = measures.find((one) => one.key === key);
    if (chosen)
      onChange({
        ...Object.fromEntries(rest),
        [chosen.key]: chosen.input === 'days' ? { moreDaysAgo: 90 } : { from: 1 },
      });
  };
  return (
    <>
      {parts
        .filter(({ oneOf }) => oneOf === null)
        .map((part) => (
          <PartInput
            key={part.key}
            part={part}
            value={given[part.key]}
            onChange={(next) => set(part.key, next)}
            named
          />
        ))}
      {measure && (
        <>
          <Select
            label={t('conditions.builder.measure')}
            allowDeselect={false}
            data={measures.map(({ key, title }) => ({ value: key, label: title }))}
            value={measure.key}
            onChange={measureBy}
          />
          <PartInput part={measure} value={given[measure.key]} onChange={(next) => set(measure.key, next)} named />
        </>
      )}
    </>
  );
}

interface PartInputProps {
  part: ConditionPart;
  value: unknown;
  onChange: (value: unknown) => void;
  /** Several stand side by side: each shows its name. */
  named?: boolean;
}

function PartInput({ part, value, onChange, named = false }: PartInputProps): ReactNode {
  const { t } = useTranslation('segments');
  const label = named ? { label: part.title } : { 'aria-label': part.title };
  const options = part.options.map(({ key, name }) => ({ value: key, label: name }));
  switch (part.input) {
    case 'choices':
      return (
        <MultiSelect
          {...label}
          searchable
          limit={100}
          placeholder={t(named ? 'conditions.builder.any' : 'conditions.builder.choose')}
          data={withKnown(options, value)}
          value={listOf(value)}
          onChange={onChange}
        />
      );
    case 'choice':
      return (
        <Select
          {...label}
          allowDeselect={false}
          data={options}
          value={typeof value === 'string' ? value : null}
          onChange={(one) => onChange(one ?? undefined)}
        />
      );
    case 'yesNo':
      return <YesNo label={part.title} value={value !== false} onChange={onChange} />;
    case 'filled':
      return (
        <YesNo
          label={part.title}
          value={(value as { filled?: boolean } | undefined)?.filled !== false}
          onChange={(filled) => onChange({ filled })}
        />
      );
    case 'text':
      return (
        <TextInput
          {...label}
          placeholder={t('conditions.builder.contains')}
          maxLength={200}
          value={(value as { contains?: string } | undefined)?.contains ?? ''}
          onChange={(event) => {
            const contains = event.currentTarget.value;
            onChange(contains ? { contains } : undefined);
          }}
        />
      );
    case 'days':
      return <DaysInput part={part} value={value as Value | undefined} onChange={onChange} named={named} />;
    case 'number':
    case 'money':
      return <RangeInput part={part} value={value as Value | undefined} onChange={onChange} />;
  }
}

function YesNo({
  label,
  value,
  onChange,
}: {
  label: string;
  value: boolean;
  onChange: (value: boolean) => void;
}): ReactNode {
  const { t } = useTranslation('segments');
  return (
    <SegmentedControl
      aria-label={label}
      data={[
        { value: 'yes', label: t('conditions.builder.has') },
        { value: 'no', label: t('conditions.builder.hasNot') },
      ]}
      value={value ? 'yes' : 'no'}
      onChange={(one) => onChange(one === 'yes')}
    />
  );
}

interface RangeInputProps {
  part: ConditionPart;
  value: Value | undefined;
  onChange: (value: unknown) => void;
}

const NO_BOUNDS: Value = {};

function RangeInput({ part, value = NO_BOUNDS, onChange }: RangeInputProps): ReactNode {
  const { t } = useTranslation('segments');
  const f = useFormats();
  // Amounts are asked for in the currency's unit, and sent in its smallest.
  const unit = part.input === 'money' ? 10 ** decimalsOf(f.settings.baseCurrency) : 1;
  const set = (bound: 'from' | 'to', given: string | number) => {
    const { [bound]: _old, ...rest } = value;
    const next = given === '' ? rest : { ...rest, [bound]: Math.round(Number(given) * unit) };
    onChange(Object.keys(next).length === 0 ? undefined : next);
  };
  return (
    <div className={classes.range}>
      {(['from', 'to'] as const).map((bound) => (
        <NumberInput
          key={bound}
          label={t(`conditions.builder.${bound}`, { name: part.input === 'money' ? f.currencySign() : '' })}
          aria-label={`${part.title} ${t(`conditions.builder.${bound}`, { name: '' })}`}
          hideControls
          min={0}
          max={1e12}
          allowDecimal={unit > 1}
          value={value[bound] == null ? '' : Number(value[bound]) / unit}
          onChange={(given) => set(bound, given)}
        />
      ))}
    </div>
  );
}

function decimalsOf(currency: string): number {
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
}

function listOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : typeof value === 'string' ? [value] : [];
}

/** What was chosen once stays to be seen, though it is offered no longer. */
function withKnown(options: { value: string; label: string }[], value: unknown) {
  const known = new Set(options.map((one) => one.value));
  return [...options, ...listOf(value).flatMap((key) => (known.has(key) ? [] : { value: key, label: key }))];
}
