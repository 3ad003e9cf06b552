import { Checkbox, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../../../kit/use-formats.ts';
import type { CounterBill } from '../../api.ts';
import classes from './counter.module.css';
import type { Paying } from './stored-value.tsx';

/** What the member's tier lets them pay later, as far as it is not used up. */
export function PayLater({ bill, paying }: { bill: CounterBill; paying: Paying }): ReactNode {
  const { t } = useTranslation('loyalty');
  const f = useFormats();
  const { credit, due } = bill;
  const { later, setLater } = paying;
  if (!credit?.left || Number(credit.left.amount) === 0 || Number(bill.total.amount) === 0) return null;
  const most = Number(credit.left.amount) < Number(due.amount) ? credit.left : due;
  return (
    <div className={classes.points}>
      <Checkbox
        label={t('counter.payLater')}
        description={t('counter.payLaterAbout', { left: f.money(credit.left, 'full'), payBy: f.date(credit.payBy) })}
        checked={later !== null}
        onChange={({ currentTarget: { checked } }) => setLater(checked ? most.amount : null)}
      />
      {later !== null && (
        <TextInput
          aria-label={t('counter.payLaterAmount')}
          inputMode="decimal"
          value={later}
          onChange={({ currentTarget: { value } }) => setLater(value)}
        />
      )}
    </div>
  );
}
