import { Button, Modal, TextInput } from '@mantine/core';
import { IconEye, IconEyeOff } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useState, type FormEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../../../../api/errors.ts';
import { useMay } from '../../../../api/session.ts';
import { Form } from '../../../../kit/form.tsx';
import { api } from '../../api.ts';
import classes from './privacy.module.css';

/** How long a revealed value stays, in seconds: to read it out or write it down, not to leave it open. */
const SECONDS = 60;
const REASONS = ['call', 'delivery', 'check', 'complaint'] as const;

interface RevealValueProps {
  customerId: string;
  /** `phone`, `email` …, or `custom.<key>`. */
  field: string;
  name: string;
  /** What everybody sees. */
  covered: string;
  print: (value: unknown) => ReactNode;
}

/** A covered value: a tap asks why, and shows the whole of it for a minute. */
export function RevealValue({ customerId, field, name, covered, print }: RevealValueProps): ReactNode {
  const { t } = useTranslation('customers');
  const may = useMay('customers.reveal');
  const [asking, setAsking] = useState(false);
  const [shown, setShown] = useState<{ value: unknown; left: number }>();
  useEffect(() => {
    if (!shown) return undefined;
    const timer = setTimeout(() => setShown(undefined), SECONDS * 1000);
    return () => clearTimeout(timer);
  }, [shown]);
  if (!may) return covered;
  if (shown) {
    return (
      <button type="button" className={classes.covered} onClick={() => setShown(undefined)}>
        <span aria-live="polite">{print(shown.value)}</span>
        <IconEyeOff size={15} stroke={1.7} aria-hidden="true" />
        <span className={classes.unseen}>{t('privacy.reveal.hide', { name })}</span>
      </button>
    );
  }
  return (
    <>
      <button type="button" className={classes.covered} onClick={() => setAsking(true)}>
        {covered}
        <IconEye size={15} stroke={1.7} aria-hidden="true" />
        <span className={classes.unseen}>{t('privacy.reveal.show', { name })}</span>
      </button>
      <Modal
        opened={asking}
        onClose={() => setAsking(false)}
        title={t('privacy.reveal.title', { name })}
        centered
        closeButtonProps={{ 'aria-label': t('privacy.close') }}
      >
        <Reason
          customerId={customerId}
          field={field}
          onShown={(answer) => {
            setShown(answer);
            setAsking(false);
          }}
        />
      </Modal>
    </>
  );
}

interface ReasonProps {
  customerId: string;
  field: string;
  onShown: (answer: { value: unknown; left: number }) => void;
}

function Reason({ customerId, field, onShown }: ReasonProps): ReactNode {
  const { t } = useTranslation('customers');
  const [reason, setReason] = useState('');
  const reveal = useMutation(
    api.privacy.disclosures.reveal.mutationOptions({ onSuccess: ({ value, left }) => onShown({ value, left }) }),
  );
  const ask = (why: string) => reveal.mutate({ id: customerId, field, reason: why });
  const submit = (event?: FormEvent) => {
    event?.preventDefault();
    if (reason.trim()) ask(reason.trim());
  };
  return (
    <Form
      submit={t('privacy.reveal.submit')}
      busy={reveal.isPending}
      problem={isApiError(reveal.error) ? reveal.error.message : undefined}
      onSubmit={submit}
    >
      <p className={classes.about}>{t('privacy.reveal.about')}</p>
      <div className={classes.quick}>
        {REASONS.map((one) => (
          <Button
            key={one}
            size="compact-md"
            variant="light"
            disabled={reveal.isPending}
            onClick={() => ask(t(`privacy.reveal.reason.${one}`))}
          >
            {t(`privacy.reveal.reason.${one}`)}
          </Button>
        ))}
      </div>
      <TextInput
        label={t('privacy.reveal.other')}
        value={reason}
        maxLength={300}
        required
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </Form>
  );
}
