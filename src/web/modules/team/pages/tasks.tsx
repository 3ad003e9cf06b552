import { Button } from '@mantine/core';
import { IconChecklist, IconPlus } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../../api/session.ts';
import { EmptyState } from '../../../kit/empty-state.tsx';
import { FilterChips } from '../../../kit/filter-chips.tsx';
import { PageHead } from '../../../kit/page-head.tsx';
import { QuickAdd } from '../parts/quick-add.tsx';
import { readTaskSearch, type TaskSearch } from '../parts/search.ts';
import { TaskDrawer } from '../parts/task-drawer.tsx';
import { TaskList } from '../parts/task-list.tsx';
import { TeamTabs } from '../parts/team-tabs.tsx';
import classes from '../parts/tasks.module.css';

const VIEWS = ['mine', 'given', 'watching', 'team'] as const;
const WHENS = ['overdue', 'today', 'week', 'undated'] as const;

/** Tasks as they are due: mine, those I gave, those I watch, the team's. */
export function TasksPage(): ReactNode {
  const { t } = useTranslation('team');
  const mayEdit = useMay('tasks.edit');
  const search = readTaskSearch(useSearch({ strict: false }));
  const navigate = useNavigate();
  const go = (to: TaskSearch) => void navigate({ to: '/team/tasks', search: to as never, replace: true });
  const { view = 'mine', state = 'open', when } = search;
  const shown: TaskSearch = { view, state, ...(when ? { when } : {}) };
  const fresh = search.new ? { customerId: search.customer, day: search.day, title: search.title } : null;
  return (
    <>
      <PageHead
        title={t('tasks')}
        actions={
          mayEdit && (
            <Button leftSection={<IconPlus size={16} />} onClick={() => go({ ...shown, new: true })}>
              {t('newTask')}
            </Button>
          )
        }
      />
      <TeamTabs />
      <div className={classes.filters}>
        <FilterChips
          label={t('whose')}
          single
          options={VIEWS.map((value) => ({ value, label: t(`view.${value}`) }))}
          chosen={[view]}
          onChange={([chosen = 'mine']) => go({ ...shown, view: chosen })}
        />
        <FilterChips
          label={t('state')}
          single
          options={[...WHENS, 'done' as const].map((value) => ({ value, label: t(`when.${value}`) }))}
          chosen={state === 'done' ? ['done'] : when ? [when] : []}
          onChange={([chosen]) =>
            go({ view, ...(chosen === 'done' ? { state: 'done' } : chosen ? { when: chosen } : {}) })
          }
        />
      </div>
      {mayEdit && state === 'open' && <QuickAdd onMore={(draft) => go({ ...shown, new: true, ...draft })} />}
      <TaskList
        asked={{ view, state, ...(when ? { when } : {}) }}
        {...(view === 'mine' ? { without: 'assignee' as const } : {})}
        onOpen={(task) => go({ ...shown, task: task.id })}
        empty={<EmptyState icon={IconChecklist}>{t(state === 'done' ? 'empty.done' : `empty.${view}`)}</EmptyState>}
      />
      <TaskDrawer open={search.task ?? fresh} onClose={() => go(shown)} />
    </>
  );
}
