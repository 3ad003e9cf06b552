import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ExplanationText } from '../../../kit/explain.tsx';
import { Card } from '../../../kit/surface.tsx';
import { Tag } from '../../../kit/tag.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api } from '../api.ts';
import classes from './loyalty.module.css';

/** Points in money, the tier, and what is missing to keep it or to rise. Default export: the card loads it lazily. */
export default function PointsCard({ customerId }: { customerId: string }): ReactNode {
  const { t } = useTranslation('loyalty');
  const f = useFormats();
  const { data } = useQuery(api.points.account.queryOptions({ input: { customerId } }));
  if (!data || (data.tier === null && data.balance === 0)) return null;
  const { tier, lots } = data;
  const expiring = lots.find(({ expiresOn }) => expiresOn !== null);
  return (
    <Card heading={t('card.title')} end={tier && <Tag>{tier.name}</Tag>}>
      <div className={classes.big}>
        <b>{f.number(data.balance)}</b>
        {data.worth && data.balance > 0 && <small>{t('card.worth', { worth: f.money(data.worth) })}</small>}
      </div>
      {data.pending > 0 && (
        <p className={classes.note}>
          {t('card.pending', {
            points: f.number(data.pending),
            day: data.pendingUntil ? f.date(data.pendingUntil) : '',
          })}
        </p>
      )}
      {expiring?.expiresOn && (
        <p className={classes.note}>
          {t('card.expires', { points: f.number(expiring.remaining), day: f.date(expiring.expiresOn) })}
        </p>
      )}
      {tier?.progress !== null && tier?.progress !== undefined && (
        <div className={classes.bar} aria-hidden="true">
          <span style={{ width: `${Math.round(tier.progress * 100)}%` }} />
        </div>
      )}
      {tier && tier.perks.length > 0 && <p className={classes.note}>{tier.perks.join(' · ')}</p>}
      {tier?.next && <ExplanationText explanation={{ ...tier.next, steps: [] }} />}
      {tier?.keep && <ExplanationText explanation={{ ...tier.keep, steps: [] }} />}
    </Card>
  );
}
