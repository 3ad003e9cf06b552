import { ActionIcon, Button, Select, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconArrowsExchange, IconTrash } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isCurrency } from '../../../../maths/money.ts';
import { useMay } from '../../../api/session.ts';
import { EmptyState } from '../../../kit/empty-state.tsx';
import { allRows, type LedgerColumn } from '../../../kit/ledger/columns.ts';
import { Ledger } from '../../../kit/ledger/ledger.tsx';
import { Card } from '../../../kit/surface.tsx';
import { toast, toastProblem, toastWithUndo } from '../../../kit/toast.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api, type RateView } from '../api.ts';
import { useLookAgain } from '../parts/after-purchase.ts';
import classes from '../parts/order.module.css';
import { plainNumber } from '../parts/plain-number.ts';
import { sentenceOf } from '../parts/sentence-of.ts';

/** What a unit of another currency is worth, from which day on. */
export function RatesPage(): ReactNode {
  const { t } = useTranslation('orders');
  const f = useFormats();
  const { data, error, refetch } = useQuery(api.rates.list.queryOptions({ input: {} }));
  const mayEdit = useMay('settings.edit');
  const columns = useRateColumns(mayEdit);
  return (
    <>
      <p className={classes.about}>{t('rates.about', { currency: f.settings.baseCurrency })}</p>
      {mayEdit && <NewRate />}
      <Ledger<RateView>
        label={t('settings.rates.title')}
        columns={columns}
        list={{ ...allRows(data?.items, error), retry: () => void refetch() }}
        rowId={(row) => `${row.currency} ${row.validFrom}`}
        empty={
          <EmptyState small icon={IconArrowsExchange}>
            {t('rates.none', { currency: f.settings.baseCurrency })}
          </EmptyState>
        }
      />
    </>
  );
}

function useRateColumns(mayEdit: boolean): LedgerColumn<RateView>[] {
  const { t } = useTranslation('orders');
  const f = useFormats();
  return [
    { key: 'currency', title: t('field.currency'), cell: ({ currency }) => <CurrencyName code={currency} /> },
    { key: 'validFrom', title: t('rates.validFrom'), cell: ({ validFrom }) => f.date(validFrom) },
    {
      key: 'rate',
      title: t('rates.rate', { currency: f.settings.baseCurrency }),
      cell: ({ rate }) => rate,
      number: true,
      phone: 'leadEnd',
    },
    ...(mayEdit
      ? [{ key: 'remove', title: '', cell: (rate: RateView) => <RemoveRate rate={rate} />, number: true }]
      : []),
  ];
}

function CurrencyName({ code }: { code: string }): ReactNode {
  return `${code} ${nameOf(code, useFormats().settings.language)}`;
}

function NewRate(): ReactNode {
  const { t } = useTranslation('orders');
  const { settings } = useFormats();
  const { form, save, busy } = useNewRate();
  return (
    <Card heading={t('rates.new')}>
      <form className={classes.rateForm} onSubmit={save} noValidate>
        <Select label={t('field.currency')} data={choicesOf(settings)} searchable {...form.getInputProps('currency')} />
        <TextInput type="date" label={t('rates.validFrom')} {...form.getInputProps('validFrom')} />
        <TextInput
          label={t('rates.rate', { currency: settings.baseCurrency })}
          inputMode="decimal"
          classNames={{ input: classes.figure ?? '' }}
          {...form.getInputProps('rate')}
        />
        <Button type="submit" loading={busy}>
          {t('rates.set')}
        </Button>
      </form>
    </Card>
  );
}

function useNewRate() {
  const { t } = useTranslation('orders');
  const { settings } = useFormats();
  const lookAgain = useLookAgain();
  const form = useForm({
    initialValues: { currency: '', validFrom: settings.today, rate: '' },
    validate: {
      currency: (code) => (code ? null : t('rates.currencyMissing')),
      validFrom: (day) => (day ? null : t('record.dayWrong')),
      rate: (typed) =>
        /^\d{1,10}(\.\d{1,10})?$/.test(plainNumber(typed)) && Number(plainNumber(typed)) > 0
          ? null
          : t('rates.rateWrong'),
    },
  });
  const set = useMutation(
    api.rates.set.mutationOptions({
      onSuccess: () => {
        toast(t('saved'));
        form.reset();
        return lookAgain();
      },
      onError: (error) => form.setFieldError('rate', sentenceOf(error, t('notSaved'))),
    }),
  );
  const save = form.onSubmit((draft) => set.mutate({ ...draft, rate: plainNumber(draft.rate) }));
  return { form, save, busy: set.isPending };
}

function RemoveRate({ rate }: { rate: RateView }): ReactNode {
  const { t } = useTranslation('orders');
  const lookAgain = useLookAgain();
  const onError = (error: unknown) => toastProblem(sentenceOf(error, t('notSaved')));
  const restore = useMutation(api.rates.set.mutationOptions({ onSuccess: lookAgain, onError }));
  const remove = useMutation(
    api.rates.remove.mutationOptions({
      onSuccess: () => {
        toastWithUndo(t('rates.removed'), () => restore.mutate(rate));
        return lookAgain();
      },
      onError,
    }),
  );
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      aria-label={t('rates.remove', { currency: rate.currency, day: rate.validFrom })}
      loading={remove.isPending}
      onClick={() => remove.mutate({ currency: rate.currency, validFrom: rate.validFrom })}
    >
      <IconTrash size={16} stroke={1.6} />
    </ActionIcon>
  );
}

function choicesOf({ baseCurrency, language }: { baseCurrency: string; language: string }) {
  const codes = Intl.supportedValuesOf('currency').filter((code) => isCurrency(code) && code !== baseCurrency);
  return codes.map((code) => ({ value: code, label: `${code} ${nameOf(code, language)}` }));
}

/** The name of a currency in the reader's language, as the browser knows it. */
function nameOf(code: string, language: string): string {
  return new Intl.DisplayNames(language, { type: 'currency' }).of(code) ?? code;
}
