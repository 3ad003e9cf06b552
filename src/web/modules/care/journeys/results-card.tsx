import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ExplainButton } from '../../../kit/explain.tsx';
import { Card, Facts } from '../../../kit/surface.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import care from '../parts/care.module.css';
import { api, type JourneyResults } from './api.ts';
import { useVerdict } from '../parts/verdict.ts';

/** Who is where, what it brought against those who were left in peace, and who entered last. */
export function ResultsCard({
  journeyId,
  results,
}: {
  journeyId: string;
  results: JourneyResults | undefined;
}): ReactNode {
  const { t } = useTranslation('care');
  const f = useFormats();
  const verdict = useVerdict();
  if (!results) return null;
  if (results.entered === 0 && !results.held)
    return (
      <Card heading={t('journey.results.title')}>
        <p className={care.faint}>{t('journey.results.none')}</p>
      </Card>
    );
  const { lift, treated, held, why } = results;
  const side = ({ n, buyers, revenue }: typeof treated) =>
    `${f.number(buyers)} / ${f.number(n)} · ${f.money(revenue, 'none')}`;
  return (
    <>
      <Card heading={t('journey.results.title')}>
        <Facts
          facts={[
            [t('journey.results.entered'), f.number(results.entered)],
            [t('journey.results.waiting'), f.number(results.waiting)],
            [t('journey.results.done'), f.number(results.done)],
            ...results.left.map(({ why: reason, count }) => [t(`journey.why.${reason}`), f.number(count)] as const),
            [t('journey.results.goal'), f.number(results.goal)],
            [t('effect.treated'), side(treated)],
            [t('effect.held'), held && side(held)],
          ]}
        />
        <div className={care.verdict} data-unsure={lift?.certain ? undefined : true} role="status">
          {lift ? (
            <>
              <p>
                <b>{verdict(lift)}</b>
                <ExplainButton name={t('journey.results.title')} explanation={lift.explanation} />
              </p>
              <p>
                {t('effect.range', { low: f.money(lift.revenueLow, 'none'), high: f.money(lift.revenueHigh, 'none') })}
              </p>
            </>
          ) : (
            <p>{t(`effect.why.${why ?? 'tooFew'}`)}</p>
          )}
        </div>
      </Card>
      <LatestPeople journeyId={journeyId} />
    </>
  );
}

function LatestPeople({ journeyId }: { journeyId: string }): ReactNode {
  const { t } = useTranslation('care');
  const f = useFormats();
  const { data } = useQuery(api.journeys.people.queryOptions({ input: { id: journeyId, limit: 12 } }));
  return (
    <Card heading={t('journey.results.people')} note={data && f.count(data.count)}>
      <ul className={care.plain}>
        {data?.items.map(({ id, customer, state, dueAt, endedWhy }) => (
          <li key={id}>
            <span className={care.grow}>
              {customer ? (
                <Link to="/customers/$id" params={{ id: customer.id } as never}>
                  {customer.name}
                </Link>
              ) : (
                t('journey.results.hidden')
              )}
            </span>
            <small className={care.faint}>
              {state === 'held'
                ? t('journey.results.held')
                : dueAt
                  ? t('journey.results.due', { when: f.dateTime(dueAt) })
                  : t(`journey.why.${endedWhy ?? 'done'}`)}
            </small>
          </li>
        ))}
      </ul>
    </Card>
  );
}
