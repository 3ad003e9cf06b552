import { Button, Group, Modal, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState, type FormEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorState } from '../../../../kit/error-state.tsx';
import { toast } from '../../../../kit/toast.tsx';
import { api, type CustomerCard } from '../../api.ts';
import classes from './privacy.module.css';

/** The one thing without a way back: said before, and only with a reason. */
export function EraseDialog(props: { card: CustomerCard; opened: boolean; onClose: () => void }): ReactNode {
  const { card, opened, onClose } = props;
  const { t } = useTranslation('customers');
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState(false);
  const { erase, error, busy } = useErase(card);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (reason.trim()) erase(reason.trim());
    else setMissing(true);
  };
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('privacy.erase.title', { name: card.name })}
      centered
      closeOnClickOutside={!busy}
      closeButtonProps={{ 'aria-label': t('privacy.close') }}
    >
      <form className={classes.cards} onSubmit={submit} noValidate>
        <p className={classes.about}>{t('privacy.erase.about')}</p>
        <TextInput
          label={t('privacy.reason')}
          description={t('privacy.erase.reasonHint')}
          value={reason}
          maxLength={300}
          data-autofocus
          error={missing && !reason.trim() ? t('privacy.erase.reasonMissing') : undefined}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        {error !== null && <ErrorState error={error} small />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose} disabled={busy}>
            {t('privacy.erase.cancel')}
          </Button>
          <Button type="submit" color="seal" loading={busy}>
            {t('privacy.erase.confirm')}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}

function useErase(card: CustomerCard) {
  const { t } = useTranslation('customers');
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { mutate, error, isPending } = useMutation(
    api.privacy.erasure.erase.mutationOptions({
      onSuccess: async ({ orders }) => {
        await navigate({ to: '/customers' });
        await queries.invalidateQueries({ queryKey: api.key() });
        toast(t('privacy.erase.done', { count: orders }));
      },
    }),
  );
  return { erase: (reason: string) => mutate({ id: card.id, reason }), error, busy: isPending };
}
