import { z } from 'zod';
import { byId, civilDate, id, instant, listInput, nothing, operation, page, pick } from '../../../kernel/contract.ts';
import type { ErrorCatalog } from '../../../kernel/errors.ts';

export const taskErrors = {
  TASK_NOT_FOUND: { status: 404 },
  TASK_COMMENT_NOT_FOUND: { status: 404 },
  TASK_ITEM_NOT_FOUND: { status: 404 },
  TASK_DAY_UNFIT: { status: 422 },
  TASK_NEEDS_DAY: { status: 422 },
  TASK_MEMBER_UNKNOWN: { status: 422 },
  TASK_CUSTOMER_UNKNOWN: { status: 422 },
} as const satisfies ErrorCatalog;

const person = z.object({ id, name: z.string() });
const title = z.string().trim().min(1).max(300);
const noteText = z.string().trim().max(10_000);

/** A day, or an instant on one. Neither: without a due date. */
const due = z.object({ on: civilDate, at: instant.nullable() });
const dueGiven = z.union([z.object({ on: civilDate }).strict(), z.object({ at: instant }).strict()]);

const repeat = z
  .object({
    every: z.number().int().min(1).max(99).default(1),
    unit: z.enum(['day', 'week', 'month', 'year']),
    /** ISO 8601: Monday 1 … Sunday 7. */
    weekdays: z.array(z.number().int().min(1).max(7)).max(7).optional(),
    calendar: z.enum(['solar', 'lunar']).optional(),
    until: civilDate.optional(),
  })
  .strict();

const reminder = z
  .object({
    /** Before the instant; of a day, whole days before it, when the shop opens. */
    minutesBefore: z
      .number()
      .int()
      .min(0)
      .max(60 * 24 * 60)
      .default(0),
    /** Ring on days off, too. */
    anyDay: z.boolean().default(false),
  })
  .strict();

const checkItem = z.object({ id: z.string(), text: z.string(), done: z.boolean() });
const checklistGiven = z
  .array(
    z
      .object({
        id: z.string().max(40).optional(),
        text: z.string().trim().min(1).max(300),
        done: z.boolean().default(false),
      })
      .strict(),
  )
  .max(100);

/** Something in the application (`/orders/…`) or an address on the web. */
const link = z.object({
  label: z.string().trim().min(1).max(200),
  to: z
    .string()
    .max(1000)
    .regex(/^(\/(?![/\\])[^\s\\]*|https?:\/\/[^\s\\]+)$/),
});

const task = z.object({
  id,
  title: z.string(),
  note: z.string().nullable(),
  due: due.nullable(),
  overdue: z.boolean(),
  repeat: repeat.nullable(),
  remind: reminder.nullable(),
  remindAt: instant.nullable(),
  checklist: z.array(checkItem),
  assignee: person.nullable(),
  watchers: z.array(person),
  /** Null where the task is about nobody, or about somebody the caller may not see. */
  customer: person.nullable(),
  link: link.nullable(),
  by: z.string(),
  byMe: z.boolean(),
  createdAt: instant,
  doneAt: instant.nullable(),
  doneBy: z.string().nullable(),
  deletedAt: instant.nullable(),
  mayEdit: z.boolean(),
  version: z.number().int(),
});

const comment = z.object({
  id,
  body: z.string(),
  mentions: z.array(person),
  by: z.string(),
  mine: z.boolean(),
  at: instant,
});
const event = z.object({
  id,
  kind: z.enum(['created', 'changed', 'done', 'reopened', 'deleted', 'restored']),
  by: z.string(),
  at: instant,
});

const given = z.object({
  title,
  note: noteText.nullish(),
  due: dueGiven.nullish(),
  repeat: repeat.nullish(),
  remind: reminder.nullish(),
  checklist: checklistGiven.optional(),
  /** Oneself unless said; null for whoever has time. */
  assigneeId: id.nullish(),
  watcherIds: z.array(id).max(50).optional(),
  customerId: id.nullish(),
  link: link.strict().nullish(),
});

const views = z.enum(['mine', 'given', 'watching', 'team']);
const filters = {
  state: z.enum(['open', 'done']).default('open'),
  when: z.enum(['any', 'overdue', 'today', 'week', 'undated']).default('any'),
  assigneeId: id.optional(),
  customerId: id.optional(),
};

const day = z.object({ day: civilDate, tasks: z.array(task), more: z.number().int() });

