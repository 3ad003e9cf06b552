import { Checkbox } from '@mantine/core';
import { IconListCheck, IconRepeat } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Task } from '../api.ts';
import { useDueWords, useRepeatWords } from './due-words.ts';
import classes from './tasks.module.css';

interface TaskRowProps {
  task: Task;
  /** Not said again on somebody's own list, or on the customer's card. */
  without?: 'assignee' | 'customer';
  onDone: (task: Task) => void;
  onOpen: (task: Task) => void;
}

/** One task: a box to tick, what, when, about whom. */
export function TaskRow({ task, without, onDone, onOpen }: TaskRowProps): ReactNode {
  const { t } = useTranslation('team');
  const due = useDueWords();
  const repeat = useRepeatWords();
  const done = task.doneAt !== null;
  const ticked = task.checklist.filter((item) => item.done).length;
  return (
    <li className={classes.row} data-done={done || undefined}>
      <Checkbox
        className={classes.box}
        checked={done}
        disabled={!task.mayEdit}
        onChange={() => onDone(task)}
        aria-label={t(done ? 'reopenNamed' : 'doneNamed', { title: task.title })}
      />
      <div className={classes.text}>
        <button type="button" className={classes.title} onClick={() => onOpen(task)}>
          {task.title}
        </button>
        <div className={classes.facts}>
          {task.due && (
            <span className={classes.due} data-overdue={task.overdue || undefined}>
              {task.overdue && <span className={classes.late}>{t('overdue')}</span>} {due(task.due)}
            </span>
          )}
          {task.repeat && (
            <span>
              <IconRepeat size={13} stroke={1.8} aria-hidden="true" /> {repeat(task.repeat)}
            </span>
          )}
          {task.customer && without !== 'customer' && (
            <Link to={`/customers/${task.customer.id}`}>{task.customer.name}</Link>
          )}
          {task.checklist.length > 0 && (
            <span>
              <IconListCheck size={14} stroke={1.8} aria-hidden="true" /> {ticked}/{task.checklist.length}
            </span>
          )}
          {without !== 'assignee' && <span>{task.assignee?.name ?? t('anybody')}</span>}
          {task.link && <TaskLink link={task.link} />}
        </div>
      </div>
    </li>
  );
}

export function TaskLink({ link }: { link: { label: string; to: string } }): ReactNode {
  return link.to.startsWith('/') ? (
    <Link to={link.to}>{link.label}</Link>
  ) : (
    <a href={link.to} target="_blank" rel="noreferrer noopener">
      {link.label}
    </a>
  );
}
