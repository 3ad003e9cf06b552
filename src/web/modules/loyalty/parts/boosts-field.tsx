import { NumberInput, Select, TagsInput, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { FormRow } from '../../../kit/form.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import type { ProgrammeRules } from '../api.ts';
import { Add, Remove } from './list-parts.tsx';
import classes from './loyalty.module.css';

type Boost = ProgrammeRules['earn']['boosts'][number];

const always: Boost['when'] = {
  categories: [],
  skus: [],
  stores: [],
  channels: [],
  weekdays: [],
  birthday: null,
  from: null,
  until: null,
};

/** Days and goods that earn more, or nothing. */
export function BoostsField({ boosts, onChange }: { boosts: Boost[]; onChange: (boosts: Boost[]) => void }): ReactNode {
  const { t } = useTranslation('loyalty');
  const f = useFormats();
  const put = (n: number, change: Partial<Boost>) =>
    onChange(boosts.map((one, at) => (at === n ? { ...one, ...change } : one)));
  const when = (n: number, change: Partial<Boost['when']>) =>
    put(n, { when: { ...(boosts[n]?.when ?? always), ...change } });
  return (
    <FormRow title={t('form.boosts')} about={t('form.boostsAbout')}>
      {[...boosts.entries()].map(([n, boost]) => (
        <fieldset key={n} className={classes.editor} aria-label={boost.name}>
          <div className={classes.row}>
            <TextInput
              label={t('form.boostName')}
              value={boost.name}
              onChange={({ currentTarget }) => put(n, { name: currentTarget.value })}
            />
            <NumberInput
              label={t('form.times')}
              min={0}
              max={99}
              decimalScale={2}
              value={Number(boost.times)}
              onChange={(value) => put(n, { times: String(value === '' ? 0 : value) })}
            />
            <Remove
              name={t('form.remove', { name: boost.name })}
              onClick={() => onChange(boosts.filter((_, at) => at !== n))}
            />
          </div>
          <TagsInput
            label={t('coupons.categories')}
            value={boost.when.categories}
            onChange={(categories) => when(n, { categories })}
          />
          <Select
            label={t('form.birthday')}
            data={(['day', 'week', 'month'] as const).map((value) => ({ value, label: t(`form.birthdays.${value}`) }))}
            placeholder={t('form.anyDay')}
            clearable
            clearButtonProps={{ 'aria-label': t('form.anyDay') }}
            value={boost.when.birthday}
            onChange={(birthday) => when(n, { birthday: birthday as Boost['when']['birthday'] })}
          />
          <Weekdays chosen={boost.when.weekdays} names={f} onChange={(weekdays) => when(n, { weekdays })} />
        </fieldset>
      ))}
      <Add
        label={t('form.addBoost')}
        onClick={() => onChange([...boosts, { name: t('form.newBoost'), times: '2', when: always }])}
      />
    </FormRow>
  );
}

function Weekdays({
  chosen,
  names,
  onChange,
}: {
  chosen: number[];
  names: ReturnType<typeof useFormats>;
  onChange: (days: number[]) => void;
}): ReactNode {
  const { t } = useTranslation('loyalty');
  const options = [1, 2, 3, 4, 5, 6, 7].map((day) => ({
    value: String(day),
    label: weekdayName(names.settings.language, day),
  }));
  return (
    <TagsInput
      label={t('form.weekdays')}
      data={options.map(({ label }) => label)}
      value={options.filter(({ value }) => chosen.includes(Number(value))).map(({ label }) => label)}
      onChange={(labels) =>
        onChange(options.filter(({ label }) => labels.includes(label)).map(({ value }) => Number(value)))
      }
    />
  );
}

/** 2024-01-01 was a Monday. */
function weekdayName(language: string, day: number): string {
  return new Intl.DateTimeFormat(language, { weekday: 'short', timeZone: 'UTC' }).format(Date.UTC(2024, 0, day));
}
