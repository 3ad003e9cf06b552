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
import { problemAt, problemBeside } from '../problem.ts';

/** What was spent, as an amount or as hours. */
export function CostForm({ onDone }: { onDone: () => void }): ReactNode {
  const { t } = useTranslation('retention');
  const f = useFormats();
  const queries = useQueryClient();
  const [purpose, setPurpose] = useState<CostPurpose>('keeping');
  const [kind, setKind] = useState<CostKind>('gift');
  const [day, setDay] = useState(f.settings.today);
  const [byHours, setByHours] = useState(false);
  const [amount, setAmount] = useState<number | string>('');
  const [hours, setHours] = useState<number | string>('');
  const [currency, setCurrency] = useState(f.settings.baseCurrency);
  const [customerId, setCustomer] = useState<string | null>(null);
  const [note, setNote] = useState('');
  const book = useMutation(
    api.costs.book.mutationOptions({
      onSuccess() {
        toast(t('costs.booked'));
        onDone();
      },
      onSettled: () => queries.invalidateQueries({ queryKey: api.key() }),
    }),
  );
  const fields = ['amount', 'hours', 'hourRate', 'day', 'customerId'];
  const money = { amount: String(amount === '' ? 0 : amount), currency: currency.trim().toUpperCase() };
  return (
    <Form
      submit={t('costs.book')}
      busy={book.isPending}
      onCancel={onDone}
      problem={problemBeside(book.error, fields)}
      onSubmit={(event) => {
        event?.preventDefault();
        const sum = byHours ? { hours: Number(hours) || null, hourRate: money } : { amount: money };
        book.mutate({ purpose, kind, day, ...sum, customerId, note });
      }}
    >
      <SegmentedControl
        fullWidth
        aria-label={t('costs.purposeLabel')}
        value={purpose}
        data={(['winning', 'keeping'] as const).map((value) => ({ value, label: t(`costs.purpose.${value}`) }))}
        onChange={(value) => setPurpose(value as CostPurpose)}
      />
      <FormRow>
        <Select
          label={t('costs.kindLabel')}
          data={costKinds.map((value) => ({ value, label: t(`costs.kind.${value}`) }))}
          value={kind}
          allowDeselect={false}
          onChange={(value) => setKind((value ?? 'other') as CostKind)}
        />
        <TextInput
          type="date"
          label={t('costs.day')}
          max={f.settings.today}
          value={day}
          error={problemAt(book.error, 'day')}
          onChange={(event) => setDay(event.currentTarget.value)}
        />
      </FormRow>
      <SegmentedControl
        fullWidth
        aria-label={t('costs.how')}
        value={byHours ? 'hours' : 'amount'}
        data={[
          { value: 'amount', label: t('costs.byAmount') },
          { value: 'hours', label: t('costs.byHours') },
        ]}
        onChange={(value) => setByHours(value === 'hours')}
      />
      <FormRow>
        {byHours && (
          <NumberInput
            label={t('costs.hours')}
            min={0}
            decimalScale={2}
            value={hours}
            error={problemAt(book.error, 'hours')}
            onChange={setHours}
          />
        )}
        <NumberInput
          label={t(byHours ? 'costs.hourRate' : 'costs.amount')}
          min={0}
          decimalScale={2}
          value={amount}
          error={problemAt(book.error, 'amount') ?? problemAt(book.error, 'hourRate')}
          onChange={setAmount}
        />
        <TextInput
          label={t('costs.currency')}
          maxLength={3}
          value={currency}
          onChange={(event) => setCurrency(event.currentTarget.value)}
        />
      </FormRow>
      <CustomerField
        label={t('cases.customer')}
        value={customerId}
        onChange={setCustomer}
        error={problemAt(book.error, 'customerId')}
      />
      <TextInput
        label={t('costs.note')}
        maxLength={500}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
    </Form>
  );
}
