import { Select, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useSameInput } from '../../../api/use-same-input.ts';
import { Form, FormRow } from '../../../kit/form.tsx';
import { toast } from '../../../kit/toast.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api } from '../api.ts';
import { useLookAgain } from './after-purchase.ts';
import { lineProblems, LinesFields } from './lines-fields.tsx';
import { emptyLine, inputOf, type OrderDraft } from './order-draft.ts';
import { fieldOf, sentenceOf } from './sentence-of.ts';

interface OrderFormProps {
  customerId: string;
  onDone: () => void;
}

/** A purchase in one go: usually a price and a press. */
export function OrderForm({ customerId, onDone }: OrderFormProps): ReactNode {
  const { t } = useTranslation('orders');
  const { settings } = useFormats();
  const { draft, form, record, save } = useOrderForm(customerId, onDone);
  return (
    <Form onSubmit={save} submit={t('record.save')} busy={record.isPending} onCancel={onDone} problem={problemOf()}>
      <LinesFields
        draft={draft}
        errors={form.errors}
        focused
        onChange={(lines) => form.setFieldValue('lines', lines)}
      />
      <FormRow>
        <TextInput
          type="date"
          label={t('record.day')}
          max={settings.today}
          required
          withAsterisk={false}
          {...form.getInputProps('day')}
        />
        <TextInput
          type="date"
          label={t('record.promisedOn')}
          description={t('record.promisedOnAbout')}
          min={draft.day}
          {...form.getInputProps('promisedOn')}
        />
      </FormRow>
      <CurrencyField {...form.getInputProps('currency')} />
      <FormRow>
        <TextInput label={t('field.store')} maxLength={120} {...form.getInputProps('store')} />
        <TextInput label={t('record.number')} maxLength={120} {...form.getInputProps('number')} />
      </FormRow>
      <Textarea label={t('field.note')} autosize minRows={2} maxLength={2000} {...form.getInputProps('note')} />
    </Form>
  );

  function problemOf(): string | undefined {
    if (!record.error || fieldOf(record.error) === 'externalId') return undefined;
    return sentenceOf(record.error, t('notSaved'));
  }
}

function useOrderForm(customerId: string, onDone: () => void) {
  const { t } = useTranslation('orders');
  const f = useFormats();
  const { today, zone, baseCurrency } = f.settings;
  const lookAgain = useLookAgain();
  const sameInput = useSameInput();
  const form = useForm<OrderDraft>({
    initialValues: {
      day: today,
      currency: baseCurrency,
      promisedOn: '',
      number: '',
      store: '',
      note: '',
      lines: [emptyLine('0')],
    },
    validate: (draft) => problemsOf(draft, today, t),
  });
  const record = useMutation(
    api.record.mutationOptions({
      onSuccess: ({ total }) => {
        toast(t('record.done', { amount: f.money(total) }));
        onDone();
        return lookAgain();
      },
      onError: (error) => {
        if (fieldOf(error) === 'externalId') form.setFieldError('number', sentenceOf(error, ''));
      },
    }),
  );
  const save = form.onSubmit((draft) => record.mutate(sameInput(inputOf(draft, customerId, zone, today))));
  return { draft: form.values, form, record, save };
}

function problemsOf(draft: OrderDraft, today: string, t: (key: string) => string): Record<string, string> {
  const problems = lineProblems(draft, t);
  if (!draft.day || draft.day > today) problems['day'] = t('record.dayWrong');
  if (draft.promisedOn && draft.promisedOn < draft.day) problems['promisedOn'] = t('promise.dayWrong');
  return problems;
}

/** Only where the shop knows more than its own currency. */
export function CurrencyField(field: object): ReactNode {
  const { t } = useTranslation('orders');
  const { data } = useQuery(api.rates.list.queryOptions({ input: {}, staleTime: 60_000 }));
  const known = data ? [...new Set([data.base, ...data.items.map(({ currency }) => currency)])] : [];
  if (known.length < 2) return null;
  return <Select label={t('field.currency')} data={known} allowDeselect={false} {...field} />;
}
