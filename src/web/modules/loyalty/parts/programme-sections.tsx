import { NumberInput, Select, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { FormRow } from '../../../kit/form.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import type { ProgrammeRules } from '../api.ts';
import { useMoneyField } from './use-money-field.ts';

interface SectionProps {
  rules: ProgrammeRules;
  problems: Record<string, string>;
  put: (change: Partial<ProgrammeRules>) => void;
}

type Expiry = ProgrammeRules['expiry'];

const count = { min: 0, allowDecimal: false, thousandSeparator: ',' };

/** What an order gives. */
export function EarnFields({ rules, problems, put }: SectionProps): ReactNode {
  const { t } = useTranslation('loyalty');
  const money = useMoneyField();
  const { earn } = rules;
  return (
    <FormRow title={t('form.earn')}>
      <NumberInput
        {...count}
        label={t('form.points')}
        value={earn.points}
        onChange={(value) => put({ earn: { ...earn, points: whole(value) } })}
      />
      <NumberInput
        {...money}
        label={t('form.per')}
        value={Number(earn.per)}
        error={problems['rules.earn.per']}
        onChange={(value) => put({ earn: { ...earn, per: text(value) } })}
      />
      <NumberInput
        {...count}
        label={t('form.perOrder')}
        value={earn.perOrder}
        onChange={(value) => put({ earn: { ...earn, perOrder: whole(value) } })}
      />
      <NumberInput
        {...money}
        label={t('form.minimum')}
        value={Number(earn.minimum)}
        error={problems['rules.earn.minimum']}
        onChange={(value) => put({ earn: { ...earn, minimum: text(value) } })}
      />
      <NumberInput
        {...count}
        label={t('form.maxPerOrder')}
        placeholder={t('form.noLimit')}
        value={earn.maxPerOrder ?? ''}
        onChange={(value) => put({ earn: { ...earn, maxPerOrder: orNull(value) } })}
      />
      <NumberInput
        {...count}
        label={t('form.maxPerDay')}
        placeholder={t('form.noLimit')}
        value={earn.maxPerDay ?? ''}
        onChange={(value) => put({ earn: { ...earn, maxPerDay: orNull(value) } })}
      />
    </FormRow>
  );
}

/** What points are worth at the till. */
export function RedeemFields({ rules, problems, put }: SectionProps): ReactNode {
  const { t } = useTranslation('loyalty');
  const money = useMoneyField();
  const { redeem } = rules;
  return (
    <FormRow title={t('form.redeem')}>
      <NumberInput
        {...count}
        min={1}
        label={t('form.redeemPoints')}
        value={redeem.points}
        onChange={(value) => put({ redeem: { ...redeem, points: whole(value, 1) } })}
      />
      <NumberInput
        {...money}
        label={t('form.worth')}
        value={Number(redeem.worth)}
        error={problems['rules.redeem.worth']}
        onChange={(value) => put({ redeem: { ...redeem, worth: text(value) } })}
      />
      <NumberInput
        {...count}
        min={1}
        label={t('form.redeemMinimum')}
        value={redeem.minimum}
        onChange={(value) => put({ redeem: { ...redeem, minimum: whole(value, 1) } })}
      />
      <NumberInput
        {...count}
        min={1}
        label={t('form.step')}
        value={redeem.step}
        onChange={(value) => put({ redeem: { ...redeem, step: whole(value, 1) } })}
      />
      <NumberInput
        {...count}
        min={1}
        max={100}
        suffix=" %"
        label={t('form.maxShare')}
        value={redeem.maxShare}
        onChange={(value) => put({ redeem: { ...redeem, maxShare: Math.min(100, whole(value, 1)) } })}
      />
    </FormRow>
  );
}

/** From when on points can be used, until when, and who is reminded. */
export function LifeFields({ rules, put }: SectionProps): ReactNode {
  const { t } = useTranslation('loyalty');
  const f = useFormats();
  const { expiry } = rules;
  return (
    <>
      <FormRow title={t('form.life')}>
        <NumberInput
          {...count}
          max={365}
          label={t('form.pendingDays')}
          description={t('form.pendingAbout')}
          value={rules.pendingDays}
          onChange={(value) => put({ pendingDays: Math.min(365, whole(value)) })}
        />
        <Select
          label={t('form.expiry')}
          data={(['never', 'months', 'month-end', 'year-end', 'date'] as const).map((kind) => ({
            value: kind,
            label: t(`form.expiries.${kind}`),
          }))}
          value={expiry.kind}
          allowDeselect={false}
          onChange={(kind) => put({ expiry: expiryOf((kind ?? 'never') as Expiry['kind'], f.settings.today) })}
        />
        {'months' in expiry && (
          <NumberInput
            {...count}
            min={expiry.kind === 'months' ? 1 : 0}
            max={120}
            label={t('form.months')}
            value={expiry.months}
            onChange={(value) => put({ expiry: { ...expiry, months: whole(value, expiry.kind === 'months' ? 1 : 0) } })}
          />
        )}
        {'years' in expiry && (
          <NumberInput
            {...count}
            max={10}
            label={t('form.years')}
            value={expiry.years}
            onChange={(value) => put({ expiry: { ...expiry, years: whole(value) } })}
          />
        )}
        {expiry.kind === 'date' && (
          <TextInput
            type="date"
            label={t('form.date')}
            value={expiry.date}
            onChange={({ currentTarget }) =>
              currentTarget.value && put({ expiry: { ...expiry, date: currentTarget.value } })
            }
          />
        )}
      </FormRow>
      <FormRow title={t('form.remind')}>
        <NumberInput
          {...count}
          max={90}
          label={t('form.remindDays')}
          description={t('form.remindAbout')}
          value={rules.remindDays}
          onChange={(value) => put({ remindDays: Math.min(90, whole(value)) })}
        />
      </FormRow>
    </>
  );
}

/** By what the tiers go. */
export function TierFields({ rules, put }: SectionProps): ReactNode {
  const { t } = useTranslation('loyalty');
  const { tiers } = rules;
  return (
    <FormRow title={t('tiers.title')}>
      <Select
        label={t('form.by')}
        data={(['spend', 'orders', 'visits', 'points'] as const).map((value) => ({ value, label: t(`by.${value}`) }))}
        value={tiers.by}
        allowDeselect={false}
        onChange={(by) => put({ tiers: { ...tiers, by: (by ?? 'spend') as typeof tiers.by } })}
      />
      <Select
        label={t('form.window')}
        data={(['calendar', 'rolling', 'anniversary'] as const).map((value) => ({
          value,
          label: t(`form.windows.${value}`),
        }))}
        value={tiers.window}
        allowDeselect={false}
        onChange={(window) => put({ tiers: { ...tiers, window: (window ?? 'calendar') as typeof tiers.window } })}
      />
      <NumberInput
        {...count}
        max={180}
        label={t('form.grace')}
        value={tiers.graceDays}
        onChange={(value) => put({ tiers: { ...tiers, graceDays: Math.min(180, whole(value)) } })}
      />
    </FormRow>
  );
}

/** What one may do alone. */
export function LimitFields({ rules, put }: SectionProps): ReactNode {
  const { t } = useTranslation('loyalty');
  const { limits } = rules;
  return (
    <FormRow title={t('form.limits')}>
      <NumberInput
        {...count}
        label={t('form.alone')}
        value={limits.alone}
        onChange={(value) => put({ limits: { ...limits, alone: whole(value) } })}
      />
      <NumberInput
        {...count}
        label={t('form.colleaguePerDay')}
        placeholder={t('form.noLimit')}
        value={limits.colleaguePerDay ?? ''}
        onChange={(value) => put({ limits: { ...limits, colleaguePerDay: orNull(value) } })}
      />
    </FormRow>
  );
}

function text(value: string | number): string {
  return String(value === '' ? 0 : value);
}

function whole(value: string | number, least = 0): number {
  return Math.max(least, Number(value) || 0);
}

function orNull(value: string | number): number | null {
  return value === '' || Number(value) < 1 ? null : Number(value);
}

function expiryOf(kind: Expiry['kind'], today: string): Expiry {
  switch (kind) {
    case 'months':
    case 'month-end':
      return { kind, months: 12 };
    case 'year-end':
      return { kind, years: 1 };
    case 'date':
      return { kind, date: `${today.slice(0, 4)}-12-31` };
    case 'never':
      return { kind };
  }
}
