import { Button, TextInput } from '@mantine/core';
import { IconPrinter } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../../../../api/errors.ts';
import { useMay, useWorkspace } from '../../../../api/session.ts';
import { Form } from '../../../../kit/form.tsx';
import { Card } from '../../../../kit/surface.tsx';
import { toast } from '../../../../kit/toast.tsx';
import { useFormats } from '../../../../kit/use-formats.ts';
import { api, type CounterSale } from '../../api.ts';
import classes from './counter.module.css';

interface ReceiptProps {
  sale: CounterSale;
  onNext: () => void;
  onChange: (sale: CounterSale) => void;
}

export function Receipt({ sale, onNext, onChange }: ReceiptProps): ReactNode {
  const { t } = useTranslation('loyalty');
  const f = useFormats();
  const refunds = useMay('orders.edit');
  const [refunding, setRefunding] = useState(false);
  return (
    <>
      <Card
        className={classes.receipt ?? ''}
        heading={t('counter.receipt')}
        note={t('counter.receiptNumber', { number: sale.number })}
      >
        <p className={classes.shop}>
          <b>{useWorkspace().name}</b>
          <span>{f.dateTime(sale.at)}</span>
        </p>
        <table className={classes.lines}>
          <tbody>
            {sale.lines.map((line) => (
              <tr key={line.no}>
                <th scope="row">{line.name}</th>
                <td>
                  {line.quantity} × {f.amount(line.unitPrice)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        <Sums
          rows={[
            [t('counter.subtotal'), f.money(sale.subtotal, 'full')],
            ...off(t('counter.quantityOffShort'), sale.quantityOff),
            ...off(t('counter.tierOff', { tier: '' }), sale.tierOff),
            ...off(t('counter.couponsOff'), sale.couponsOff),
            ...off(t('counter.pointsOff'), sale.pointsOff),
          ]}
          total={[t('counter.total'), f.money(sale.total, 'full')]}
          paid={paidOtherwise()}
        />
        {sale.customer && (
          <p className={classes.quiet}>
            {[
              sale.customer.name,
              earnedWords(),
              sale.balance !== null && t('counter.balance', { points: f.number(sale.balance) }),
            ]
              .filter(Boolean)
              .join(' · ')}
          </p>
        )}
        {!sale.returned &&
          sale.stamps.map(({ given, ...card }) => (
            <p key={card.name} className={classes.quiet}>
              {t('counter.stamped', { ...card, count: given })}
            </p>
          ))}
        <p className={classes.quiet}>{t('counter.receiptBy', { name: sale.by })}</p>
        {sale.returned && (
          <p className={classes.mind}>{[t('counter.returned'), backWords()].filter(Boolean).join(' · ')}</p>
        )}
      </Card>
      <div className={classes.acts}>
        <Button size="lg" onClick={onNext} autoFocus>
          {t('counter.next')}
        </Button>
        <Button variant="default" leftSection={<IconPrinter size={18} stroke={1.7} />} onClick={() => window.print()}>
          {t('counter.print')}
        </Button>
        {!sale.returned && refunds && (
          <Button variant="subtle" onClick={() => setRefunding(!refunding)}>
            {t('counter.refund')}
          </Button>
        )}
      </div>
      {refunding && (
        <RefundForm
          id={sale.orderId}
          onDone={(after) => {
            setRefunding(false);
            onChange(after);
          }}
        />
      )}
    </>
  );

  function off(label: string, amount: CounterSale['total']): [string, string][] {
    return Number(amount.amount) === 0 ? [] : [[label, `−${f.money(amount, 'full')}`]];
  }

  function paidOtherwise(): Sum[] {
    const payBy = sale.payBy === null ? '' : f.date(sale.payBy);
    const rows = [
      ...off(t('counter.storedPaid'), sale.stored),
      ...off(t('counter.onAccountBy', { payBy }), sale.onAccount),
    ];
    return rows.length === 0 ? [] : [...rows, [t('counter.due'), f.money(sale.due, 'full')]];
  }

  function backWords(): string | null {
    if (!sale.backInMoney || Number(sale.backInMoney.amount) === 0) return null;
    return t('counter.backInMoney', { amount: f.money(sale.backInMoney, 'full') });
  }

  function earnedWords(): string | null {
    if (!sale.earned) return null;
    const { points, usableFrom } = sale.earned;
    const values = { points: f.number(points), on: f.date(usableFrom) };
    return t(usableFrom > f.settings.today ? 'counter.earnedLater' : 'counter.earned', values);
  }
}

type Sum = readonly [string, string];

const NOTHING: readonly Sum[] = [];

/** `paid`: below the total, what it is paid with. */
export function Sums({
  rows,
  total,
  paid = NOTHING,
}: {
  rows: readonly Sum[];
  total: Sum;
  paid?: readonly Sum[];
}): ReactNode {
  return (
    <dl className={classes.sums}>
      {rows.map(([label, amount]) => [<dt key={`${label}.label`}>{label}</dt>, <dd key={label}>{amount}</dd>])}
      <dt className={classes.total}>{total[0]}</dt>
      <dd className={classes.total} aria-live="polite">
        {total[1]}
      </dd>
      {paid.map(([label, amount]) => [<dt key={`${label}.label`}>{label}</dt>, <dd key={label}>{amount}</dd>])}
    </dl>
  );
}

function RefundForm({ id, onDone }: { id: string; onDone: (sale: CounterSale) => void }): ReactNode {
  const { t } = useTranslation('loyalty');
  const [reason, setReason] = useState('');
  const refund = useMutation(
    api.counter.refund.mutationOptions({
      onSuccess: (after) => {
        toast(t('counter.refundDone'));
        onDone(after);
      },
    }),
  );
  return (
    <Card>
      <Form
        submit={t('counter.refund')}
        busy={refund.isPending}
        problem={refund.error ? (isApiError(refund.error) ? refund.error.message : t('counter.notSaved')) : undefined}
        onSubmit={(event) => {
          event?.preventDefault();
          if (reason.trim()) refund.mutate({ id, reason });
        }}
      >
        <TextInput
          label={t('counter.refundReason')}
          required
          withAsterisk={false}
          value={reason}
          onChange={({ currentTarget: { value } }) => setReason(value)}
          maxLength={200}
        />
      </Form>
    </Card>
  );
}
