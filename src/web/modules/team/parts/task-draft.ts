import { clockAt, instantAt, minutesOf } from '../../../../maths/wall-clock.ts';
import type { Task, TaskGiven } from '../api.ts';

/** A task as the form holds it: times as a clock shows them, choices as words. */
export interface TaskDraft {
  title: string;
  note: string;
  day: string;
  time: string;
  /** Minutes before, or '' for no reminder. */
  remind: string;
  anyDay: boolean;
  repeat: '' | 'day' | 'week' | 'month' | 'year' | 'lunarYear';
  every: number;
  weekdays: number[];
  checklist: { id?: string; text: string; done: boolean }[];
  /** '' for whoever has time. */
  assigneeId: string;
  watcherIds: string[];
  customerId: string | null;
  linkLabel: string;
  linkTo: string;
}

export const emptyDraft: TaskDraft = {
  title: '',
  note: '',
  day: '',
  time: '',
  remind: '0',
  anyDay: false,
  repeat: '',
  every: 1,
  weekdays: [],
  checklist: [],
  assigneeId: '',
  watcherIds: [],
  customerId: null,
  linkLabel: '',
  linkTo: '',
};

export function draftOf(task: Task, zone: string): TaskDraft {
  return {
    title: task.title,
    note: task.note ?? '',
    day: task.due?.on ?? '',
    time: task.due?.at ? timeText(clockAt(zone, new Date(task.due.at)).minutes) : '',
    remind: task.remind ? String(task.remind.minutesBefore) : '',
    anyDay: task.remind?.anyDay ?? false,
    repeat: task.repeat ? (task.repeat.calendar === 'lunar' ? 'lunarYear' : task.repeat.unit) : '',
    every: task.repeat?.every ?? 1,
    weekdays: task.repeat?.weekdays ?? [],
    checklist: task.checklist,
    assigneeId: task.assignee?.id ?? '',
    watcherIds: task.watchers.map(({ id }) => id),
    customerId: task.customer?.id ?? null,
    linkLabel: task.link?.label ?? '',
    linkTo: task.link?.to ?? '',
  };
}

export function givenOf(draft: TaskDraft, zone: string): TaskGiven {
  const due = dueOfDraft(draft, zone);
  return {
    title: draft.title.trim(),
    note: draft.note.trim() || null,
    due,
    remind: due && draft.remind !== '' ? { minutesBefore: Number(draft.remind), anyDay: draft.anyDay } : null,
    repeat: due && draft.repeat !== '' ? repeatOf(draft) : null,
    checklist: draft.checklist.filter(({ text }) => text.trim() !== ''),
    assigneeId: draft.assigneeId || null,
    watcherIds: draft.watcherIds,
    customerId: draft.customerId,
    link: draft.linkTo.trim()
      ? { label: draft.linkLabel.trim() || draft.linkTo.trim(), to: draft.linkTo.trim() }
      : null,
  };
}

export function dueOfDraft({ day, time }: Pick<TaskDraft, 'day' | 'time'>, zone: string): TaskGiven['due'] {
  if (day === '') return null;
  return time === '' ? { on: day } : { at: instantAt(zone, day, minutesOf(time)).toISOString() };
}

function repeatOf({ repeat, every, weekdays }: TaskDraft): NonNullable<TaskGiven['repeat']> {
  if (repeat === 'lunarYear') return { every, unit: 'year', calendar: 'lunar' };
  const unit = repeat || 'day';
  return unit === 'week' && weekdays.length > 0 ? { every, unit, weekdays: weekdays.toSorted() } : { every, unit };
}

function timeText(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}