export const tasksContract = {
  list: operation({
    method: 'GET',
    path: '/tasks',
    summary: 'Tasks, what is due first at the top; done ones, the newest first',
    requires: 'tasks.read',
    input: listInput.extend({ view: views.default('mine'), ...filters }).strict(),
    output: page(task),
    errors: pick(taskErrors, 'TASK_CUSTOMER_UNKNOWN'),
  }),
  board: operation({
    method: 'GET',
    path: '/tasks/board',
    summary: 'Who has how much: overdue, today and the days after, per colleague',
    requires: 'tasks.read',
    input: z.object({ days: z.coerce.number().int().min(1).max(14).default(7) }).strict(),
    output: z.object({
      days: z.array(z.object({ day: civilDate, works: z.boolean() })),
      rows: z.array(
        z.object({
          /** Null: tasks for whoever has time. */
          member: person.nullable(),
          overdue: z.number().int(),
          perDay: z.array(z.number().int()),
          later: z.number().int(),
          doneToday: z.number().int(),
        }),
      ),
    }),
  }),
  month: operation({
    method: 'GET',
    path: '/tasks/month',
    summary: 'The tasks of a month day by day, with the days off of the shop',
    requires: 'tasks.read',
    input: z
      .object({
        month: z
          .string()
          .regex(/^(19|20|21)\d\d-(0[1-9]|1[0-2])$/)
          .optional(),
        view: views.default('mine'),
      })
      .strict(),
    output: z.object({
      month: z.string(),
      days: z.array(day.extend({ works: z.boolean(), holiday: z.string().nullable() })),
    }),
  }),
  read: operation({
    method: 'GET',
    path: '/tasks/{id}',
    summary: 'A task with its comments and what became of it',
    requires: 'tasks.read',
    input: byId,
    output: task.extend({ comments: z.array(comment), events: z.array(event) }),
    errors: pick(taskErrors, 'TASK_NOT_FOUND'),
  }),
  create: operation({
    method: 'POST',
    path: '/tasks',
    summary: 'Give oneself or a colleague a task',
    requires: 'tasks.edit',
    input: given.strict(),
    output: task,
    errors: pick(taskErrors, 'TASK_DAY_UNFIT', 'TASK_NEEDS_DAY', 'TASK_MEMBER_UNKNOWN', 'TASK_CUSTOMER_UNKNOWN'),
  }),
  change: operation({
    method: 'PATCH',
    path: '/tasks/{id}',
    summary: 'Change a task; what is not named stays',
    requires: 'tasks.edit',
    input: given.partial().extend({ id, version: z.number().int().optional() }).strict(),
    output: task,
    errors: taskErrors,
  }),
  done: operation({
    method: 'POST',
    path: '/tasks/{id}/done',
    summary: 'Done; a repeating task makes the next one',
    requires: 'tasks.edit',
    input: byId,
    output: z.object({ task, next: task.nullable() }),
    errors: pick(taskErrors, 'TASK_NOT_FOUND'),
    status: 200,
  }),
  reopen: operation({
    method: 'POST',
    path: '/tasks/{id}/reopen',
    summary: 'Not done after all; takes back the next one where nobody has touched it',
    requires: 'tasks.edit',
    input: byId,
    output: task,
    errors: pick(taskErrors, 'TASK_NOT_FOUND'),
    status: 200,
  }),
  postpone: operation({
    method: 'POST',
    path: '/tasks/{id}/postpone',
    summary: 'To another day, at the same time of day',
    requires: 'tasks.edit',
    input: z.object({ id, day: civilDate }).strict(),
    output: task,
    errors: pick(taskErrors, 'TASK_NOT_FOUND', 'TASK_DAY_UNFIT'),
    status: 200,
  }),
  remove: operation({
    method: 'DELETE',
    path: '/tasks/{id}',
    summary: 'Delete a task; it can be restored',
    requires: 'tasks.edit',
    input: byId,
    output: nothing,
    errors: pick(taskErrors, 'TASK_NOT_FOUND'),
  }),
  restore: operation({
    method: 'POST',
    path: '/tasks/{id}/restore',
    summary: 'Take the deletion back',
    requires: 'tasks.edit',
    input: byId,
    output: task,
    errors: pick(taskErrors, 'TASK_NOT_FOUND'),
    status: 200,
  }),
  check: operation({
    method: 'POST',
    path: '/tasks/{id}/checklist',
    summary: 'Tick an item of the checklist, or take the tick back',
    requires: 'tasks.edit',
    input: z.object({ id, itemId: z.string().max(40), done: z.boolean() }).strict(),
    output: task,
    errors: pick(taskErrors, 'TASK_NOT_FOUND', 'TASK_ITEM_NOT_FOUND'),
    status: 200,
  }),
  comment: operation({
    method: 'POST',
    path: '/tasks/{id}/comments',
    summary: 'Say something about a task; who is mentioned is told',
    requires: 'tasks.read',
    input: z
      .object({ id, body: z.string().trim().min(1).max(5000), mentions: z.array(id).max(50).default([]) })
      .strict(),
    output: comment,
    errors: pick(taskErrors, 'TASK_NOT_FOUND'),
  }),
  removeComment: operation({
    method: 'DELETE',
    path: '/tasks/{id}/comments/{commentId}',
    summary: 'Take back what one said oneself',
    requires: 'tasks.read',
    input: z.object({ id, commentId: id }).strict(),
    output: nothing,
    errors: pick(taskErrors, 'TASK_NOT_FOUND', 'TASK_COMMENT_NOT_FOUND'),
  }),
  ring: operation({
    method: 'POST',
    path: '/tasks/reminder',
    summary: 'When a reminder would ring',
    requires: 'tasks.read',
    readOnly: true,
    input: z.object({ due: dueGiven, remind: reminder }).strict(),
    output: z.object({ at: instant, moved: z.boolean() }),
    errors: pick(taskErrors, 'TASK_DAY_UNFIT'),
  }),
};

export type Task = z.infer<typeof task>;
export type TaskComment = z.infer<typeof comment>;
export type TaskGiven = z.infer<typeof given>;
export type DueGiven = z.infer<typeof dueGiven>;
export type CheckItem = z.infer<typeof checkItem>;
export type TaskView = z.infer<typeof views>;
export type TaskFilters = z.infer<z.ZodObject<typeof filters>>;
export type TaskEvent = z.infer<typeof event>;
