import { NumberInput, Select } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { WaitSpan } from '../../../../modules/care/journeys/plan-contract.ts';
import classes from './journeys.module.css';

const UNITS = ['minutes', 'hours', 'days'] as const;

export function SpanField({
  label,
  span,
  onChange,
}: {
  label: string;
  span: WaitSpan;
  onChange: (span: WaitSpan) => void;
}): ReactNode {
  const { t } = useTranslation('care');
  return (
    <div className={classes.row}>
      <NumberInput
        label={label}
        min={1}
        max={1000}
        allowDecimal={false}
        value={span.amount}
        onChange={(amount) => onChange({ ...span, amount: typeof amount === 'number' && amount > 0 ? amount : 1 })}
      />
      <Select
        label={t('journey.form.unit')}
        data={UNITS.map((value) => ({ value, label: t(`journey.unit.${value}`) }))}
        value={span.unit}
        allowDeselect={false}
        onChange={(unit) => onChange({ ...span, unit: (unit ?? 'days') as WaitSpan['unit'] })}
      />
    </div>
  );
}
