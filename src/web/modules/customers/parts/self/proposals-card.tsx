import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../../../../api/errors.ts';
import { birthdayText } from '../../../../kit/birthday.ts';
import { Card } from '../../../../kit/surface.tsx';
import { toast, toastProblem } from '../../../../kit/toast.tsx';
import { useFormats } from '../../../../kit/use-formats.ts';
import { api, type CustomerCard, type Proposal } from '../../api.ts';
import classes from './self.module.css';

/** What the customer wants changed, beside what stands there now. */
export function ProposalsCard({ card }: { card: CustomerCard }): ReactNode {
  const { t } = useTranslation('customers');
  const { data } = useQuery(api.self.proposals.queryOptions({ input: { id: card.id } }));
  if (!data || data.items.length === 0) return null;
  return (
    <Card className={classes.proposals ?? ''} heading={t('self.proposal.title')}>
      {data.items.map((proposal) => (
        <OneProposal key={proposal.id} card={card} proposal={proposal} />
      ))}
    </Card>
  );
}

function OneProposal({ card, proposal }: { card: CustomerCard; proposal: Proposal }): ReactNode {
  const { t } = useTranslation('customers');
  const f = useFormats();
  const queries = useQueryClient();
  const settle = useMutation(
    api.self.settle.mutationOptions({
      onSuccess: (_answer, { outcome }) => toast(t(`self.proposal.${outcome}`)),
      onError: (error) => toastProblem(isApiError(error) ? error.message : t('form.notSaved')),
      onSettled: () => queries.invalidateQueries({ queryKey: api.key() }),
    }),
  );
  const say = (outcome: 'taken' | 'refused') => settle.mutate({ id: card.id, proposalId: proposal.id, outcome });
  return (
    <>
      <ul className={classes.changes}>
        {proposal.changes.map(({ field, now, wanted }) => (
          <li key={field}>
            <span>{t(`field.${field}`)}</span>
            <b>{factText(wanted, t)}</b>
            <small>
              {t('self.proposal.now')} {factText(now, t)}
            </small>
          </li>
        ))}
      </ul>
      <p className={classes.quiet}>{f.dateTime(proposal.at)}</p>
      {card.may.edit && (
        <div className={classes.acts}>
          <Button size="compact-md" loading={settle.isPending} onClick={() => say('taken')}>
            {t('self.proposal.take')}
          </Button>
          <Button size="compact-md" variant="default" disabled={settle.isPending} onClick={() => say('refused')}>
            {t('self.proposal.refuse')}
          </Button>
        </div>
      )}
    </>
  );
}

function factText(value: unknown, t: TFunction<'customers'>): string {
  if (value === null || value === undefined || value === '') return t('self.proposal.empty');
  if (typeof value === 'string') return t(`gender.${value}`, { defaultValue: value });
  if ('month' in (value as object)) return birthdayText(value as Parameters<typeof birthdayText>[0], t);
  return Object.values(value as Record<string, string>).join(' ');
}
