import { Button, NumberInput, Select } from '@mantine/core';
import { useForm, type UseFormReturnType } from '@mantine/form';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { SIGNALS, type Signal } from '../../../../modules/segments/rules/intention.ts';
import { APART } from '../../../../modules/segments/rules/schemes.ts';
import { Form, FormRow } from '../../../kit/form.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import type { Division, DivisionMeasure } from '../api.ts';
import classes from './classes.module.css';
import { useChange } from './use-change.ts';

const PERIODS = [3, 6, 12, 24, 36, 0] as const;

interface Values {
  periodMonths: string;
  cutBy: string;
  apart: string;
  percent: number | string;
  shares: (number | string)[];
  bounds: Record<string, (number | string)[]>;
  steps: string;
  weights: Record<Signal, number | string>;
}

type TheForm = UseFormReturnType<Values>;

/** Which purchases count, and where the shop is divided. */
export function CutsForm({ division, onDone }: { division: Division; onDone: () => void }): ReactNode {
  const { t } = useTranslation('segments');
  const { scheme, settings, ways, population } = division;
  const form = useForm<Values>({ initialValues: valuesOf(division) });
  const { change, problem } = useChange({ done: t('settings.saved'), onDone, onFields: form.setErrors });
  const { values } = form;
  const submit = form.onSubmit(() =>
    change.mutate({ scheme, version: settings.version, ...changesOf(values, division) }),
  );
  const periods = [...new Set([...PERIODS, settings.periodMonths])];
  return (
    <Form submit={t('settings.save')} busy={change.isPending} onSubmit={submit} onCancel={onDone} problem={problem}>
      {population !== 'prospects' && (
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
      )}
      {scheme === 'rfm' && (
        <Select
          label={t('settings.steps')}
          data={['auto', '3', '5'].map((value) => ({ value, label: t(`settings.steps_${value}`) }))}
          allowDeselect={false}
          {...form.getInputProps('steps')}
        />
      )}
      {ways.length > 1 && (
        <Select
          label={t('settings.cutBy')}
          data={ways.map((value) => ({ value, label: t(`settings.cutBy_${value}`) }))}
          allowDeselect={false}
          {...form.getInputProps('cutBy')}
        />
      )}
      <Cuts form={form} division={division} />
      {population === 'buyers' && values.cutBy !== 'fixed' && (
        <Select
          label={t('settings.apart')}
          description={t('settings.apartAbout')}
          data={APART.map((value) => ({ value, label: t(`settings.apart_${value}`) }))}
          allowDeselect={false}
          {...form.getInputProps('apart')}
        />
      )}
      {population === 'prospects' && <Weights form={form} />}
      <Button
        className={classes.aside}
        variant="subtle"
        size="compact-sm"
        disabled={change.isPending}
        onClick={() => change.mutate({ scheme, version: settings.version, active: false })}
      >
        {t('settings.putAside')}
      </Button>
    </Form>
  );
}

function Cuts({ form, division: { measures } }: { form: TheForm; division: Division }): ReactNode {
  const { t } = useTranslation('segments');
  const f = useFormats();
  const { cutBy, shares, bounds } = form.values;
  if (cutBy === 'percentile') {
    return (
      <NumberInput
        label={t('settings.percent')}
        description={t('settings.percentAbout')}
        min={1}
        max={99}
        allowDecimal={false}
        suffix="%"
        {...form.getInputProps('percent')}
      />
    );
  }
  if (cutBy === 'shares') {
    return (
      <FormRow title={t('settings.shares')} about={t('settings.sharesAbout')}>
        {placesOf(shares).map((at) => (
          <NumberInput
            key={at}
            label={t('settings.shareOf', { place: at + 1 })}
            min={0.1}
            max={99}
            decimalScale={1}
            suffix="%"
            {...form.getInputProps(`shares.${at}`)}
          />
        ))}
      </FormRow>
    );
  }
  if (cutBy !== 'fixed') return null;
  return measures.map(({ key, name, unit }) => (
    <FormRow key={key} title={t(`settings.from_${unit}`, { name, sign: f.currencySign() })}>
      {placesOf(bounds[key] ?? []).map((at) => (
        <NumberInput
          key={at}
          aria-label={`${name} ${at + 1}`}
          decimalScale={unit === 'money' ? 2 : 1}
          error={form.errors[`bounds.${key}`]}
          {...form.getInputProps(`bounds.${key}.${at}`)}
        />
      ))}
    </FormRow>
  ));
}

function Weights({ form }: { form: TheForm }): ReactNode {
  const { t } = useTranslation('segments');
  return (
    <FormRow title={t('settings.weights')} about={t('settings.weightsAbout')}>
      {SIGNALS.map((signal) => (
        <NumberInput
          key={signal}
          label={t(`signals.${signal}`)}
          min={-100}
          max={100}
          allowDecimal={false}
          {...form.getInputProps(`weights.${signal}`)}
        />
      ))}
    </FormRow>
  );
}

/** Levels have no other name than their place. */
function placesOf(list: readonly unknown[]): number[] {
  return [...list.keys()];
}

/** Own cuts begin where the shop is divided now. */
function valuesOf({ settings, measures }: Division): Values {
  const { periodMonths, cutBy, apart, percent, shares, bounds, steps, weights } = settings;
  const levels = measures[0]?.levels ?? 2;
  const begin = (measure: DivisionMeasure) => {
    const set = bounds[measure.key];
    const now = set ?? measure.bounds.map((bound) => (typeof bound === 'number' ? bound : Number(bound.amount)));
    return Array.from({ length: measure.levels - 1 }, (_one, at) => (now[at] === undefined ? '' : Number(now[at])));
  };
  return {
    periodMonths: String(periodMonths),
    cutBy,
    apart,
    // The best fifth either way.
    percent: percent ?? 80,
    shares: shares.length > 0 ? shares : Array.from({ length: levels - 1 }, () => 20),
    bounds: Object.fromEntries(measures.map((measure) => [measure.key, begin(measure)])),
    steps: steps === null ? 'auto' : String(steps),
    weights: Object.fromEntries(SIGNALS.map((signal) => [signal, weights[signal] ?? 0])) as Record<Signal, number>,
  };
}

function changesOf(values: Values, { scheme, population, settings }: Division) {
  const { cutBy, bounds, weights } = values;
  const numbers = (texts: (number | string)[]) => texts.filter((text) => text !== '').map(String);
  return {
    cutBy: cutBy as Division['settings']['cutBy'],
    ...(population === 'buyers' ? { apart: values.apart as Division['settings']['apart'] } : {}),
    ...(population === 'prospects' ? {} : { periodMonths: Number(values.periodMonths) }),
    ...(cutBy === 'percentile' ? { percent: Number(values.percent) } : {}),
    ...(cutBy === 'shares' ? { shares: values.shares.map(Number) } : {}),
    ...(cutBy === 'fixed'
      ? { bounds: Object.fromEntries(Object.entries(bounds).map(([measure, texts]) => [measure, numbers(texts)])) }
      : {}),
    ...(scheme === 'rfm'
      ? { steps: values.steps === 'auto' ? null : values.steps === '3' ? (3 as const) : (5 as const) }
      : {}),
    ...(population === 'prospects'
      ? { weights: Object.fromEntries(SIGNALS.map((signal) => [signal, Number(weights[signal] || 0)])) }
      : {}),
    ...(settings.active ? {} : { active: true }),
  };
}
