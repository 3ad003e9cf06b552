import { Button, Select, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconPlus } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Form, FormRow } from '../../../kit/form.tsx';
import { toast } from '../../../kit/toast.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api } from '../api.ts';
import { useLookAgain } from './after-purchase.ts';
import classes from './order.module.css';
import { LineFields } from './line-fields.tsx';
import { begunLines, emptyLine, inputOf, totalOfDraft, totalOfLine, type OrderDraft } from './order-draft.ts';
import { fieldOf, sentenceOf } from './sentence-of.ts';
import { useSameInput } from './use-same-input.ts';

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
      {draft.lines.map((line, at) => (
        <LineFields
          key={line.key}
          line={line}
          currency={draft.currency}
          error={form.errors[`lines.${at}`]}
          focused={at === 0}
          onChange={(change) => form.setFieldValue(`lines.${at}`, { ...line, ...change })}
          {...(draft.lines.length > 1 ? { onRemove: () => form.removeListItem('lines', at) } : {})}
        />
      ))}
      <AddLine onAdd={(key) => form.insertListItem('lines', emptyLine(key))} />
      <Total draft={draft} />
      <FormRow>
        <TextInput
          type="date"
          label={t('record.day')}
          max={settings.today}
          required
          withAsterisk={false}
          {...form.getInputProps('day')}
        />
        <CurrencyField {...form.getInputProps('currency')} />
      </FormRow>
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
  const sameInput = useSameInput<ReturnType<typeof inputOf>>();
  const form = useForm<OrderDraft>({
    initialValues: { day: today, currency: baseCurrency, number: '', store: '', note: '', lines: [emptyLine('0')] },
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
  const problems: Record<string, string> = {};
  const begun = begunLines(draft);
  draft.lines.forEach((line, at) => {
    const alone = begun.length <= 1;
    if (!begun.includes(line) && !(alone && at === 0 && begun.length === 0)) return;
    if (totalOfLine(line, draft.currency) === null) problems[`lines.${at}`] = t('record.lineUnclear');
    else if (!alone && line.name.trim() === '') problems[`lines.${at}`] = t('record.nameMissing');
  });
  if (!draft.day || draft.day > today) problems['day'] = t('record.dayWrong');
  return problems;
}

function AddLine({ onAdd }: { onAdd: (key: string) => void }): ReactNode {
  const { t } = useTranslation('orders');
  const [added, setAdded] = useState(1);
  const add = () => {
    onAdd(String(added));
    setAdded(added + 1);
  };
  return (
    <Button
      variant="subtle"
      className={classes.addLine}
      leftSection={<IconPlus size={16} stroke={1.8} />}
      onClick={add}
    >
      {t('record.addLine')}
    </Button>
  );
}

function Total({ draft }: { draft: OrderDraft }): ReactNode {
  const { t } = useTranslation('orders');
  const f = useFormats();
  const amount = totalOfDraft(draft);
  return (
    <p className={classes.total} aria-live="polite">
      <span>{t('field.total')}</span>
      <b>{amount === null ? '–' : f.money({ amount, currency: draft.currency }, 'full')}</b>
    </p>
  );
}

/** Only where the shop knows more than its own currency. */
function CurrencyField(field: object): ReactNode {
  const { t } = useTranslation('orders');
  const { data } = useQuery(api.rates.list.queryOptions({ input: {}, staleTime: 60_000 }));
  const known = data ? [...new Set([data.base, ...data.items.map(({ currency }) => currency)])] : [];
  if (known.length < 2) return null;
  return <Select label={t('field.currency')} data={known} allowDeselect={false} {...field} />;
}
