import { TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldErrors, isApiError } from '../../../api/errors.ts';
import { Form } from '../../../kit/form.tsx';
import type { ProgrammeRules } from '../api.ts';
import { ActivitiesField } from './activities-field.tsx';
import { BoostsField } from './boosts-field.tsx';
import { LevelsField } from './levels-field.tsx';
import { EarnFields, LifeFields, LimitFields, RedeemFields, TierFields } from './programme-sections.tsx';

interface ProgrammeFormProps {
  rules: ProgrammeRules;
  onChange: (rules: ProgrammeRules) => void;
  onSave: () => void;
  busy: boolean;
  error: unknown;
}

/** How points are earned, spent and lost, and what the tiers ask. */
export function ProgrammeForm({ rules, onChange, onSave, busy, error }: ProgrammeFormProps): ReactNode {
  const { t } = useTranslation('loyalty');
  const problems = fieldErrors(error);
  const put = (change: Partial<ProgrammeRules>) => onChange({ ...rules, ...change });
  const { earn, tiers } = rules;
  const section = { rules, problems, put };
  return (
    <Form
      submit={t('draft.save')}
      busy={busy}
      problem={isApiError(error) ? error.message : undefined}
      onSubmit={(event) => {
        event?.preventDefault();
        onSave();
      }}
    >
      <TextInput
        label={t('form.name')}
        value={rules.name}
        error={problems['rules.name']}
        onChange={({ currentTarget }) => put({ name: currentTarget.value })}
      />
      <EarnFields {...section} />
      <BoostsField boosts={earn.boosts} onChange={(boosts) => put({ earn: { ...earn, boosts } })} />
      <ActivitiesField activities={rules.activities} onChange={(activities) => put({ activities })} />
      <RedeemFields {...section} />
      <LifeFields {...section} />
      <TierFields {...section} />
      <LevelsField
        by={tiers.by}
        levels={tiers.levels}
        problems={problems}
        onChange={(levels) => put({ tiers: { ...tiers, levels } })}
      />
      <LimitFields {...section} />
    </Form>
  );
}
