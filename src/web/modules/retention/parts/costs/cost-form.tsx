import { NumberInput, SegmentedControl, Select, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { costKinds } from '../../../../../modules/retention/costs/contract.ts';
import { Form, FormRow } from '../../../../kit/form.tsx';
import { toast } from '../../../../kit/toast.tsx';
import { useFormats } from '../../../../kit/use-formats.ts';
import { api, type CostKind, type CostPurpose } from '../../api.ts';
import { CustomerField } from '../../../../shell/customer-field.tsx';
import { MoneyField } from '../money-field.tsx';
import { problemAt, problemBeside } from '../problem.ts';

const FIELDS = ['amount', 'hours', 'hourRate', 'day', 'customerId'];

/** What is filled in. */
interface Said {
  purpose: CostPurpose;
  kind: CostKind;
  day: string;
  byHours: boolean;
  amount: number | string;
  hours: number | string;
  currency: string;
  customerId: string | null;
  note: string;
}

/** What was spent, as an amount or as hours. */
export function CostForm({ onDone }: { onDone: () => void }): ReactNode {
  const { t } = useTranslation('retention');
  const { today: day, baseCurrency: currency } = useFormats().settings;
  const [said, setSaid] = useState<Said>({ ...NOTHING_SAID, day, currency });
  const say = (more: Partial<Said>) => setSaid((before) => ({ ...before, ...more }));
  const book = useBooking(onDone);
  return (
    <Form
      submit={t('costs.book')}
      busy={book.isPending}
      onCancel={onDone}
      problem={problemBeside(book.error, FIELDS)}
      onSubmit={(event) => {
        event?.preventDefault();
        book.mutate(booking(said));
      }}
    >
      <WhatFor said={said} onSay={say} error={book.error} />
      <HowMuch said={said} onSay={say} error={book.error} />
      <CustomerField
        label={t('cases.customer')}
        value={said.customerId}
        onChange={(customerId) => say({ customerId })}
        error={problemAt(book.error, 'customerId')}
      />
      <TextInput
        label={t('costs.note')}
        maxLength={500}
        value={said.note}
        onChange={(event) => say({ note: event.currentTarget.value })}
      />
    </Form>
  );
}

const NOTHING_SAID = {
  purpose: 'keeping',
  kind: 'gift',
  byHours: false,
  amount: '',
  hours: '',
  customerId: null,
  note: '',
} as const;

function useBooking(onDone: () => void) {
  const { t } = useTranslation('retention');
  const queries = useQueryClient();
  return useMutation(
    api.costs.book.mutationOptions({
      onSuccess() {
        toast(t('costs.booked'));
        onDone();
      },
      onSettled: () => queries.invalidateQueries({ queryKey: api.key() }),
    }),
  );
}

function booking({ purpose, kind, day, byHours, amount, hours, currency, customerId, note }: Said) {
  const money = { amount: String(amount === '' ? 0 : amount), currency: currency.trim().toUpperCase() };
  const sum = byHours ? { hours: Number(hours) || null, hourRate: money } : { amount: money };
  return { purpose, kind, day, ...sum, customerId, note };
}

interface PartProps {
  said: Said;
  onSay: (more: Partial<Said>) => void;
  error: unknown;
}

function WhatFor({ said, onSay, error }: PartProps): ReactNode {
  const { t } = useTranslation('retention');
  const f = useFormats();
  return (
    <>
      <SegmentedControl
        fullWidth
        aria-label={t('costs.purposeLabel')}
        value={said.purpose}
        data={(['winning', 'keeping'] as const).map((value) => ({ value, label: t(`costs.purpose.${value}`) }))}
        onChange={(value) => onSay({ purpose: value as CostPurpose })}
      />
      <FormRow>
        <Select
          label={t('costs.kindLabel')}
          data={costKinds.map((value) => ({ value, label: t(`costs.kind.${value}`) }))}
          value={said.kind}
          allowDeselect={false}
          onChange={(value) => onSay({ kind: (value ?? 'other') as CostKind })}
        />
        <TextInput
          type="date"
          label={t('costs.day')}
          max={f.settings.today}
          value={said.day}
          error={problemAt(error, 'day')}
          onChange={(event) => onSay({ day: event.currentTarget.value })}
        />
      </FormRow>
    </>
  );
}

function HowMuch({ said, onSay, error }: PartProps): ReactNode {
  const { t } = useTranslation('retention');
  const { byHours, currency } = said;
  return (
    <>
      <SegmentedControl
        fullWidth
        aria-label={t('costs.how')}
        value={byHours ? 'hours' : 'amount'}
        data={[
          { value: 'amount', label: t('costs.byAmount') },
          { value: 'hours', label: t('costs.byHours') },
        ]}
        onChange={(value) => onSay({ byHours: value === 'hours' })}
      />
      <FormRow>
        {byHours && (
          <NumberInput
            label={t('costs.hours')}
            min={0}
            decimalScale={2}
            value={said.hours}
            error={problemAt(error, 'hours')}
            onChange={(hours) => onSay({ hours })}
          />
        )}
        <MoneyField
          label={t(byHours ? 'costs.hourRate' : 'costs.amount')}
          currency={currency.trim().toUpperCase()}
          value={said.amount}
          error={problemAt(error, 'amount') ?? problemAt(error, 'hourRate')}
          onChange={(amount) => onSay({ amount })}
        />
        <TextInput
          label={t('costs.currency')}
          maxLength={3}
          value={currency}
          onChange={(event) => onSay({ currency: event.currentTarget.value })}
        />
      </FormRow>
    </>
  );
}
