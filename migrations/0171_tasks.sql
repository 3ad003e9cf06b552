-- Something that a colleague has to do.
create table tasks (
  workspace_id uuid not null references workspaces,
  id uuid not null,
  title text not null,
  note text,
  -- The shop's day; with `due_at` the instant on it.
  due_on date,
  due_at timestamptz,
  -- From here on it is overdue: the instant, or the end of the day. Without a due day the year 9999. Lists sort by it.
  due_by timestamptz not null,
  -- {every, unit, weekdays?, calendar?, until?}; the series counts from `repeats_from`.
  repeat jsonb,
  repeats_from date,
  -- [{id, text, done}]
  checklist jsonb not null default '[]',
  -- {minutesBefore, anyDay} as chosen, and when it is to ring.
  remind jsonb,
  remind_at timestamptz,
  -- Null: whoever has time.
  assignee_id uuid,
  customer_id uuid,
  -- {label, path} inside the application or {label, url}.
  link jsonb,
  created_by uuid,
  created_by_name text not null,
  created_at timestamptz not null,
  -- Derived from the newest row of task_events.
  done_at timestamptz,
  done_by_name text,
  deleted_at timestamptz,
  -- The task whose completion made this one.
  follows uuid,
  version int not null default 1,
  primary key (workspace_id, id),
  foreign key (workspace_id, customer_id) references customers
);
create index tasks_of_assignee on tasks (workspace_id, assignee_id, due_by, id) where done_at is null and deleted_at is null;
create index tasks_given on tasks (workspace_id, created_by, due_by, id) where done_at is null and deleted_at is null;
create index tasks_open on tasks (workspace_id, due_by, id) where done_at is null and deleted_at is null;
create index tasks_done on tasks (workspace_id, done_at desc, id desc) where done_at is not null and deleted_at is null;
create index tasks_of_customer on tasks (workspace_id, customer_id, id) where customer_id is not null and deleted_at is null;
create index tasks_to_remind on tasks (workspace_id, remind_at) where remind_at is not null and done_at is null and deleted_at is null;
create unique index tasks_follow on tasks (workspace_id, follows) where follows is not null;
select regulars_wall('tasks', 'full');

-- What became of a task, for good.
create table task_events (
  workspace_id uuid not null,
  task_id uuid not null,
  id uuid not null,
  kind text not null check (kind in ('created', 'changed', 'done', 'reopened', 'deleted', 'restored')),
  by_id uuid,
  by_name text not null,
  at timestamptz not null,
  primary key (workspace_id, task_id, id),
  foreign key (workspace_id, task_id) references tasks on delete cascade
);
select regulars_wall('task_events', 'append');

create table task_watchers (
  workspace_id uuid not null,
  task_id uuid not null,
  member_id uuid not null,
  primary key (workspace_id, task_id, member_id),
  foreign key (workspace_id, task_id) references tasks on delete cascade
);
create index task_watchers_of_member on task_watchers (workspace_id, member_id, task_id);
select regulars_wall('task_watchers', 'full');

create table task_comments (
  workspace_id uuid not null,
  task_id uuid not null,
  id uuid not null,
  body text not null,
  mentions uuid[] not null default '{}',
  by_id uuid,
  by_name text not null,
  at timestamptz not null,
  primary key (workspace_id, task_id, id),
  foreign key (workspace_id, task_id) references tasks on delete cascade
);
select regulars_wall('task_comments', 'full');
