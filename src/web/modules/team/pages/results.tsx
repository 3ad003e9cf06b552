import { IconChartBar } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../../kit/empty-state.tsx';
import { ErrorState } from '../../../kit/error-state.tsx';
import { PageHead } from '../../../kit/page-head.tsx';
import { PersonAvatar } from '../../../kit/person-avatar.tsx';
import { Lines, Waiting } from '../../../kit/skeletons.tsx';
import { Card } from '../../../kit/surface.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api } from '../api.ts';
import { MonthPicker } from '../parts/month-picker.tsx';
import classes from '../parts/results/results.module.css';
import { useValueOf } from '../parts/results/value-of.ts';
import { TeamTabs } from '../parts/team-tabs.tsx';

/** What colleagues did in a month: customers kept before money made. */
export function ResultsPage(): ReactNode {
  const { t } = useTranslation('team');
  const f = useFormats();
  const shown = useValueOf();
  const [month, setMonth] = useState(f.settings.today.slice(0, 7));
  const { data, error, refetch } = useQuery(
    api.results.list.queryOptions({ input: { month }, placeholderData: keepPreviousData }),
  );
  return (
    <>
      <PageHead title={t('tab.results')} />
      <TeamTabs />
      <MonthPicker month={month} onChange={setMonth} />
      {!data ? (
        error ? (
          <ErrorState error={error} retry={() => void refetch()} />
        ) : (
          <Waiting>
            <Lines count={6} />
          </Waiting>
        )
      ) : data.rows.length === 0 ? (
        <EmptyState icon={IconChartBar}>{t('result.empty')}</EmptyState>
      ) : (
        <Card heading={t('tab.results')} note={data.running ? t('result.running') : undefined}>
          <div className={classes.scroll} tabIndex={0} role="region" aria-label={t('tab.results')}>
            <table className={classes.table}>
              <thead>
                <tr>
                  <th scope="col">{t('result.who')}</th>
                  {data.figures.map(({ key, name, about }) => (
                    <th key={key} scope="col" title={about}>
                      {name}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {data.rows.map(({ member, cells }) => (
                  <tr key={member.id}>
                    <th scope="row">
                      <span className={classes.who}>
                        <PersonAvatar name={member.name} size={28} />
                        <Link to={`/team/results/${member.id}`}>{member.name}</Link>
                      </span>
                    </th>
                    {data.figures.map((figure) => {
                      const cell = cells.find((one) => one.figure === figure.key);
                      return (
                        <td key={figure.key} className={classes.value} data-reached={cell?.reached ?? undefined}>
                          {shown.value(figure, cell)}
                          {shown.notes(figure, cell).map((note) => (
                            <small key={note}>{note}</small>
                          ))}
                        </td>
                      );
                    })}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          <p className={classes.note}>{t('result.onlySales')}</p>
        </Card>
      )}
    </>
  );
}
