import { Button, Menu } from '@mantine/core';
import { IconCheck, IconChevronDown, IconTrash } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { addDays, weekday } from '../../../../maths/calendar.ts';
import { useMay } from '../../../api/session.ts';
import { ErrorState } from '../../../kit/error-state.tsx';
import { SideDrawer } from '../../../kit/side-drawer.tsx';
import { Lines, Waiting } from '../../../kit/skeletons.tsx';
import { toast } from '../../../kit/toast.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api, type Task } from '../api.ts';
import { Comments } from './comments.tsx';
import { useColleagues } from './members.ts';
import { draftOf, emptyDraft, givenOf, type TaskDraft } from './task-draft.ts';
import { TaskFacts } from './task-facts.tsx';
import { TaskForm } from './task-form.tsx';
import classes from './tasks.module.css';
import { useLookAgain, useTaskActs } from './use-acts.ts';

export interface NewTask {
  customerId?: string | undefined;
  day?: string | undefined;
  title?: string | undefined;
}

interface TaskDrawerProps {
  /** A task's id, or what a new one begins with; null: nothing is open. */
  open: string | NewTask | null;
  onClose: () => void;
}

/** Makes a task or changes one, with what was said about it. */
export function TaskDrawer({ open, onClose }: TaskDrawerProps): ReactNode {
  const { t } = useTranslation('team');
  const mayEdit = useMay('tasks.edit');
  return (
    <SideDrawer opened={open !== null} onClose={onClose} title={t(typeof open === 'string' ? 'task' : 'newTask')}>
      {typeof open === 'string' && <Opened id={open} onClose={onClose} />}
      {open !== null && typeof open !== 'string' && mayEdit && <Fresh given={open} onClose={onClose} />}
    </SideDrawer>
  );
}

function Fresh({ given, onClose }: { given: NewTask; onClose: () => void }): ReactNode {
  const { t } = useTranslation('team');
  const { zone } = useFormats().settings;
  const me = useColleagues().find(({ self }) => self);
  const lookAgain = useLookAgain();
  const create = useMutation(api.tasks.create.mutationOptions({ onSettled: lookAgain }));
  if (!me)
    return (
      <Waiting>
        <Lines count={6} />
      </Waiting>
    );
  const start: TaskDraft = {
    ...emptyDraft,
    assigneeId: me.id,
    customerId: given.customerId ?? null,
    day: given.day ?? '',
    title: given.title ?? '',
  };
  const save = (draft: TaskDraft) =>
    create.mutate(givenOf(draft, zone), {
      onSuccess() {
        onClose();
        toast(t('said.created'));
      },
    });
  return (
    <TaskForm
      start={start}
      submit={t('create')}
      busy={create.isPending}
      error={create.error}
      onSave={save}
      onCancel={onClose}
    />
  );
}

function Opened({ id, onClose }: { id: string; onClose: () => void }): ReactNode {
  const { t } = useTranslation('team');
  const { data, error, refetch } = useQuery(api.tasks.read.queryOptions({ input: { id } }));
  if (!data)
    return error ? (
      <ErrorState error={error} retry={() => void refetch()} small />
    ) : (
      <Waiting>
        <Lines count={6} />
      </Waiting>
    );
  return (
    <>
      {data.mayEdit ? <Editable key={data.version} task={data} onClose={onClose} /> : <TaskFacts task={data} />}
      <Comments task={data} />
      <section className={classes.part}>
        <h3>{t('history')}</h3>
        <Events task={data} />
      </section>
    </>
  );
}

function Editable({ task, onClose }: { task: Task; onClose: () => void }): ReactNode {
  const { t } = useTranslation('team');
  const { zone } = useFormats().settings;
  const acts = useTaskActs();
  const lookAgain = useLookAgain();
  const change = useMutation(api.tasks.change.mutationOptions({ onSettled: lookAgain }));
  const save = (draft: TaskDraft) =>
    change.mutate(
      { id: task.id, version: task.version, ...givenOf(draft, zone) },
      {
        onSuccess() {
          onClose();
          toast(t('said.saved'));
        },
      },
    );
  return (
    <>
      <div className={classes.drawerActs}>
        {task.doneAt === null ? (
          <>
            <Button
              leftSection={<IconCheck size={16} />}
              onClick={() => {
                acts.done(task);
                onClose();
              }}
            >
              {t('done')}
            </Button>
            <Postpone task={task} />
          </>
        ) : (
          <Button variant="default" onClick={() => acts.reopen(task)}>
            {t('reopen')}
          </Button>
        )}
        <Button
          variant="subtle"
          color="gray"
          leftSection={<IconTrash size={16} stroke={1.6} />}
          onClick={() => acts.remove(task, onClose)}
        >
          {t('remove')}
        </Button>
      </div>
      <TaskForm
        start={draftOf(task, zone)}
        submit={t('save')}
        busy={change.isPending}
        error={change.error}
        onSave={save}
        onCancel={onClose}
      />
    </>
  );
}

export function Postpone({ task }: { task: { id: string; title: string } }): ReactNode {
  const { t } = useTranslation('team');
  const f = useFormats();
  const acts = useTaskActs();
  const { today } = f.settings;
  const days = [
    ['tomorrow', addDays(today, 1)],
    ['soon', addDays(today, 3)],
    ['monday', addDays(today, 8 - weekday(today))],
  ] as const;
  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <Button
          variant="default"
          rightSection={<IconChevronDown size={15} />}
          aria-label={t('postponeNamed', { title: task.title })}
        >
          {t('postpone')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {days.map(([key, day]) => (
          <Menu.Item key={key} rightSection={<small>{f.date(day)}</small>} onClick={() => acts.postpone(task, day)}>
            {t(`later.${key}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function Events({ task }: { task: { events: { id: string; kind: string; by: string; at: string }[] } }): ReactNode {
  const { t } = useTranslation('team');
  const f = useFormats();
  return (
    <ul className={classes.events}>
      {task.events.map((event) => (
        <li key={event.id}>
          {t(`event.${event.kind}`, { by: event.by })} · {f.dateTime(event.at)}
        </li>
      ))}
    </ul>
  );
}
