import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Card } from '../../../../kit/surface.tsx';
import { useFormats } from '../../../../kit/use-formats.ts';
import type { OpenedCase } from '../../api.ts';
import classes from './cases.module.css';

/** Earlier alerts and cases of this customer, and what was done about this one. */
export function HistoryCard({ one }: { one: OpenedCase }): ReactNode {
  const { t } = useTranslation('retention');
  const f = useFormats();
  return (
    <>
      <Card heading={t('cases.events')}>
        <ul className={classes.lines}>
          {one.events.map((event) => (
            <li key={event.id}>
              <time dateTime={event.at}>{f.date(f.dayOf(event.at))}</time>
              <span>{`${event.by} ${t(`cases.event.${event.kind}`)}`}</span>
            </li>
          ))}
        </ul>
      </Card>
      <Card heading={t('cases.history')}>
        {one.history.length === 0 && <p className={classes.quiet}>{t('cases.historyNone')}</p>}
        <ul className={classes.lines}>
          {one.history.map((entry) => (
            <li key={entry.id}>
              <time dateTime={entry.on}>{f.date(entry.on)}</time>
              <span>
                {entry.kind === 'case' ? (
                  <Link to="/retention/cases/$id" params={{ id: entry.id } as never}>
                    {entry.text}
                  </Link>
                ) : (
                  entry.text
                )}
                {entry.outcome && (
                  <small>
                    {entry.kind === 'case'
                      ? t(`cases.outcome.${entry.outcome}`)
                      : t(`cases.alertOutcome.${entry.outcome}`)}
                  </small>
                )}
              </span>
            </li>
          ))}
        </ul>
      </Card>
    </>
  );
}
