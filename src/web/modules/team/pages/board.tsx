import { IconUsersGroup } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../../kit/empty-state.tsx';
import { ErrorState } from '../../../kit/error-state.tsx';
import { PageHead } from '../../../kit/page-head.tsx';
import { PersonAvatar } from '../../../kit/person-avatar.tsx';
import { Lines, Waiting } from '../../../kit/skeletons.tsx';
import { Card } from '../../../kit/surface.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { weekday } from '../../../../maths/calendar.ts';
import { api } from '../api.ts';
import classes from '../parts/board.module.css';
import { TeamTabs } from '../parts/team-tabs.tsx';

/** Who has how much, today and in the days after: nobody drowns, nobody waits. */
export function BoardPage(): ReactNode {
  const { t } = useTranslation('team');
  const f = useFormats();
  const { data, error, refetch } = useQuery(
    api.tasks.board.queryOptions({ input: { days: 7 }, refetchInterval: 120_000 }),
  );
  return (
    <>
      <PageHead title={t('tab.board')} />
      <TeamTabs />
      {!data ? (
        error ? (
          <ErrorState error={error} retry={() => void refetch()} />
        ) : (
          <Waiting>
            <Lines count={6} />
          </Waiting>
        )
      ) : data.rows.length === 0 ? (
        <EmptyState icon={IconUsersGroup}>{t('empty.team')}</EmptyState>
      ) : (
        <Card>
          <div className={classes.scroll} tabIndex={0} role="region" aria-label={t('tab.board')}>
            <table className={classes.board}>
              <thead>
                <tr>
                  <th scope="col">{t('board.who')}</th>
                  <th scope="col">{t('board.overdue')}</th>
                  {data.days.map(({ day, works }, n) => (
                    <th key={day} scope="col" data-off={!works || undefined}>
                      {n === 0 ? t('board.today') : t(`weekday.${weekday(day)}`)}
                      <small>{f.date(day)}</small>
                    </th>
                  ))}
                  <th scope="col">{t('board.later')}</th>
                  <th scope="col">{t('board.done')}</th>
                </tr>
              </thead>
              <tbody>
                {data.rows.map(({ member, overdue, perDay, later, doneToday }) => (
                  <tr key={member?.id ?? 'anybody'}>
                    <th scope="row">
                      <span className={classes.who}>
                        {member && <PersonAvatar name={member.name} size={28} />}
                        <Link to="/team/tasks" search={{ view: 'team' } as never}>
                          {member?.name ?? t('anybody')}
                        </Link>
                      </span>
                    </th>
                    <td data-late={overdue > 0 || undefined}>{overdue || '–'}</td>
                    {perDay.map((count, n) => (
                      <td key={data.days[n]?.day} data-off={data.days[n]?.works === false || undefined}>
                        {count > 0 ? <Bar count={count} /> : '–'}
                      </td>
                    ))}
                    <td>{later || '–'}</td>
                    <td>{doneToday || '–'}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </Card>
      )}
    </>
  );
}

const FULL_DAY = 10;

/** The fuller the day, the darker its wash. */
function Bar({ count }: { count: number }): ReactNode {
  const share = Math.min(1, count / FULL_DAY);
  return (
    <span className={classes.load} style={{ '--load': `${Math.round(12 + share * 40)}%` } as React.CSSProperties}>
      {count}
    </span>
  );
}
