import { Select } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../../../api/errors.ts';
import { useSameInput } from '../../../api/use-same-input.ts';
import { Form } from '../../../kit/form.tsx';
import { toast } from '../../../kit/toast.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api } from '../api.ts';

/** Exchanges points for a gift that is still there. */
export function ClaimGift({ customerId, onDone }: { customerId: string; onDone: () => void }): ReactNode {
  const { t } = useTranslation('loyalty');
  const f = useFormats();
  const queries = useQueryClient();
  const sameInput = useSameInput();
  const [chosen, setChosen] = useState<string | null>(null);
  const { data } = useQuery(api.gifts.list.queryOptions({ input: { limit: 200 } }));
  const claim = useMutation(
    api.gifts.claim.mutationOptions({
      onSuccess: () => {
        toast(t('gifts.claimed'));
        onDone();
      },
      onSettled: () => queries.invalidateQueries({ queryKey: api.key() }),
    }),
  );
  const there = data?.items.filter(({ ended, stock }) => !ended && stock !== 0) ?? [];
  return (
    <Form
      submit={t('gifts.claim')}
      busy={claim.isPending}
      onCancel={onDone}
      problem={isApiError(claim.error) ? claim.error.message : undefined}
      onSubmit={(event) => {
        event?.preventDefault();
        if (chosen) claim.mutate(sameInput({ id: chosen, customerId }));
      }}
    >
      <Select
        label={t('gifts.choose')}
        required
        data={there.map(({ id, name, points }) => ({
          value: id,
          label: t('gifts.forPoints', { name, points: f.number(points) }),
        }))}
        value={chosen}
        onChange={setChosen}
      />
    </Form>
  );
}
