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
import { toast, toastProblem } from '../../../kit/toast.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api, type ValueAccount, type ValueEntry } from '../api.ts';
import classes from './loyalty.module.css';

const ACTS = ['topUp', 'pay', 'claim', 'payOut'] as const;
type Act = (typeof ACTS)[number];

/** What a customer has paid ahead, and what became of it. */
export function CustomerValue({ customerId }: { customerId: string }): ReactNode {
  const { t } = useTranslation('loyalty');
  const f = useFormats();
  const posts = useMay('loyalty.post');
  const adjusts = useMay('loyalty.adjust');
  const [act, setAct] = useState<Act>();
  const { data } = useQuery(api.value.account.queryOptions({ input: { customerId } }));
  const { data: entries } = useQuery(api.value.entries.queryOptions({ input: { customerId, limit: 20 } }));
  if (!data || (!posts && entries?.items.length === 0)) return null;
  const has = Number(data.balance.amount) > 0;
  const may: Record<Act, boolean> = {
    topUp: posts,
    pay: posts && has,
    claim: posts,
    payOut: adjusts && Number(data.own.amount) > 0,
  };
  return (
    <Card heading={t('value.title')}>
      <div className={classes.big}>
        <b>{f.money(data.balance)}</b>
        {has && <small>{t('value.rest', { own: f.money(data.own), bonus: f.money(data.bonus) })}</small>}
      </div>
      <div className={classes.acts}>
        {ACTS.filter((one) => may[one]).map((one) => (
          <Button
            key={one}
            size="compact-sm"
            variant={one === 'topUp' ? 'light' : 'default'}
            onClick={() => setAct(one)}
          >
            {t(`value.${one}`)}
          </Button>
        ))}
      </div>
      {entries?.items.length === 0 && <p className={classes.note}>{t('value.none')}</p>}
      <ul className={classes.terms}>
        {entries?.items.map((entry) => (
          <Entry key={entry.id} entry={entry} mayTakeBack={posts} />
        ))}
      </ul>
      <SideDrawer opened={act !== undefined} onClose={() => setAct(undefined)} title={t(`value.${act ?? 'topUp'}`)}>
        {act && <ValueForm act={act} account={data} onDone={() => setAct(undefined)} />}
      </SideDrawer>
    </Card>
  );
}

function Entry({ entry, mayTakeBack }: { entry: ValueEntry; mayTakeBack: boolean }): ReactNode {
  const { t } = useTranslation('loyalty');
  const f = useFormats();
  const queries = useQueryClient();
  const takeBack = useMutation(
    api.value.takeBack.mutationOptions({
      onSuccess: () => toast(t('value.done.takeBack')),
      onError: (error) => toastProblem(isApiError(error) ? error.message : t('request.failed')),
      onSettled: () => queries.invalidateQueries({ queryKey: api.key() }),
    }),
  );
  const { kind, card, amount, bonus, day, by, reference, reason } = entry;
  return (
    <li className={classes.claim}>
      <div>
        {t(`value.kinds.${kind}`)} <b>{f.money(amount)}</b>
        <p className={classes.note}>
          {[
            f.date(day),
            by,
            card.kind === 'gift' ? t('value.giftTail', { tail: card.tail }) : null,
            Number(bonus.amount) === 0 ? null : t('value.bonusIncluded', { bonus: f.money(bonus) }),
            reference,
            reason,
          ]
            .filter(Boolean)
            .join(' · ')}
        </p>
      </div>
      {mayTakeBack && Number(entry.reversible.amount) > 0 && (
        <div className={classes.acts}>
          <Button
            size="compact-sm"
            variant="default"
            loading={takeBack.isPending}
            onClick={() => takeBack.mutate({ id: entry.actId })}
          >
            {t('value.takeBack')}
          </Button>
        </div>
      )}
    </li>
  );
}

function ValueForm({ act, account, onDone }: { act: Act; account: ValueAccount; onDone: () => void }): ReactNode {
  const { t } = useTranslation('loyalty');
  const f = useFormats();
  const queries = useQueryClient();
  const sameInput = useSameInput();
  const [amount, setAmount] = useState<number | string>('');
  const [words, setWords] = useState('');
  const { customerId } = account;
  const settle = {
    onSuccess: () => {
      toast(t(`value.done.${act}`));
      onDone();
    },
    onSettled: () => queries.invalidateQueries({ queryKey: api.key() }),
  };
  const acts = {
    topUp: useMutation(api.value.topUp.mutationOptions(settle)),
    pay: useMutation(api.value.pay.mutationOptions(settle)),
    claim: useMutation(api.value.giftCards.claim.mutationOptions(settle)),
    payOut: useMutation(api.value.payOut.mutationOptions(settle)),
  };
  const { error, isPending } = acts[act];
  const problems = fieldErrors(error);
  const field = { topUp: 'reason', pay: 'reference', claim: 'code', payOut: 'reason' } as const;
  const save = () => {
    const paid = { customerId, amount: String(amount || 0) };
    if (act === 'topUp') acts.topUp.mutate(sameInput({ ...paid, reason: words }));
    if (act === 'pay') acts.pay.mutate(sameInput({ ...paid, reference: words }));
    if (act === 'claim') acts.claim.mutate(sameInput({ customerId, code: words }));
    if (act === 'payOut') acts.payOut.mutate(sameInput({ customerId, reason: words }));
  };
  return (
    <Form
      submit={t(`value.${act}`)}
      busy={isPending}
      onCancel={onDone}
      problem={isApiError(error) && Object.keys(problems).length === 0 ? error.message : undefined}
      onSubmit={(event) => {
        event?.preventDefault();
        save();
      }}
    >
      {act === 'payOut' && (
        <p>{t('value.payOutAbout', { own: f.money(account.own), bonus: f.money(account.bonus) })}</p>
      )}
      {(act === 'topUp' || act === 'pay') && (
        <NumberInput
          label={t('value.amount')}
          prefix={f.currencySign()}
          min={0}
          decimalScale={2}
          thousandSeparator=","
          value={amount}
          error={problems['amount']}
          onChange={setAmount}
          data-autofocus
        />
      )}
      <TextInput
        label={t(`value.${field[act]}`)}
        required={act === 'claim' || act === 'payOut'}
        value={words}
        error={problems[field[act]]}
        onChange={({ currentTarget }) => setWords(currentTarget.value)}
      />
    </Form>
  );
}
