import { Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useSameInput } from '../../../api/use-same-input.ts';
import { addDays } from '../../../../maths/calendar.ts';
import { Form, FormRow } from '../../../kit/form.tsx';
import { toast } from '../../../kit/toast.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api } from '../api.ts';
import { useLookAgain } from './after-purchase.ts';
import { lineProblems, LinesFields } from './lines-fields.tsx';
import { emptyLine, linesInputOf, type LinesDraft } from './order-draft.ts';
import { CurrencyField } from './order-form.tsx';
import { fieldOf, sentenceOf } from './sentence-of.ts';

interface OfferDraft extends LinesDraft {
  title: string;
  validUntil: string;
  note: string;
}

/** Two weeks are what people usually need to decide. */
const HOLDS_DAYS = 14;

/** What somebody is offered, at what price, until when. */
export function OfferForm({ customerId, onDone }: { customerId: string; onDone: () => void }): ReactNode {
  const { t } = useTranslation('orders');
  const { settings } = useFormats();
  const { form, save, make } = useOfferForm(customerId, onDone);
  const refused = make.error && !['title', 'validUntil'].includes(fieldOf(make.error) ?? '');
  return (
    <Form
      onSubmit={save}
      submit={t('offer.make')}
      busy={make.isPending}
      onCancel={onDone}
      problem={refused ? sentenceOf(make.error, t('notSaved')) : undefined}
    >
      <TextInput
        label={t('offer.what')}
        placeholder={t('offer.whatExample')}
        maxLength={200}
        data-autofocus
        {...form.getInputProps('title')}
      />
      <LinesFields
        draft={form.values}
        errors={form.errors}
        focused={false}
        onChange={(lines) => form.setFieldValue('lines', lines)}
      />
      <FormRow>
        <TextInput
          type="date"
          label={t('offer.validUntil')}
          min={settings.today}
          {...form.getInputProps('validUntil')}
        />
        <CurrencyField {...form.getInputProps('currency')} />
      </FormRow>
      <Textarea label={t('field.note')} autosize minRows={2} maxLength={2000} {...form.getInputProps('note')} />
    </Form>
  );
}

function useOfferForm(customerId: string, onDone: () => void) {
  const { t } = useTranslation('orders');
  const { settings } = useFormats();
  const lookAgain = useLookAgain();
  const form = useForm<OfferDraft>({
    initialValues: {
      title: '',
      currency: settings.baseCurrency,
      lines: [emptyLine('0')],
      validUntil: addDays(settings.today, HOLDS_DAYS),
      note: '',
    },
    validate: (draft) => ({
      ...lineProblems(draft, t),
      ...(draft.title.trim() ? {} : { title: t('offer.whatMissing') }),
      ...(draft.validUntil >= settings.today ? {} : { validUntil: t('offer.dayPast') }),
    }),
  });
  const make = useMutation(
    api.offers.make.mutationOptions({
      onSuccess: () => {
        toast(t('offer.made'));
        onDone();
        return lookAgain();
      },
      onError: (error) => {
        const field = fieldOf(error);
        if (field === 'validUntil' || field === 'title') form.setFieldError(field, sentenceOf(error, ''));
      },
    }),
  );
  const sameInput = useSameInput();
  const save = form.onSubmit((draft) => {
    const { title, validUntil, currency, note } = draft;
    const words = { title: title.trim(), ...(note.trim() ? { note: note.trim() } : {}) };
    make.mutate(sameInput({ customerId, ...words, validUntil, currency, ...linesInputOf(draft) }));
  });
  return { form, save, make };
}
