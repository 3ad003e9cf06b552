import { SegmentedControl, Select, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../../../../api/errors.ts';
import { Form } from '../../../../kit/form.tsx';
import { toast } from '../../../../kit/toast.tsx';
import { api, type CustomerCard } from '../../api.ts';
import { useColleagues } from '../members.ts';

type Access = 'read' | 'edit';

/** Lets a colleague read or work on the customer, for a while or for good. */
export function ShareForm({ card, onDone }: { card: CustomerCard; onDone: () => void }): ReactNode {
  const { t } = useTranslation('customers');
  const queries = useQueryClient();
  const colleagues = useColleagues().filter(({ id }) => id !== card.ownerId);
  const [memberId, setMember] = useState<string | null>(null);
  const [access, setAccess] = useState<Access>('read');
  const [until, setUntil] = useState('');
  const share = useMutation(
    api.ownership.collaborate.mutationOptions({
      onSuccess: () => {
        toast(t('ownership.shared'));
        onDone();
        return queries.invalidateQueries({ queryKey: api.ownership.key() });
      },
    }),
  );
  const save = (event?: FormEvent) => {
    event?.preventDefault();
    if (memberId) share.mutate({ id: card.id, memberId, access, until: until || null });
  };
  return (
    <Form
      submit={t('ownership.save')}
      busy={share.isPending}
      problem={isApiError(share.error) ? share.error.message : undefined}
      onSubmit={save}
    >
      <Select
        label={t('ownership.member')}
        data={colleagues.map(({ id, name }) => ({ value: id, label: name }))}
        value={memberId}
        onChange={setMember}
        searchable
        required
      />
      <SegmentedControl
        aria-label={t('ownership.access')}
        value={access}
        onChange={(value) => setAccess(value as Access)}
        data={(['read', 'edit'] as const).map((value) => ({ value, label: t(`ownership.accesses.${value}`) }))}
      />
      <TextInput
        type="date"
        label={t('ownership.until')}
        description={t('ownership.untilHint')}
        value={until}
        onChange={(event) => setUntil(event.currentTarget.value)}
      />
    </Form>
  );
}
