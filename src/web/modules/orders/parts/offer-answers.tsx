import { Button, Select, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../../api/session.ts';
import { useSameInput } from '../../../api/use-same-input.ts';
import { Form } from '../../../kit/form.tsx';
import { SideDrawer } from '../../../kit/side-drawer.tsx';
import { toast, toastWithUndo } from '../../../kit/toast.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api, type LostReason, type OfferView } from '../api.ts';
import { useLookAgain } from './after-purchase.ts';
import { sentenceOf } from './sentence-of.ts';
import classes from './running.module.css';
import { useAct } from './use-act.ts';

const REASONS: readonly LostReason[] = ['price', 'timing', 'competitor', 'no_need', 'no_answer', 'other'];

interface OfferAnswersProps {
  offer: OfferView;
  size?: 'compact-sm';
}

/** What the customer said: yes, no, or that they think about it again. */
export function OfferAnswers({ offer, size }: OfferAnswersProps): ReactNode {
  const { t } = useTranslation('orders');
  const mayWork = useMay('orders.create');
  const [open, setOpen] = useState<'accept' | 'decline'>();
  const reopen = useReopen();
  const close = () => setOpen(undefined);
  const look = size ? { size } : {};
  if (!mayWork || offer.state === 'accepted') return null;
  if (offer.state === 'declined') {
    return (
      <Button {...look} variant="default" loading={reopen.isPending} onClick={() => reopen.mutate({ id: offer.id })}>
        {t('offer.reopen')}
      </Button>
    );
  }
  return (
    <>
      <Button {...look} variant="default" onClick={() => setOpen('decline')}>
        {t('offer.decline')}
      </Button>
      <Button {...look} variant={size ? 'light' : 'filled'} onClick={() => setOpen('accept')}>
        {t('offer.accept')}
      </Button>
      <SideDrawer opened={open === 'accept'} onClose={close} title={t('offer.acceptTitle')}>
        <AcceptForm offer={offer} onDone={close} />
      </SideDrawer>
      <SideDrawer opened={open === 'decline'} onClose={close} title={t('offer.declineTitle')}>
        <DeclineForm offer={offer} onDone={close} />
      </SideDrawer>
    </>
  );
}

interface AnswerFormProps {
  offer: OfferView;
  onDone: () => void;
}

function AcceptForm({ offer, onDone }: AnswerFormProps): ReactNode {
  const { t } = useTranslation('orders');
  const f = useFormats();
  const navigate = useNavigate();
  const lookAgain = useLookAgain();
  const form = useForm({ initialValues: { promisedOn: '' } });
  const accept = useMutation(
    api.offers.accept.mutationOptions({
      onSuccess: async ({ order }) => {
        toast(t('record.done', { amount: f.money(order.total) }));
        onDone();
        await lookAgain();
        await navigate({ to: '/orders/$id', params: { id: order.id } });
      },
    }),
  );
  const sameInput = useSameInput();
  return (
    <Form
      submit={t('offer.acceptSave')}
      busy={accept.isPending}
      onCancel={onDone}
      problem={accept.error ? sentenceOf(accept.error, t('notSaved')) : undefined}
      onSubmit={form.onSubmit(({ promisedOn }) =>
        accept.mutate(sameInput({ id: offer.id, ...(promisedOn ? { promisedOn } : {}) })),
      )}
    >
      <p className={classes.quiet}>{t('offer.acceptAbout', { title: offer.title, amount: f.money(offer.total) })}</p>
      <TextInput
        type="date"
        label={t('record.promisedOn')}
        description={t('record.promisedOnAbout')}
        min={f.settings.today}
        data-autofocus
        {...form.getInputProps('promisedOn')}
      />
    </Form>
  );
}

function DeclineForm({ offer, onDone }: AnswerFormProps): ReactNode {
  const { t } = useTranslation('orders');
  const lookAgain = useLookAgain();
  const reopen = useReopen();
  const form = useForm<{ reason: LostReason | null; competitor: string; note: string }>({
    initialValues: { reason: null, competitor: '', note: '' },
    validate: { reason: (reason) => (reason ? null : t('offer.reasonMissing')) },
  });
  const decline = useMutation(
    api.offers.decline.mutationOptions({
      onSuccess: () => {
        toastWithUndo(t('offer.declined'), () => reopen.mutate({ id: offer.id }));
        onDone();
        return lookAgain();
      },
    }),
  );
  const sameInput = useSameInput();
  const save = form.onSubmit(({ reason, competitor, note }) => {
    const said = { ...(competitor.trim() ? { competitor } : {}), ...(note.trim() ? { note: note.trim() } : {}) };
    if (reason) decline.mutate(sameInput({ id: offer.id, reason, ...said }));
  });
  return (
    <Form
      submit={t('offer.declineSave')}
      busy={decline.isPending}
      onCancel={onDone}
      problem={decline.error ? sentenceOf(decline.error, t('notSaved')) : undefined}
      onSubmit={save}
    >
      <Select
        label={t('offer.reason')}
        data={REASONS.map((value) => ({ value, label: t(`lost.${value}`) }))}
        data-autofocus
        {...form.getInputProps('reason')}
      />
      {form.values.reason === 'competitor' && (
        <TextInput label={t('offer.competitor')} maxLength={120} {...form.getInputProps('competitor')} />
      )}
      <Textarea
        label={t('offer.lostNote')}
        placeholder={t('offer.lostNoteExample')}
        autosize
        minRows={2}
        maxLength={2000}
        {...form.getInputProps('note')}
      />
    </Form>
  );
}

function useReopen() {
  const { t } = useTranslation('orders');
  const act = useAct();
  return useMutation(api.offers.reopen.mutationOptions({ ...act, onSuccess: () => toast(t('offer.reopened')) }));
}
