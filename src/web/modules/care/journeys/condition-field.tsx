import { MultiSelect } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Names } from './names.ts';

const STAGES = ['prospect', 'active', 'sleeping', 'lost'] as const;
const READY = {
  email: { field: 'hasEmail', value: true },
  phone: { field: 'hasPhone', value: true },
  points: { field: 'pointsExpiring', value: { days: 30, points: 100 } },
  tier: { field: 'tierEnding', value: { days: 30 } },
} as const;

interface ConditionFieldProps {
  label: string;
  value: unknown;
  /** What the present conditions ask for, in words. */
  sentence: string | undefined;
  names: Names;
  onChange: (tree: unknown) => void;
  placeholder?: string;
}

/**
 * Segments hold whatever can be asked; the commonest questions are here beside them. Several: one of them is enough.
 * A tree that was written elsewhere stays one choice, in its own words, until it is taken out.
 */
export function ConditionField({
  label,
  value,
  sentence,
  names,
  onChange,
  placeholder,
}: ConditionFieldProps): ReactNode {
  const { t } = useTranslation('care');
  const { t: customers } = useTranslation('customers');
  const data = [
    {
      group: t('journey.ask.segments'),
      items: names.segments.map((one) => ({ ...one, value: `segment ${one.value}` })),
    },
    {
      group: t('journey.ask.stages'),
      items: STAGES.map((key) => ({ value: `stage ${key}`, label: customers(`stage.${key}`) })),
    },
    {
      group: t('journey.ask.contact'),
      items: (['email', 'phone'] as const).map((key) => ({ value: `ready ${key}`, label: t(`journey.ask.${key}`) })),
    },
    {
      group: t('journey.ask.loyalty'),
      items: (['points', 'tier'] as const).map((key) => ({ value: `ready ${key}`, label: t(`journey.ask.${key}`) })),
    },
  ].filter(({ items }) => items.length > 0);
  const known = new Set(data.flatMap(({ items }) => items.map((one) => one.value)));
  const chosen = keysOf(value);
  const own = value != null && !(chosen?.every((key) => known.has(key)) ?? false);
  if (own)
    data.push({
      group: t('journey.ask.label'),
      items: [{ value: 'own', label: t('journey.ask.own', { sentence: sentence ?? '…' }) }],
    });
  return (
    <MultiSelect
      label={label}
      placeholder={value == null ? placeholder : ''}
      data={data}
      value={own ? ['own'] : (chosen ?? [])}
      searchable
      clearable
      onChange={(keys) => {
        const without = keys.filter((key) => key !== 'own');
        if (without.length < keys.length && without.length === 0) return;
        onChange(treeOf(without));
      }}
    />
  );
}

function treeOf(keys: readonly string[]): unknown {
  const leaves = keys.map((key) => {
    const [kind, value = ''] = key.split(' ');
    return kind === 'ready' ? READY[value as keyof typeof READY] : { field: kind, value: [value] };
  });
  return leaves.length === 0 ? null : leaves.length === 1 ? leaves[0] : { or: leaves };
}

/** Null: not one of those that this field writes. */
function keysOf(tree: unknown): string[] | null {
  if (tree == null) return [];
  const or = (tree as { or?: unknown[] }).or;
  if (Array.isArray(or)) {
    const keys = or.map(keysOf);
    return keys.every((one) => one?.length === 1) ? keys.flatMap((one) => one ?? []) : null;
  }
  const ready = Object.entries(READY).find(([, one]) => JSON.stringify(one) === JSON.stringify(tree));
  if (ready) return [`ready ${ready[0]}`];
  const { field, value } = tree as { field?: string; value?: unknown };
  const list = Array.isArray(value) ? value : [value];
  return (field === 'segment' || field === 'stage') && list.length === 1 ? [`${field} ${String(list[0])}`] : null;
}
