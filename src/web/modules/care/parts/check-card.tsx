import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorState } from '../../../kit/error-state.tsx';
import { Figure, FigureStrip } from '../../../kit/figure.tsx';
import { Lines, Waiting } from '../../../kit/skeletons.tsx';
import { Card } from '../../../kit/surface.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api, type OpenedCampaign } from '../api.ts';
import classes from './care.module.css';

/** Before anything goes out: how many get it, and why the others do not. */
export function CheckCard({ campaign }: { campaign: OpenedCampaign }): ReactNode {
  const { t } = useTranslation('care');
  const f = useFormats();
  const { data, error, refetch } = useQuery(api.campaigns.check.queryOptions({ input: { id: campaign.id } }));
  if (!data)
    return (
      <Card heading={t('check.title')}>
        {error ? (
          <ErrorState error={error} retry={() => void refetch()} small />
        ) : (
          <Waiting>
            <Lines count={5} />
          </Waiting>
        )}
      </Card>
    );
  return (
    <>
      <FigureStrip label={t('check.title')}>
        <Figure
          label={t('check.reached')}
          value={f.number(data.reached)}
          note={t('check.of', { count: data.audience, n: f.number(data.audience) })}
        />
        <Figure label={t('check.held')} value={f.number(data.held)} note={t('check.heldNote')} />
        <Figure
          label={t('check.cost')}
          value={f.money(data.cost)}
          note={data.later > 0 ? t('check.later', { count: data.later }) : undefined}
        />
        <Figure
          label={t('check.visible')}
          value={data.visibleLift === null ? '–' : t('check.points', { points: f.number(data.visibleLift, 1) })}
          note={t(data.visibleLift === null ? 'check.tooFew' : 'check.visibleNote')}
        />
      </FigureStrip>
      {data.needsApproval && <p className={classes.faint}>{t('check.needsApproval')}</p>}
      <Card heading={t('check.refused')} className={classes.gap}>
        {data.refused.length === 0 && <p className={classes.faint}>{t('check.nobodyRefused')}</p>}
        <Refused refused={data.refused} />
      </Card>
    </>
  );
}

export function Refused({ refused }: { refused: readonly { reason: string; count: number }[] }): ReactNode {
  const { t } = useTranslation('care');
  const f = useFormats();
  return (
    <ul className={classes.plain}>
      {refused.map(({ reason, count }) => (
        <li key={reason}>
          <span className={classes.grow}>{t(`refused.${reason}`)}</span>
          <span className={classes.number}>{f.number(count)}</span>
        </li>
      ))}
    </ul>
  );
}
