import { MultiSelect, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { FormRow } from '../../../kit/form.tsx';
import { api } from '../api.ts';

interface First {
  tiers: string[];
  tiersUntil: string | null;
}

interface FieldsProps extends First {
  problem: string | undefined;
  onChange: (change: Partial<First>) => void;
}

/** For which tiers something is kept, and until when; without a tier it is for everybody. */
export function MembersFirstFields({ tiers, tiersUntil, problem, onChange }: FieldsProps): ReactNode {
  const { t } = useTranslation('loyalty');
  const { data } = useQuery(api.programme.read.queryOptions({ input: {} }));
  const levels = data?.current?.rules.tiers.levels ?? [];
  if (levels.length === 0) return null;
  return (
    <FormRow>
      <MultiSelect
        label={t('early.tiers')}
        placeholder={tiers.length === 0 ? t('early.everybody') : ''}
        data={levels.map(({ key, name }) => ({ value: key, label: name }))}
        value={tiers}
        error={problem}
        onChange={(chosen) => onChange({ tiers: chosen })}
      />
      <TextInput
        type="date"
        label={t('early.until_day')}
        description={t('early.untilAbout')}
        disabled={tiers.length === 0}
        value={tiersUntil ?? ''}
        onChange={({ currentTarget }) => onChange({ tiersUntil: currentTarget.value || null })}
      />
    </FormRow>
  );
}
