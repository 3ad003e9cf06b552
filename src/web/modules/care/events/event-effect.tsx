import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorState } from '../../../kit/error-state.tsx';
import { ExplainButton } from '../../../kit/explain.tsx';
import { Figure, FigureStrip } from '../../../kit/figure.tsx';
import { Card } from '../../../kit/surface.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import classes from '../parts/care.module.css';
import { api, type OpenedGathering } from './api.ts';

/** What those who came bought since, against before; where nobody can tell, it says so. */
export function EventEffect({ event: { id } }: { event: OpenedGathering }): ReactNode {
  const { t } = useTranslation('care');
  const f = useFormats();
  const { data, error, refetch } = useQuery(api.events.effect.queryOptions({ input: { id } }));
  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} small />;
  if (!data) return null;
  const { verdict, difference, low, high } = data;
  const more = difference && { ...difference, amount: difference.amount.replace(/^-/, '') };
  return (
    <Card
      heading={t('event.effect.title')}
      note={t(data.preliminary ? 'event.effect.until' : 'event.effect.final', { day: f.date(data.until) })}
      className={classes.gap}
    >
      <FigureStrip label={t('event.effect.title')}>
        <Figure
          label={t('event.effect.buyers')}
          value={f.number(data.buyers)}
          note={t('event.effect.ofCame', { count: data.came })}
        />
        <Figure label={t('event.effect.after')} value={f.money(data.after, 'none')} />
        <Figure label={t('event.effect.before')} value={f.money(data.before, 'none')} />
        <Figure label={t('event.effect.cost')} value={f.money(data.cost, 'none')} />
      </FigureStrip>
      <div className={classes.verdict} data-unsure={verdict === 'more' ? undefined : true} role="status">
        <p>
          <b>{t(`event.effect.verdict.${verdict}`, { amount: more ? f.money(more, 'none') : '' })}</b>
          <ExplainButton name={t('event.effect.title')} explanation={data.explanation} />
        </p>
        {low && high && <p>{t('event.effect.range', { low: f.money(low, 'none'), high: f.money(high, 'none') })}</p>}
        {low && <p>{t('event.effect.caveat')}</p>}
      </div>
    </Card>
  );
}
