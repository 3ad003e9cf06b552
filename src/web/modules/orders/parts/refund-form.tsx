import { TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useSameInput } from '../../../api/use-same-input.ts';
import { formatDecimal, parseMoney } from '../../../../maths/money.ts';
import { Form, FormRow } from '../../../kit/form.tsx';
import { toast } from '../../../kit/toast.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api, type OrderView } from '../api.ts';
import { useLookAgain } from './after-purchase.ts';
import { noonOf } from './order-draft.ts';
import { minor } from './order-lines.tsx';
import classes from './order.module.css';
import { plainNumber } from './plain-number.ts';
import { sentenceOf } from './sentence-of.ts';

interface RefundDraft {
  amount: string;
  day: string;
  reason: string;
}

/** Money back: all that is left of the order, or a part of it. */
export function RefundForm({ order, onDone }: { order: OrderView; onDone: () => void }): ReactNode {
  const { t } = useTranslation('orders');
  const f = useFormats();
  const { form, save, refund, left } = useRefund(order, onDone);
  return (
    <Form
      onSubmit={save}
      submit={t('refund.save')}
      busy={refund.isPending}
      onCancel={onDone}
      problem={refund.error ? sentenceOf(refund.error, t('notSaved')) : undefined}
    >
      <FormRow>
        <TextInput
          label={`${t('refund.amount')} ${f.currencySign(order.total.currency)}`}
          description={t('refund.most', { amount: f.money({ ...order.total, amount: left }) })}
          inputMode="decimal"
          classNames={{ input: classes.figure ?? '' }}
          data-autofocus
          {...form.getInputProps('amount')}
        />
        <TextInput type="date" label={t('refund.day')} max={f.settings.today} {...form.getInputProps('day')} />
      </FormRow>
      <TextInput label={t('refund.reason')} maxLength={500} {...form.getInputProps('reason')} />
    </Form>
  );
}

function useRefund(order: OrderView, onDone: () => void) {
  const { t } = useTranslation('orders');
  const f = useFormats();
  const { today, zone } = f.settings;
  const { currency } = order.total;
  const lookAgain = useLookAgain();
  const leftMinor = minor(order.total) - minor(order.refunded);
  const left = formatDecimal(leftMinor, currency);
  const form = useForm<RefundDraft>({
    initialValues: { amount: left, day: today, reason: '' },
    validate: {
      amount: (typed) => {
        const read = parseMoney(plainNumber(typed), currency);
        return read.ok && read.value > 0n && read.value <= leftMinor ? null : t('refund.amountWrong');
      },
      day: (day) => (day && day <= today ? null : t('record.dayWrong')),
    },
  });
  const refund = useMutation(
    api.refund.mutationOptions({
      onSuccess: () => {
        toast(t('refund.done'));
        onDone();
        return lookAgain();
      },
    }),
  );
  const sameInput = useSameInput();
  const save = form.onSubmit(({ amount, day, reason }) =>
    refund.mutate(
      sameInput({
        id: order.id,
        amount: plainNumber(amount),
        ...(day === today ? {} : { at: noonOf(zone, day) }),
        ...(reason.trim() ? { reason: reason.trim() } : {}),
      }),
    ),
  );
  return { form, save, refund, left };
}
