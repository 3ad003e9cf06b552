import { Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useSameInput } from '../../../api/use-same-input.ts';
import { addDays } from '../../../../maths/calendar.ts';
import { Form } from '../../../kit/form.tsx';
import { toast, toastWithUndo } from '../../../kit/toast.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api, type OrderView } from '../api.ts';
import { useLookAgain } from './after-purchase.ts';
import { noonOf } from './order-draft.ts';
import { sentenceOf } from './sentence-of.ts';
import { useAct } from './use-act.ts';

interface CourseFormProps {
  order: Pick<OrderView, 'id' | 'day' | 'promisedOn'>;
  onDone: () => void;
}

/** The day an order is promised for, or another one. */
export function PromiseForm({ order, onDone }: CourseFormProps): ReactNode {
  const { t } = useTranslation('orders');
  const { settings } = useFormats();
  const form = useForm({
    initialValues: { promisedOn: order.promisedOn ?? addDays(settings.today, 3), note: '' },
    validate: { promisedOn: (day) => (day && day >= order.day ? null : t('promise.dayWrong')) },
  });
  const promise = useMutation(api.running.promise.mutationOptions(useDone(onDone)));
  const sameInput = useSameInput();
  return (
    <Form
      submit={t('promise.save')}
      busy={promise.isPending}
      onCancel={onDone}
      problem={promise.error ? sentenceOf(promise.error, t('notSaved')) : undefined}
      onSubmit={form.onSubmit((said) => promise.mutate(sameInput({ id: order.id, ...said })))}
    >
      <TextInput
        type="date"
        label={t('promise.day')}
        min={order.day}
        data-autofocus
        {...form.getInputProps('promisedOn')}
      />
      <Textarea label={t('field.note')} autosize minRows={2} maxLength={1000} {...form.getInputProps('note')} />
    </Form>
  );
}

/** A step of the work, or what the customer said afterwards. */
export function NoteDrawerForm({ order, verb, onDone }: CourseFormProps & { verb: 'step' | 'checkIn' }): ReactNode {
  const { t } = useTranslation('orders');
  const form = useForm({
    initialValues: { note: '' },
    validate: { note: (text) => (text.trim() ? null : t('course.noteMissing')) },
  });
  const done = useDone(onDone);
  const moveOn = useMutation(api.running.moveOn.mutationOptions(done));
  const checkIn = useMutation(api.running.checkIn.mutationOptions(done));
  const saying = verb === 'step' ? moveOn : checkIn;
  const sameInput = useSameInput();
  return (
    <Form
      submit={t('save')}
      busy={saying.isPending}
      onCancel={onDone}
      problem={saying.error ? sentenceOf(saying.error, t('notSaved')) : undefined}
      onSubmit={form.onSubmit(({ note }) => saying.mutate(sameInput({ id: order.id, note: note.trim() })))}
    >
      <Textarea
        label={t(`course.label.${verb}`)}
        placeholder={t(`course.example.${verb}`)}
        autosize
        minRows={3}
        maxLength={1000}
        data-autofocus
        {...form.getInputProps('note')}
      />
    </Form>
  );
}

/** When it was handed over; today unless said. */
export function HandOverForm({ order, onDone }: CourseFormProps): ReactNode {
  const { t } = useTranslation('orders');
  const { settings } = useFormats();
  const act = useAct();
  const form = useForm({
    initialValues: { day: settings.today, note: '' },
    validate: { day: (day) => (day >= order.day && day <= settings.today ? null : t('handOver.dayWrong')) },
  });
  const takeBack = useMutation(
    api.running.takeBackHandOver.mutationOptions({ ...act, onSuccess: () => toast(t('handOver.takenBack')) }),
  );
  const handOver = useMutation(
    api.running.handOver.mutationOptions({
      onSuccess: ({ id }) => {
        toastWithUndo(t('handOver.done'), () => takeBack.mutate({ id }));
        onDone();
      },
      onSettled: act.onSettled,
    }),
  );
  const sameInput = useSameInput();
  const save = form.onSubmit(({ day, note }) => {
    const at = day === settings.today ? {} : { at: noonOf(settings.zone, day) };
    handOver.mutate(sameInput({ id: order.id, ...at, ...(note.trim() ? { note: note.trim() } : {}) }));
  });
  return (
    <Form
      submit={t('handOver.save')}
      busy={handOver.isPending}
      onCancel={onDone}
      problem={handOver.error ? sentenceOf(handOver.error, t('notSaved')) : undefined}
      onSubmit={save}
    >
      <TextInput
        type="date"
        label={t('handOver.day')}
        min={order.day}
        max={settings.today}
        {...form.getInputProps('day')}
      />
      <Textarea
        label={t('field.note')}
        placeholder={t('handOver.example')}
        autosize
        minRows={2}
        maxLength={1000}
        {...form.getInputProps('note')}
      />
    </Form>
  );
}

function useDone(onDone: () => void) {
  const { t } = useTranslation('orders');
  const lookAgain = useLookAgain();
  return {
    onSuccess: () => {
      toast(t('saved'));
      onDone();
      return lookAgain();
    },
  };
}
