import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../../../api/errors.ts';
import { useMay } from '../../../api/session.ts';
import { Card } from '../../../kit/surface.tsx';
import { toast, toastProblem } from '../../../kit/toast.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api, type CampaignMessage, type OpenedCampaign } from '../api.ts';
import classes from './care.module.css';
import { Refused } from './check-card.tsx';

const SHOWN = ['sent', 'sending', 'planned', 'held', 'failed', 'unknown', 'skipped'] as const;

/** How far it is: one bar, the figures in words, and whoever somebody has to look at. */
export function ProgressCard({ campaign }: { campaign: OpenedCampaign }): ReactNode {
  const { t } = useTranslation('care');
  const f = useFormats();
  const { counts, refused } = campaign;
  const all = SHOWN.reduce((sum, state) => sum + counts[state], 0);
  const there = SHOWN.filter((state) => counts[state] > 0);
  return (
    <>
      <Card heading={t('progress.title')} note={t('check.of', { count: all, n: f.number(all) })}>
        <div className={classes.bar} aria-hidden="true">
          {there.map((state) => (
            <span key={state} data-state={state} style={{ width: `${(100 * counts[state]) / all}%` }} />
          ))}
        </div>
        <ul className={classes.legend}>
          {there.map((state) => (
            <li key={state} data-state={state}>
              {t(`message.${state}`)} {f.number(counts[state])}
            </li>
          ))}
        </ul>
      </Card>
      {counts.unknown > 0 && <ToLookAt campaign={campaign} state="unknown" />}
      {counts.failed > 0 && <ToLookAt campaign={campaign} state="failed" />}
      {refused.length > 0 && (
        <Card heading={t('check.refused')}>
          <Refused refused={refused} />
        </Card>
      )}
    </>
  );
}

function ToLookAt({ campaign, state }: { campaign: OpenedCampaign; state: 'unknown' | 'failed' }): ReactNode {
  const { t } = useTranslation('care');
  const { data } = useQuery(
    api.campaigns.messages.queryOptions({ input: { id: campaign.id, state, limit: 20 }, staleTime: 0 }),
  );
  return (
    <Card heading={t(`progress.${state}`)}>
      <p className={classes.faint}>{t(`progress.${state}About`)}</p>
      <ul className={classes.plain}>
        {data?.items.map((message) => (
          <li key={message.id}>
            <Recipient message={message} stopped={campaign.state === 'stopped'} />
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Recipient({ message, stopped }: { message: CampaignMessage; stopped: boolean }): ReactNode {
  const { t } = useTranslation('care');
  const queries = useQueryClient();
  const maySend = useMay('care.send');
  const again = useMutation(
    api.campaigns.again.mutationOptions({
      onSuccess: () => toast(t('progress.againDone')),
      onError: (error) => toastProblem(isApiError(error) ? error.message : t('failed')),
      onSettled: () => queries.invalidateQueries({ queryKey: api.key() }),
    }),
  );
  return (
    <>
      <span className={classes.grow}>
        {message.customer ? (
          <Link to="/customers/$id" params={{ id: message.customer.id } as never}>
            {message.customer.name}
          </Link>
        ) : (
          t('progress.hidden')
        )}
        {message.reason && <small className={classes.faint}> {message.reason}</small>}
      </span>
      {maySend && !stopped && (
        <Button
          variant="default"
          size="compact-sm"
          loading={again.isPending}
          onClick={() => again.mutate({ id: message.id })}
        >
          {t('progress.again')}
        </Button>
      )}
    </>
  );
}
