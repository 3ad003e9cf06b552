import { NumberInput, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldErrors, isApiError } from '../../../api/errors.ts';
import { useSameInput } from '../../../api/use-same-input.ts';
import { Form } from '../../../kit/form.tsx';
import { Card } from '../../../kit/surface.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api } from '../api.ts';
import classes from './loyalty.module.css';

/** The code is shown once, to be printed or written on the card. */
export function SellGiftCard(): ReactNode {
  const { t } = useTranslation('loyalty');
  const f = useFormats();
  const queries = useQueryClient();
  const sameInput = useSameInput();
  const [amount, setAmount] = useState<number | string>(200);
  const sell = useMutation(
    api.value.giftCards.sell.mutationOptions({
      onSettled: () => queries.invalidateQueries({ queryKey: api.key() }),
    }),
  );
  const sold = sell.data;
  const code = useQuery({
    ...api.value.giftCards.code.queryOptions({ input: { id: sold?.id ?? '' } }),
    enabled: sold !== undefined,
    gcTime: 0,
  });
  const problems = fieldErrors(sell.error);
  return (
    <>
      <Form
        submit={t(sold ? 'value.another' : 'value.sellDo')}
        busy={sell.isPending}
        problem={isApiError(sell.error) && Object.keys(problems).length === 0 ? sell.error.message : undefined}
        onSubmit={(event) => {
          event?.preventDefault();
          sell.mutate(sameInput({ amount: String(amount || 0) }));
        }}
      >
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
      </Form>
      {sold && (
        <div role="status">
          <p className={classes.note}>{t('value.sold', { amount: f.money(sold.amount) })}</p>
          <pre className={classes.codes}>{code.data?.code ?? '…'}</pre>
        </div>
      )}
    </>
  );
}

/** What is left on a card that somebody brings. */
export function LookAtGiftCard(): ReactNode {
  const { t } = useTranslation('loyalty');
  const f = useFormats();
  const [code, setCode] = useState('');
  const look = useMutation(api.value.giftCards.look.mutationOptions());
  return (
    <Card heading={t('value.look')}>
      <Form
        submit={t('value.lookDo')}
        busy={look.isPending}
        onSubmit={(event) => {
          event?.preventDefault();
          look.mutate({ code });
        }}
      >
        <TextInput
          label={t('value.code')}
          autoComplete="off"
          value={code}
          error={look.error ? (isApiError(look.error) ? look.error.message : t('request.failed')) : undefined}
          onChange={({ currentTarget }) => setCode(currentTarget.value)}
        />
      </Form>
      {look.data && (
        <p role="status">
          {t('value.left', { balance: f.money(look.data.balance) })}
          {look.data.claimed && ` · ${t('value.claimed')}`}
        </p>
      )}
    </Card>
  );
}
