import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ExplainButton } from '../../../kit/explain.tsx';
import { Card } from '../../../kit/surface.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import type { OrderView } from '../api.ts';
import classes from './running.module.css';

type StopState = 'done' | 'now' | 'ahead' | 'absent';

interface Stop {
  key: 'pre' | 'in' | 'after';
  state: StopState;
  note: ReactNode;
}

/** The three phases of an order as a line. Absent for what the till sold and that was that. */
export function PhaseLine({ order }: { order: OrderView }): ReactNode {
  const { t } = useTranslation('orders');
  const stops = useStops(order);
  const { promisedOn, handedOverAt, afterUntil, offerId, state } = order;
  if (state === 'cancelled' || !(promisedOn || handedOverAt || afterUntil || offerId)) return null;
  return (
    <Card aria-label={t('phase.label')}>
      <ol className={classes.line}>
        {stops.map(({ key, state: stands, note }) => (
          <li key={key} data-state={stands} aria-current={stands === 'now' ? 'step' : undefined}>
            <b>{t(`phase.${key}`)}</b>
            <small>{note}</small>
          </li>
        ))}
      </ol>
    </Card>
  );
}

function useStops(order: OrderView): Stop[] {
  const { t } = useTranslation('orders');
  const f = useFormats();
  const { phase, offerId, promisedOn, handedOverAt, afterUntil, afterExplanation } = order;
  const inNote = handedOverAt
    ? t('course.handedOver', { day: f.date(f.dayOf(handedOverAt)) })
    : promisedOn
      ? t('course.promisedFor', { day: f.date(promisedOn) })
      : t('course.atOnce', { day: f.date(order.day) });
  return [
    {
      key: 'pre',
      state: offerId ? 'done' : 'absent',
      note: offerId ? (
        <Link to="/orders/offers/$id" params={{ id: offerId }}>
          {t('course.fromOffer')}
        </Link>
      ) : (
        t('course.noOffer')
      ),
    },
    { key: 'in', state: phase === 'in' ? 'now' : 'done', note: inNote },
    {
      key: 'after',
      state: phase === 'after' ? 'now' : phase === 'in' ? 'ahead' : afterUntil ? 'done' : 'absent',
      note: afterUntil ? (
        <>
          {t('course.until', { day: f.date(afterUntil) })}
          {afterExplanation && <ExplainButton name={t('phase.after')} explanation={afterExplanation} />}
        </>
      ) : phase === 'in' ? (
        t('course.afterAhead')
      ) : (
        t('course.noAfter')
      ),
    },
  ];
}
