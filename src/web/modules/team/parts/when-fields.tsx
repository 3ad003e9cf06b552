import { NumberInput, Select, Switch, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { FilterChips } from '../../../kit/filter-chips.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api } from '../api.ts';
import { dueOfDraft, type TaskDraft } from './task-draft.ts';
import classes from './tasks.module.css';

interface WhenFieldsProps {
  draft: TaskDraft;
  onChange: (change: Partial<TaskDraft>) => void;
  errors: Record<string, ReactNode>;
}

const BEFORE_INSTANT = ['0', '10', '30', '60', '1440'];
const BEFORE_DAY = ['0', '1440', '4320', '10080'];
const REPEATS = ['day', 'week', 'month', 'year', 'lunarYear'] as const;
const WEEKDAYS = ['1', '2', '3', '4', '5', '6', '7'] as const;

/** The day, the time, when it rings and whether it comes again. The calendar is the device's own. */
export function WhenFields({ draft, onChange, errors }: WhenFieldsProps): ReactNode {
  const { t, i18n } = useTranslation('team');
  const timed = draft.time !== '';
  const before = timed ? BEFORE_INSTANT : BEFORE_DAY;
  const words = timed ? 'atTime' : 'onDay';
  const offered = before.includes(draft.remind) || draft.remind === '' ? before : [...before, draft.remind];
  return (
    <>
      <div className={classes.when}>
        <TextInput
          type="date"
          label={t('field.day')}
          value={draft.day}
          error={errors['due']}
          onChange={(event) => onChange({ day: event.currentTarget.value })}
        />
        <TextInput
          type="time"
          label={t('field.time')}
          value={draft.time}
          disabled={draft.day === ''}
          onChange={(event) => onChange({ time: event.currentTarget.value })}
        />
      </div>
      {draft.day !== '' && (
        <>
          <Select
            label={t('field.remind')}
            value={draft.remind}
            data={[
              { value: '', label: t('remind.never') },
              ...offered.map((value) => ({
                value,
                label: t(`remind.${words}.${value}`, t('remind.minutes', { count: Number(value) })),
              })),
            ]}
            allowDeselect={false}
            onChange={(value) => onChange({ remind: value ?? '' })}
          />
          {draft.remind !== '' && <Ringing draft={draft} onChange={onChange} />}
          <div className={classes.when}>
            <Select
              label={t('field.repeat')}
              value={draft.repeat}
              data={[
                { value: '', label: t('repeat.never') },
                ...REPEATS.filter(
                  (value) => value !== 'lunarYear' || i18n.language !== 'en' || draft.repeat === value,
                ).map((value) => ({ value, label: t(`repeat.${value}`) })),
              ]}
              allowDeselect={false}
              onChange={(value) => onChange({ repeat: (value ?? '') as TaskDraft['repeat'] })}
            />
            {draft.repeat !== '' && (
              <NumberInput
                label={t('field.every')}
                min={1}
                max={99}
                allowDecimal={false}
                value={draft.every}
                onChange={(value) => onChange({ every: Number(value) || 1 })}
              />
            )}
          </div>
          {draft.repeat === 'week' && (
            <FilterChips
              label={t('field.weekdays')}
              options={WEEKDAYS.map((value) => ({ value, label: t(`weekday.${value}`) }))}
              chosen={draft.weekdays.map((day) => String(day) as (typeof WEEKDAYS)[number])}
              onChange={(chosen) => onChange({ weekdays: chosen.map(Number) })}
            />
          )}
        </>
      )}
    </>
  );
}

/** When it really rings: a day off of the shop moves it. */
function Ringing({ draft, onChange }: Pick<WhenFieldsProps, 'draft' | 'onChange'>): ReactNode {
  const { t } = useTranslation('team');
  const f = useFormats();
  const due = dueOfDraft(draft, f.settings.zone);
  const remind = { minutesBefore: Number(draft.remind), anyDay: draft.anyDay };
  const { data } = useQuery(
    api.tasks.ring.queryOptions({
      input: { due: due ?? { on: f.settings.today }, remind },
      enabled: due !== null && due !== undefined,
      staleTime: 60_000,
    }),
  );
  return (
    <>
      {data && (
        <p className={classes.preview} role="status">
          {t(data.moved ? 'remind.moved' : 'remind.rings', { at: f.dateTime(data.at) })}
        </p>
      )}
      {(data?.moved || draft.anyDay) && (
        <Switch
          label={t('field.anyDay')}
          checked={draft.anyDay}
          onChange={(event) => onChange({ anyDay: event.currentTarget.checked })}
        />
      )}
    </>
  );
}
