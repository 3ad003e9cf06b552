import { Modal, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../../../../api/errors.ts';
import { Form } from '../../../../kit/form.tsx';
import { toast } from '../../../../kit/toast.tsx';
import { api } from '../../api.ts';
import type { CustomerRow } from '../ledger-columns.tsx';
import { showCard } from '../use-change.ts';
import type { Stage } from '../stages.ts';

export interface Move {
  customer: CustomerRow;
  to: Stage;
}

/** Asks why, which may stay unsaid; Enter moves. */
export function MoveDialog({ move, onClose }: { move: Move | null; onClose: () => void }): ReactNode {
  const { t } = useTranslation('customers');
  const title = move ? t('layout.moveTitle', { name: move.customer.name, stage: t(`stage.${move.to}`) }) : '';
  return (
    <Modal
      opened={move !== null}
      onClose={onClose}
      title={title}
      centered
      closeButtonProps={{ 'aria-label': t('layout.stay') }}
    >
      {move && <WhyForm move={move} onClose={onClose} />}
    </Modal>
  );
}

function WhyForm({ move, onClose }: { move: Move; onClose: () => void }): ReactNode {
  const { t } = useTranslation('customers');
  const queries = useQueryClient();
  const [why, setWhy] = useState('');
  const { customer, to } = move;
  const change = useMutation(api.change.mutationOptions());
  const { error } = change;
  return (
    <Form
      submit={t('layout.moveNow')}
      busy={change.isPending}
      problem={error ? (isApiError(error) ? error.message : t('form.notSaved')) : undefined}
      onCancel={onClose}
      onSubmit={(event) => {
        event?.preventDefault();
        if (change.isPending) return;
        change.mutate(
          { id: customer.id, version: customer.version, stage: to, stageReason: why.trim() || null },
          {
            onSuccess: (card) => {
              showCard(queries, card);
              toast(t('layout.moved', { name: customer.name, stage: t(`stage.${to}`) }));
              onClose();
            },
          },
        );
      }}
    >
      <TextInput
        label={t('layout.why')}
        value={why}
        maxLength={200}
        data-autofocus
        onChange={(event) => setWhy(event.currentTarget.value)}
      />
    </Form>
  );
}
