import { NumberInput, Select } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProgrammeRules } from '../api.ts';
import classes from './loyalty.module.css';
import { useMoneyField } from './use-money-field.ts';

type Level = ProgrammeRules['tiers']['levels'][number];

interface BenefitProps {
  level: Level;
  problems: Record<string, string>;
  /** The path of the level in the rules. */
  at: string;
  onChange: (change: Partial<Level>) => void;
}

/** What the counter takes off or shows for a tier. An empty first field means: not at all. */
export function BenefitFields({
  level: { discount, quantity, credit },
  problems,
  at,
  onChange,
}: BenefitProps): ReactNode {
  const { t } = useTranslation('loyalty');
  const money = useMoneyField();
  const percent = { suffix: ' %', min: 1, max: 90, allowDecimal: false, placeholder: t('form.none') };
  const number = (value: string | number) => (typeof value === 'number' && value > 0 ? value : null);
  return (
    <>
      <div className={classes.row}>
        <NumberInput
          {...percent}
          label={t('form.discount')}
          value={discount?.percent ?? ''}
          onChange={(value) => {
            const given = number(value);
            onChange({ discount: given === null ? null : { from: '0', ...discount, percent: given } });
          }}
        />
        <NumberInput
          {...money}
          label={t('form.discountFrom')}
          disabled={!discount}
          value={Number(discount?.from ?? 0)}
          error={problems[`${at}.discount.from`]}
          onChange={(value) => discount && onChange({ discount: { ...discount, from: String(value || 0) } })}
        />
      </div>
      <div className={classes.row}>
        <NumberInput
          {...percent}
          label={t('form.quantity')}
          value={quantity?.percent ?? ''}
          onChange={(value) => {
            const given = number(value);
            const begin = { pieces: 10, most: null, period: 'month' } as const;
            onChange({ quantity: given === null ? null : { ...begin, ...quantity, percent: given } });
          }}
        />
        <NumberInput
          label={t('form.pieces')}
          min={2}
          max={10_000}
          allowDecimal={false}
          disabled={!quantity}
          value={quantity?.pieces ?? 10}
          error={problems[`${at}.quantity.pieces`]}
          onChange={(value) => quantity && onChange({ quantity: { ...quantity, pieces: Number(value) || 2 } })}
        />
      </div>
      {quantity && (
        <div className={classes.row}>
          <NumberInput
            {...money}
            label={t('form.most')}
            placeholder={t('form.noMost')}
            value={quantity.most === null ? '' : Number(quantity.most)}
            error={problems[`${at}.quantity.most`]}
            onChange={(value) => onChange({ quantity: { ...quantity, most: value === '' ? null : String(value) } })}
          />
          <Select
            label={t('form.period')}
            data={(['month', 'year'] as const).map((value) => ({ value, label: t(`form.periods.${value}`) }))}
            value={quantity.period}
            allowDeselect={false}
            onChange={(value) => onChange({ quantity: { ...quantity, period: value === 'year' ? 'year' : 'month' } })}
          />
        </div>
      )}
      <div className={classes.row}>
        <NumberInput
          label={t('form.credit')}
          min={1}
          max={365}
          allowDecimal={false}
          placeholder={t('form.none')}
          value={credit?.days ?? ''}
          onChange={(value) => {
            const days = number(value);
            onChange({ credit: days === null ? null : { limit: '1000', ...credit, days } });
          }}
        />
        <NumberInput
          {...money}
          label={t('form.creditLimit')}
          disabled={!credit}
          value={Number(credit?.limit ?? 0)}
          error={problems[`${at}.credit.limit`]}
          onChange={(value) => credit && onChange({ credit: { ...credit, limit: String(value || 0) } })}
        />
      </div>
    </>
  );
}
