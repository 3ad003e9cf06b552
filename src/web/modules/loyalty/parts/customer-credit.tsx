import { Button, NumberInput, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldErrors, isApiError } from '../../../api/errors.ts';
import { useMay } from '../../../api/session.ts';
import { useSameInput } from '../../../api/use-same-input.ts';
import { Form } from '../../../kit/form.tsx';
import { SideDrawer } from '../../../kit/side-drawer.tsx';
import { Card } from '../../../kit/surface.tsx';
import { Tag } from '../../../kit/tag.tsx';
import { toast } from '../../../kit/toast.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api, type CreditAccount, type CreditEntry } from '../api.ts';
import classes from './loyalty.module.css';

/** What a customer owes for sales on account, since when, and what was paid. */
export function CustomerCredit({ customerId }: { customerId: string }): ReactNode {
  const { t } = useTranslation('loyalty');
  const f = useFormats();
  const posts = useMay('loyalty.post');
  const adjusts = useMay('loyalty.adjust');
  const [paying, setPaying] = useState(false);
  const [undoing, setUndoing] = useState<CreditEntry>();
  const { data } = useQuery(api.credit.account.queryOptions({ input: { customerId } }));
  const { data: entries } = useQuery(api.credit.entries.queryOptions({ input: { customerId, limit: 20 } }));
  if (!data || !entries || (data.limit === null && entries.items.length === 0)) return null;
  const owes = Number(data.open.amount) > 0;
  return (
    <Card
      heading={t('credit.title')}
      end={
        posts &&
        owes && (
          <Button size="compact-sm" variant="light" onClick={() => setPaying(true)}>
            {t('credit.pay')}
          </Button>
        )
      }
    >
      <div className={classes.big}>
        <b>{f.money(data.open)}</b>
        <small>{data.since ? t('credit.since', { since: f.date(data.since) }) : t('credit.nothingOpen')}</small>
      </div>
      <p className={classes.note}>{grantsInWords()}</p>
      <ul className={classes.terms}>
        {data.sales.map((sale) => (
          <OpenSale key={sale.id} sale={sale} />
        ))}
        {entries.items.map((entry) => (
          <Entry key={entry.id} entry={entry} onUndo={adjusts ? () => setUndoing(entry) : undefined} />
        ))}
      </ul>
      <SideDrawer opened={paying} onClose={() => setPaying(false)} title={t('credit.pay')}>
        <PayForm account={data} onDone={() => setPaying(false)} />
      </SideDrawer>
      <SideDrawer
        opened={undoing !== undefined}
        onClose={() => setUndoing(undefined)}
        title={t('credit.takeBackTitle')}
      >
        {undoing && <TakeBackForm entry={undoing} onDone={() => setUndoing(undefined)} />}
      </SideDrawer>
    </Card>
  );

  function grantsInWords(): string {
    if (!data?.limit || !data.left) return t('credit.grantsNone');
    return t('credit.grants', { limit: f.money(data.limit), days: data.days, left: f.money(data.left) });
  }
}

function OpenSale({ sale }: { sale: CreditAccount['sales'][number] }): ReactNode {
  const { t } = useTranslation('loyalty');
  const f = useFormats();
  const { number, day, dueOn, open, owed, overdue } = sale;
  return (
    <li className={classes.claim}>
      <div>
        <b>{f.money(open)}</b> {open.amount !== owed.amount && t('credit.ofOwed', { owed: f.money(owed) })}{' '}
        {overdue && <Tag tone="mind">{t('credit.overdueTag')}</Tag>}
        <p className={classes.note}>{t('credit.saleLine', { number, day: f.date(day), dueOn: f.date(dueOn) })}</p>
      </div>
    </li>
  );
}

function Entry({ entry, onUndo }: { entry: CreditEntry; onUndo: (() => void) | undefined }): ReactNode {
  const { t } = useTranslation('loyalty');
  const f = useFormats();
  const { kind, amount, day, by, number, reference, reason } = entry;
  const words = [f.date(day), by, t('credit.number', { number }), reference === number ? null : reference, reason];
  return (
    <li className={classes.claim}>
      <div>
        {t(`credit.kinds.${kind}`)} <b>{f.money(amount)}</b>
        <p className={classes.note}>{words.filter(Boolean).join(' · ')}</p>
      </div>
      {entry.reversible && onUndo && (
        <div className={classes.acts}>
          <Button size="compact-sm" variant="default" onClick={onUndo}>
            {t('credit.takeBack')}
          </Button>
        </div>
      )}
    </li>
  );
}

function PayForm({ account, onDone }: { account: CreditAccount; onDone: () => void }): ReactNode {
  const { t } = useTranslation('loyalty');
  const f = useFormats();
  const sameInput = useSameInput();
  const [amount, setAmount] = useState<number | string>(Number(account.open.amount));
  const [reference, setReference] = useState('');
  const pay = useMutation(api.credit.pay.mutationOptions(useSettled('pay', onDone)));
  const problems = fieldErrors(pay.error);
  return (
    <Form
      submit={t('credit.pay')}
      busy={pay.isPending}
      onCancel={onDone}
      problem={isApiError(pay.error) && Object.keys(problems).length === 0 ? pay.error.message : undefined}
      onSubmit={(event) => {
        event?.preventDefault();
        pay.mutate(sameInput({ customerId: account.customerId, amount: String(amount || 0), reference }));
      }}
    >
      <p>{t('credit.payAbout', { open: f.money(account.open) })}</p>
      <NumberInput
        label={t('credit.amount')}
        prefix={f.currencySign()}
        min={0}
        decimalScale={2}
        thousandSeparator=","
        value={amount}
        error={problems['amount']}
        onChange={setAmount}
        data-autofocus
      />
      <TextInput
        label={t('credit.reference')}
        value={reference}
        error={problems['reference']}
        onChange={({ currentTarget }) => setReference(currentTarget.value)}
        maxLength={120}
      />
    </Form>
  );
}

function TakeBackForm({ entry, onDone }: { entry: CreditEntry; onDone: () => void }): ReactNode {
  const { t } = useTranslation('loyalty');
  const f = useFormats();
  const [reason, setReason] = useState('');
  const takeBack = useMutation(api.credit.takeBack.mutationOptions(useSettled('takeBack', onDone)));
  const { amount, currency } = entry.whole;
  return (
    <Form
      submit={t('credit.takeBack')}
      busy={takeBack.isPending}
      onCancel={onDone}
      problem={isApiError(takeBack.error) ? takeBack.error.message : undefined}
      onSubmit={(event) => {
        event?.preventDefault();
        takeBack.mutate({ id: entry.actId, reason });
      }}
    >
      <p>{t('credit.takeBackAbout', { amount: f.money({ amount: amount.replace('-', ''), currency }) })}</p>
      <TextInput
        label={t('credit.reason')}
        required
        value={reason}
        onChange={({ currentTarget }) => setReason(currentTarget.value)}
        maxLength={200}
        data-autofocus
      />
    </Form>
  );
}

function useSettled(act: 'pay' | 'takeBack', onDone: () => void) {
  const { t } = useTranslation('loyalty');
  const queries = useQueryClient();
  return {
    onSuccess: () => {
      toast(t(`credit.done.${act}`));
      onDone();
    },
    onSettled: () => queries.invalidateQueries({ queryKey: api.key() }),
  };
}
