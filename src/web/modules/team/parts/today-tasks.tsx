import { Checkbox } from '@mantine/core';
import { IconListCheck } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Card } from '../../../kit/surface.tsx';
import type { PanelPlaces } from '../../../shell/module.ts';
import { useDueWords } from './due-words.ts';
import { Postpone } from './task-drawer.tsx';
import classes from './tasks.module.css';
import today from './today-tasks.module.css';
import { useTaskActs } from './use-acts.ts';

const FIRST = 5;

/** One's tasks of the day above the customers: a tap and it is done. Default export: the page loads it lazily. */
export default function TodayTasks({ tasks }: PanelPlaces['today.tasks']): ReactNode {
  const { t } = useTranslation('team');
  const due = useDueWords();
  const acts = useTaskActs();
  const [all, setAll] = useState(false);
  if (tasks.length === 0) return null;
  const shown = all ? tasks : tasks.slice(0, FIRST);
  return (
    <Card
      heading={t('myTasks')}
      note={String(tasks.length)}
      end={<Link to="/team/tasks">{t('allTasks')}</Link>}
      aria-label={t('myTasks')}
    >
      <ul className={classes.list}>
        {shown.map((task) => (
          <li key={task.id} className={classes.row}>
            <Checkbox
              className={classes.box}
              checked={false}
              onChange={() => acts.done(task)}
              aria-label={t('doneNamed', { title: task.title })}
            />
            <div className={classes.text}>
              <Link to="/team/tasks" search={{ task: task.id } as never} className={classes.title}>
                {task.title}
              </Link>
              <div className={classes.facts}>
                <span className={classes.due} data-overdue={task.overdue || undefined}>
                  {task.overdue && <span className={classes.late}>{t('overdue')}</span>} {due(task.due)}
                </span>
                {task.customer && <Link to={`/customers/${task.customer.id}`}>{task.customer.name}</Link>}
                {task.checklist.all > 0 && (
                  <span>
                    <IconListCheck size={14} stroke={1.8} aria-hidden="true" /> {task.checklist.done}/
                    {task.checklist.all}
                  </span>
                )}
              </div>
            </div>
            <div className={today.later}>
              <Postpone task={task} />
            </div>
          </li>
        ))}
      </ul>
      {tasks.length > FIRST && (
        <button type="button" className={today.more} onClick={() => setAll(!all)} aria-expanded={all}>
          {all ? t('fewer') : t('moreTasks', { count: tasks.length - FIRST })}
        </button>
      )}
    </Card>
  );
}
