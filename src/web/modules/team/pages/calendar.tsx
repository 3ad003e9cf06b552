import { ActionIcon, Button } from '@mantine/core';
import { IconChevronLeft, IconChevronRight, IconPlus } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { addMonths, weekday } from '../../../../maths/calendar.ts';
import { useMay } from '../../../api/session.ts';
import { ErrorState } from '../../../kit/error-state.tsx';
import { FilterChips } from '../../../kit/filter-chips.tsx';
import { PageHead } from '../../../kit/page-head.tsx';
import { Lines, Waiting } from '../../../kit/skeletons.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api, type Task } from '../api.ts';
import classes from '../parts/calendar.module.css';
import filters from '../parts/tasks.module.css';
import { TaskDrawer, type NewTask } from '../parts/task-drawer.tsx';
import { TeamTabs } from '../parts/team-tabs.tsx';

const VIEWS = ['mine', 'given', 'watching', 'team'] as const;
const SHOWN = 4;

/** A month of tasks, with the days off of the shop. On a phone a list of the days that have something. */
export function CalendarPage(): ReactNode {
  const { t } = useTranslation('team');
  const f = useFormats();
  const mayEdit = useMay('tasks.edit');
  const [month, setMonth] = useState(f.settings.today.slice(0, 7));
  const [view, setView] = useState<(typeof VIEWS)[number]>('mine');
  const [open, setOpen] = useState<string | NewTask | null>(null);
  const { data, error, refetch } = useQuery(
    api.tasks.month.queryOptions({ input: { month, view }, placeholderData: keepPreviousData }),
  );
  const turn = (by: number) => setMonth(addMonths(`${month}-01`, by).slice(0, 7));
  return (
    <>
      <PageHead title={t('tab.calendar')} />
      <TeamTabs />
      <div className={classes.head}>
        <ActionIcon variant="default" size={36} aria-label={t('month.before')} onClick={() => turn(-1)}>
          <IconChevronLeft size={18} />
        </ActionIcon>
        <h2 aria-live="polite">{f.month(`${month}-01`)}</h2>
        <ActionIcon variant="default" size={36} aria-label={t('month.after')} onClick={() => turn(1)}>
          <IconChevronRight size={18} />
        </ActionIcon>
        <Button variant="subtle" size="compact-md" onClick={() => setMonth(f.settings.today.slice(0, 7))}>
          {t('month.now')}
        </Button>
        <div className={filters.filters}>
          <FilterChips
            label={t('whose')}
            single
            options={VIEWS.map((value) => ({ value, label: t(`view.${value}`) }))}
            chosen={[view]}
            onChange={([chosen = 'mine']) => setView(chosen)}
          />
        </div>
      </div>
      {!data ? (
        error ? (
          <ErrorState error={error} retry={() => void refetch()} />
        ) : (
          <Waiting>
            <Lines count={8} />
          </Waiting>
        )
      ) : (
        <>
          <div className={classes.weekdays} aria-hidden="true">
            {[1, 2, 3, 4, 5, 6, 7].map((day) => (
              <span key={day}>{t(`weekday.${day}`)}</span>
            ))}
          </div>
          <ol className={classes.month}>
            {data.days.map((day, n) => (
              <li
                key={day.day}
                style={n === 0 ? { gridColumnStart: weekday(day.day) } : undefined}
                data-off={!day.works || undefined}
                data-today={day.day === f.settings.today || undefined}
                data-empty={(day.tasks.length === 0 && day.holiday === null) || undefined}
              >
                <div className={classes.day}>
                  <time dateTime={day.day}>
                    <span className={classes.number}>{Number(day.day.slice(8))}</span>
                    <span className={classes.long}>{f.longDate(day.day)}</span>
                  </time>
                  {day.holiday && <small>{day.holiday}</small>}
                  {mayEdit && day.day >= f.settings.today && (
                    <ActionIcon
                      className={classes.plus}
                      variant="subtle"
                      color="gray"
                      size={24}
                      aria-label={t('newOn', { day: f.date(day.day) })}
                      onClick={() => setOpen({ day: day.day })}
                    >
                      <IconPlus size={15} />
                    </ActionIcon>
                  )}
                </div>
                <DayTasks tasks={day.tasks} more={day.more} onOpen={setOpen} />
              </li>
            ))}
          </ol>
        </>
      )}
      <TaskDrawer open={open} onClose={() => setOpen(null)} />
    </>
  );
}

function DayTasks({ tasks, more, onOpen }: { tasks: Task[]; more: number; onOpen: (id: string) => void }): ReactNode {
  const { t } = useTranslation('team');
  const f = useFormats();
  const [all, setAll] = useState(false);
  const shown = all ? tasks : tasks.slice(0, SHOWN);
  const hidden = tasks.length - shown.length + more;
  return (
    <>
      {shown.map((task) => (
        <button
          key={task.id}
          type="button"
          className={classes.task}
          data-overdue={task.overdue || undefined}
          onClick={() => onOpen(task.id)}
        >
          {task.due?.at && <small>{f.time(task.due.at)}</small>} {task.title}
        </button>
      ))}
      {hidden > 0 && (
        <button type="button" className={classes.rest} disabled={all} onClick={() => setAll(true)}>
          {t('moreTasks', { count: hidden })}
        </button>
      )}
    </>
  );
}
