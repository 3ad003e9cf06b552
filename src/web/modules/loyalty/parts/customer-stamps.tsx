import { Button, NumberInput, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldErrors, isApiError } from '../../../api/errors.ts';
import { useMay } from '../../../api/session.ts';
import { useSameInput } from '../../../api/use-same-input.ts';
import { Form } from '../../../kit/form.tsx';
import { SideDrawer } from '../../../kit/side-drawer.tsx';
import { Card } from '../../../kit/surface.tsx';
import { toast } from '../../../kit/toast.tsx';
import { api, type HeldCard } from '../api.ts';
import classes from './loyalty.module.css';

/** How far a customer is on each running stamp card. */
export function CustomerStamps({ customerId }: { customerId: string }): ReactNode {
  const { t } = useTranslation('loyalty');
  const posts = useMay('loyalty.post');
  const [stamping, setStamping] = useState<HeldCard>();
  const { data } = useQuery(api.stamps.ofCustomer.queryOptions({ input: { customerId } }));
  if (!data || data.items.length === 0) return null;
  return (
    <Card heading={t('tab.stamps')}>
      <ul className={classes.terms}>
        {data.items.map((held) => (
          <li key={held.card.id} className={classes.claim}>
            <div>
              {held.card.name} <b>{t('stamps.of', { stamps: held.stamps, needed: held.card.needed })}</b>
              <p className={classes.note}>{t('stamps.toGo', { count: held.toGo, reward: held.card.reward })}</p>
            </div>
            {posts && (
              <div className={classes.acts}>
                <Button size="compact-sm" variant="default" onClick={() => setStamping(held)}>
                  {t('stamps.stamp')}
                </Button>
              </div>
            )}
          </li>
        ))}
      </ul>
      <SideDrawer
        opened={stamping !== undefined}
        onClose={() => setStamping(undefined)}
        title={stamping?.card.name ?? t('stamps.stamp')}
      >
        {stamping && (
          <StampForm cardId={stamping.card.id} customerId={customerId} onDone={() => setStamping(undefined)} />
        )}
      </SideDrawer>
    </Card>
  );
}

function StampForm({ cardId, customerId, onDone }: { cardId: string; customerId: string; onDone: () => void }) {
  const { t } = useTranslation('loyalty');
  const queries = useQueryClient();
  const sameInput = useSameInput();
  const [stamps, setStamps] = useState<number | string>(1);
  const [reason, setReason] = useState('');
  const act = useMutation(
    api.stamps.stamp.mutationOptions({
      onSuccess: () => {
        toast(t('stamps.stamped'));
        onDone();
      },
      onSettled: () => queries.invalidateQueries({ queryKey: api.key() }),
    }),
  );
  const problems = fieldErrors(act.error);
  return (
    <Form
      submit={t('stamps.stamp')}
      busy={act.isPending}
      onCancel={onDone}
      problem={isApiError(act.error) && Object.keys(problems).length === 0 ? act.error.message : undefined}
      onSubmit={(event) => {
        event?.preventDefault();
        act.mutate(sameInput({ id: cardId, customerId, stamps: Number(stamps), reason }));
      }}
    >
      <NumberInput
        label={t('stamps.count')}
        min={-20}
        max={20}
        allowDecimal={false}
        value={stamps}
        error={problems['stamps']}
        onChange={setStamps}
        data-autofocus
      />
      <TextInput
        label={t('stamps.reason')}
        required
        value={reason}
        error={problems['reason']}
        onChange={({ currentTarget }) => setReason(currentTarget.value)}
      />
    </Form>
  );
}
