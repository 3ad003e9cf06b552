import { NumberInput, Select } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Form, FormRow } from '../../../kit/form.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import type { Division } from '../api.ts';
import { useChange } from './use-change.ts';

const PERIODS = [3, 6, 12, 24, 36, 0] as const;
const CUTS = ['mean', 'median', 'percentile', 'fixed'] as const;

/** Which purchases count and where the shop is divided. */
export function CutsForm({ division, onDone }: { division: Division; onDone: () => void }): ReactNode {
  const { t } = useTranslation('segments');
  const f = useFormats();
  const { scheme, settings, cuts } = division;
  const average = settings.fixedAverage ?? cuts?.average;
  const form = useForm({
    initialValues: {
      periodMonths: String(settings.periodMonths),
      cutBy: settings.cutBy,
      // The best fifth either way.
      percent: settings.percent ?? 80,
      // Own cuts begin where the shop is divided now.
      fixedFrequency: settings.fixedFrequency ?? Math.round((cuts?.frequency ?? 1) * 10) / 10,
      fixedAverage: average ? Number(average.amount) : '',
    },
  });
  const { change, problem } = useChange({ done: t('settings.saved'), onDone, onFields: form.setErrors });
  const periods = [...new Set([...PERIODS, settings.periodMonths])];
  const fixed = form.values.cutBy === 'fixed';
  const submit = form.onSubmit(({ periodMonths, cutBy, percent, fixedFrequency, fixedAverage }) =>
    change.mutate({
      scheme,
      version: settings.version,
      periodMonths: Number(periodMonths),
      cutBy,
      ...(cutBy === 'percentile' ? { percent: Number(percent) } : {}),
      ...(fixed
        ? {
            fixedFrequency: Number(fixedFrequency),
            fixedAverage: { amount: String(fixedAverage || 0), currency: f.settings.baseCurrency },
          }
        : {}),
    }),
  );
  return (
    <Form submit={t('settings.save')} busy={change.isPending} onSubmit={submit} onCancel={onDone} problem={problem}>
      <Select
        label={t('settings.period')}
        description={t('settings.periodAbout')}
        data={periods.map((months) => ({
          value: String(months),
          label: months === 0 ? t('cuts.everything') : t('cuts.months', { count: months }),
        }))}
        allowDeselect={false}
        {...form.getInputProps('periodMonths')}
      />
      {scheme === 'value-matrix' && (
        <Select
          label={t('settings.cutBy')}
          data={CUTS.map((value) => ({ value, label: t(`settings.cutBy_${value}`) }))}
          allowDeselect={false}
          {...form.getInputProps('cutBy')}
        />
      )}
      {form.values.cutBy === 'percentile' && (
        <NumberInput
          label={t('settings.percent')}
          description={t('settings.percentAbout')}
          min={1}
          max={99}
          allowDecimal={false}
          suffix="%"
          {...form.getInputProps('percent')}
        />
      )}
      {fixed && (
        <FormRow>
          <NumberInput
            label={t('settings.frequency')}
            min={0.1}
            max={10_000}
            step={1}
            decimalScale={1}
            {...form.getInputProps('fixedFrequency')}
          />
          <NumberInput
            label={t('settings.average', { sign: f.currencySign() })}
            min={0}
            decimalScale={2}
            {...form.getInputProps('fixedAverage')}
          />
        </FormRow>
      )}
    </Form>
  );
}
