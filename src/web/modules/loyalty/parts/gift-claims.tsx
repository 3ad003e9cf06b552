import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../../../api/errors.ts';
import { useMay } from '../../../api/session.ts';
import { Card } from '../../../kit/surface.tsx';
import { Tag } from '../../../kit/tag.tsx';
import { toast, toastProblem } from '../../../kit/toast.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api, type ClaimView } from '../api.ts';
import classes from './loyalty.module.css';

/** Gifts that wait to be picked up; of one customer, all they ever exchanged. */
export function GiftClaims({ customerId }: { customerId?: string }): ReactNode {
  const { t } = useTranslation('loyalty');
  const f = useFormats();
  const { data } = useQuery(
    api.gifts.claims.queryOptions({ input: { limit: 100, ...(customerId === undefined ? {} : { customerId }) } }),
  );
  if (!data || data.items.length === 0) return null;
  return (
    <Card heading={t(customerId ? 'tab.gifts' : 'gifts.waitingTitle')} note={f.count(data.count)}>
      <ul className={classes.terms}>
        {data.items.map((claim) => (
          <Claim key={claim.id} claim={claim} named={customerId === undefined} />
        ))}
      </ul>
    </Card>
  );
}

const tones = { waiting: 'mind', collected: 'well', cancelled: 'plain' } as const;

function Claim({ claim, named }: { claim: ClaimView; named: boolean }): ReactNode {
  const { t } = useTranslation('loyalty');
  const f = useFormats();
  const queries = useQueryClient();
  const posts = useMay('loyalty.post');
  const settle = (done: string) => ({
    onSuccess: () => toast(t(done)),
    onError: (error: unknown) => toastProblem(isApiError(error) ? error.message : t('request.failed')),
    onSettled: () => queries.invalidateQueries({ queryKey: api.key() }),
  });
  const handOut = useMutation(api.gifts.handOut.mutationOptions(settle('gifts.handedOut')));
  const cancel = useMutation(api.gifts.cancel.mutationOptions(settle('gifts.cancelled')));
  const { customer, gift, points, store, at, state } = claim;
  return (
    <li className={classes.claim}>
      <div>
        {named && customer && (
          <Link to="/customers/$id" params={{ id: customer.id }}>
            {customer.name}
          </Link>
        )}{' '}
        {gift.name} <Tag tone={tones[state]}>{t(`gifts.state.${state}`)}</Tag>
        <p className={classes.note}>
          {[points > 0 ? t('gifts.paid', { points: f.number(points) }) : t('gifts.won'), f.date(f.dayOf(at)), store]
            .filter(Boolean)
            .join(' · ')}
        </p>
      </div>
      {posts && state === 'waiting' && (
        <div className={classes.acts}>
          <Button size="compact-sm" loading={handOut.isPending} onClick={() => handOut.mutate({ id: claim.id })}>
            {t('gifts.handOut')}
          </Button>
          <Button
            size="compact-sm"
            variant="default"
            loading={cancel.isPending}
            onClick={() => cancel.mutate({ id: claim.id })}
          >
            {t('gifts.cancel')}
          </Button>
        </div>
      )}
    </li>
  );
}
