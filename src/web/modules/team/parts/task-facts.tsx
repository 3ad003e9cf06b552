import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Facts } from '../../../kit/surface.tsx';
import type { Task } from '../api.ts';
import { useDueWords } from './due-words.ts';
import { TaskLink } from './task-row.tsx';

/** A task that one may only look at. */
export function TaskFacts({ task }: { task: Task }): ReactNode {
  const { t } = useTranslation('team');
  const due = useDueWords();
  return (
    <>
      <h3>{task.title}</h3>
      {task.note && <p style={{ whiteSpace: 'pre-wrap' }}>{task.note}</p>}
      <Facts
        facts={[
          [t('field.due'), task.due && due(task.due)],
          [t('field.assignee'), task.assignee?.name ?? t('anybody')],
          [t('field.givenBy'), task.by],
          [
            t('field.customer'),
            task.customer && <Link to={`/customers/${task.customer.id}`}>{task.customer.name}</Link>,
          ],
          [t('field.link'), task.link && <TaskLink link={task.link} />],
        ]}
      />
    </>
  );
}
