import { NumberInput, Select, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConditionPart } from '../../api.ts';
import classes from './builder.module.css';

const MODES = ['lastDays', 'moreDaysAgo', 'between'] as const;
type Mode = (typeof MODES)[number];
type Value = Record<string, unknown>;

interface DaysInputProps {
  part: ConditionPart;
  value: Value | undefined;
  onChange: (value: unknown) => void;
  named: boolean;
}

/** Days by how far they are from today, or between two of them; a part among others may be left open: whenever. */
export function DaysInput({ part, value, onChange, named }: DaysInputProps): ReactNode {
  const { t } = useTranslation('segments');
  const optional = named && part.oneOf === null;
  const mode = modeOf(value);
  const choose = (next: string | null) => {
    if (next === 'between') onChange({ from: `${new Date().getFullYear()}-01-01` });
    else onChange(next === null || next === 'ever' ? undefined : { [next]: 30 });
  };
  return (
    <div className={classes.range}>
      <Select
        {...(named ? { label: part.title } : { 'aria-label': part.title })}
        allowDeselect={false}
        data={[
          ...(optional ? [{ value: 'ever', label: t('conditions.builder.ever') }] : []),
          ...MODES.map((one) => ({ value: one, label: t(`conditions.builder.${one}`) })),
        ]}
        value={mode ?? (optional ? 'ever' : null)}
        onChange={choose}
      />
      {(mode === 'lastDays' || mode === 'moreDaysAgo') && (
        <NumberInput
          {...(named ? { label: t('conditions.builder.days') } : {})}
          aria-label={`${part.title} ${t('conditions.builder.days')}`}
          min={0}
          max={36_500}
          allowDecimal={false}
          value={Number(value?.[mode])}
          onChange={(days) => onChange({ [mode]: days === '' ? 0 : Number(days) })}
        />
      )}
      {mode === 'between' &&
        (['from', 'to'] as const).map((bound) => (
          <TextInput
            key={bound}
            type="date"
            label={t(`conditions.builder.${bound}`, { name: '' })}
            aria-label={`${part.title} ${t(`conditions.builder.${bound}`, { name: '' })}`}
            value={String(value?.[bound] ?? '')}
            onChange={(event) => {
              const { [bound]: _old, ...rest } = value ?? {};
              const day = event.currentTarget.value;
              const next = day ? { ...rest, [bound]: day } : rest;
              onChange(Object.keys(next).length === 0 ? undefined : next);
            }}
          />
        ))}
    </div>
  );
}

function modeOf(value: Value | undefined): Mode | undefined {
  if (value === undefined) return undefined;
  return MODES.find((mode) => mode in value) ?? 'between';
}
