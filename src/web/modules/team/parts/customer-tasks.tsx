import { Button } from '@mantine/core';
import { IconChecklist, IconPlus } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../../api/session.ts';
import { EmptyState } from '../../../kit/empty-state.tsx';
import { FilterChips } from '../../../kit/filter-chips.tsx';
import { TaskDrawer, type NewTask } from './task-drawer.tsx';
import { TaskList } from './task-list.tsx';
import classes from './tasks.module.css';

/** What is to be done for one customer. Default export: the card loads it lazily. */
export default function CustomerTasks({ customerId }: { customerId: string }): ReactNode {
  const { t } = useTranslation('team');
  const mayEdit = useMay('tasks.edit');
  const [open, setOpen] = useState<string | NewTask | null>(null);
  const [state, setState] = useState<'open' | 'done'>('open');
  return (
    <>
      <div className={classes.filters}>
        <FilterChips
          label={t('state')}
          options={[{ value: 'done', label: t('when.done') }]}
          chosen={state === 'done' ? ['done'] : []}
          onChange={(chosen) => setState(chosen.length > 0 ? 'done' : 'open')}
        />
        {mayEdit && (
          <Button
            ml="auto"
            variant="default"
            size="compact-md"
            leftSection={<IconPlus size={15} />}
            onClick={() => setOpen({ customerId })}
          >
            {t('newTask')}
          </Button>
        )}
      </div>
      <TaskList
        asked={{ customerId, state }}
        without="customer"
        onOpen={(task) => setOpen(task.id)}
        empty={
          <EmptyState small icon={IconChecklist}>
            {t(state === 'done' ? 'empty.done' : 'empty.customer')}
          </EmptyState>
        }
      />
      <TaskDrawer open={open} onClose={() => setOpen(null)} />
    </>
  );
}
