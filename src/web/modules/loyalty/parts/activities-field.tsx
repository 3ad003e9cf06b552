import { NumberInput, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { FormRow } from '../../../kit/form.tsx';
import type { ProgrammeRules } from '../api.ts';
import { Add, freeKey, Remove } from './list-parts.tsx';
import classes from './loyalty.module.css';

type Activity = ProgrammeRules['activities'][number];

export function ActivitiesField({
  activities,
  onChange,
}: {
  activities: Activity[];
  onChange: (activities: Activity[]) => void;
}): ReactNode {
  const { t } = useTranslation('loyalty');
  const put = (n: number, change: Partial<Activity>) =>
    onChange(activities.map((one, at) => (at === n ? { ...one, ...change } : one)));
  return (
    <FormRow title={t('form.activities')} about={t('form.activitiesAbout')}>
      {activities.map((activity, n) => (
        <div key={activity.key} className={classes.row}>
          <TextInput
            label={t('form.activityName')}
            value={activity.name}
            onChange={({ currentTarget }) => put(n, { name: currentTarget.value })}
          />
          <NumberInput
            label={t('form.activityPoints')}
            min={1}
            allowDecimal={false}
            value={activity.points}
            onChange={(value) => put(n, { points: Math.max(1, Number(value) || 1) })}
          />
          <TextInput
            label={t('form.unit')}
            placeholder={t('form.eachTime')}
            value={activity.unit ?? ''}
            onChange={({ currentTarget }) => put(n, { unit: currentTarget.value || null })}
          />
          <Remove
            name={t('form.remove', { name: activity.name })}
            onClick={() => onChange(activities.filter((_, at) => at !== n))}
          />
        </div>
      ))}
      <Add
        label={t('form.addActivity')}
        onClick={() =>
          onChange([
            ...activities,
            {
              key: freeKey('activity', activities),
              name: t('form.newActivity'),
              points: 10,
              unit: null,
              perMonth: null,
            },
          ])
        }
      />
    </FormRow>
  );
}
