import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { keyset, useKeysetList } from '../../../api/lists.ts';
import { ErrorState } from '../../../kit/error-state.tsx';
import { Lines, Waiting } from '../../../kit/skeletons.tsx';
import { api, type Task, type TaskView } from '../api.ts';
import { TaskRow } from './task-row.tsx';
import classes from './tasks.module.css';
import { useTaskActs } from './use-acts.ts';

export interface AskedTasks {
  view?: TaskView | undefined;
  state?: 'open' | 'done' | undefined;
  when?: 'overdue' | 'today' | 'week' | 'undated' | undefined;
  customerId?: string | undefined;
}

interface TaskListProps {
  asked: AskedTasks;
  without?: 'assignee' | 'customer';
  onOpen: (task: Task) => void;
  empty: ReactNode;
}

/** Tasks as they are due, page by page. */
export function TaskList({ asked, without, onOpen, empty }: TaskListProps): ReactNode {
  const { t } = useTranslation('team');
  const acts = useTaskActs();
  const list = useKeysetList(
    api.tasks.list.infiniteOptions({ input: (cursor: string | undefined) => ({ ...asked, cursor }), ...keyset }),
  );
  if (list.rows === undefined)
    return list.error ? (
      <ErrorState error={list.error} retry={list.retry} small />
    ) : (
      <Waiting>
        <Lines count={6} />
      </Waiting>
    );
  if (list.rows.length === 0) return empty;
  return (
    <>
      <ul className={classes.list} aria-label={t('tasks')}>
        {list.rows.map((task) => (
          <TaskRow
            key={task.id}
            task={task}
            {...(without ? { without } : {})}
            onOpen={onOpen}
            onDone={(one) => (one.doneAt === null ? acts.done(one) : acts.reopen(one))}
          />
        ))}
      </ul>
      {list.more && (
        <div className={classes.more}>
          <Button variant="subtle" loading={list.loadingMore} onClick={list.more}>
            {t('more')}
          </Button>
        </div>
      )}
    </>
  );
}
