import { NumberInput, Select, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { DaysFromToday, FilterValue, Range } from './list-search.ts';
import classes from './list.module.css';

const MODES = ['lastDays', 'moreDaysAgo', 'nextDays', 'between'] as const;
type Mode = (typeof MODES)[number];

interface DayFilterProps {
  title: string;
  value: FilterValue | undefined;
  onChange: (value: FilterValue | undefined) => void;
}

/** A day by how far it is from today, which stays true as days pass, or between two days. */
export function DayFilter({ title, value, onChange }: DayFilterProps): ReactNode {
  const { t } = useTranslation('customers');
  const [mode, setMode] = useState<Mode | null>(() => modeOf(value));
  const choose = (next: Mode | null) => {
    setMode(next);
    onChange(next === null || next === 'between' ? undefined : { [next]: 30 });
  };
  return (
    <>
      <Select
        label={title}
        clearable
        clearButtonProps={{ 'aria-label': t('fields.clear') }}
        placeholder={t('list.anyDay')}
        data={MODES.map((one) => ({ value: one, label: t(`list.days.${one}`) }))}
        value={mode}
        onChange={(next) => choose(next as Mode | null)}
      />
      {mode !== null && mode !== 'between' && (
        <NumberInput
          label={t('list.days.count', { name: title })}
          min={0}
          max={36_500}
          allowDecimal={false}
          value={(value as DaysFromToday | undefined)?.[mode] ?? ''}
          onChange={(days) => onChange(days === '' ? undefined : { [mode]: Number(days) })}
        />
      )}
      {mode === 'between' && <Between title={title} range={(value ?? {}) as Range} onChange={onChange} />}
    </>
  );
}

function modeOf(value: FilterValue | undefined): Mode | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  return MODES.find((mode) => mode in value) ?? 'between';
}

function Between({ title, range, onChange }: Omit<DayFilterProps, 'value'> & { range: Range }): ReactNode {
  const { t } = useTranslation('customers');
  return (
    <div className={classes.range}>
      {(['from', 'to'] as const).map((part) => (
        <TextInput
          key={part}
          type="date"
          label={t(`list.${part}`, { name: title })}
          value={String(range[part] ?? '')}
          onChange={(event) => {
            const { [part]: _old, ...rest } = range;
            const given = event.currentTarget.value;
            const next = given ? { ...rest, [part]: given } : rest;
            onChange(Object.keys(next).length === 0 ? undefined : next);
          }}
        />
      ))}
    </div>
  );
}
