-- What colleagues are to know: a standard of service to read, or a course with a short test.
create table courses (
  workspace_id uuid not null references workspaces,
  id uuid not null,
  title text not null,
  -- Plain text; an empty line parts paragraphs.
  body text not null,
  -- [{id, text, choices: [text], right: [index]}]; none: it is only to be read.
  questions jsonb not null default '[]',
  -- Per cent of the questions that have to be right.
  pass_at int not null check (pass_at between 1 and 100),
  -- A later edition is to be read, and its test passed, anew.
  edition int not null default 1,
  edition_at timestamptz not null,
  -- For every colleague, those to come included; else for those in course_assignments.
  for_everybody boolean not null,
  -- From the day on which a colleague gets it.
  due_days int check (due_days between 1 and 365),
  created_by_name text not null,
  created_at timestamptz not null,
  retired_at timestamptz,
  version int not null default 1,
  primary key (workspace_id, id)
);
select regulars_wall('courses', 'full');

create table course_assignments (
  workspace_id uuid not null,
  course_id uuid not null,
  member_id uuid not null,
  by_name text not null,
  at timestamptz not null,
  primary key (workspace_id, course_id, member_id),
  foreign key (workspace_id, course_id) references courses on delete cascade
);
select regulars_wall('course_assignments', 'full');

-- Who read or passed which edition, for good.
create table course_receipts (
  workspace_id uuid not null,
  course_id uuid not null,
  id uuid not null,
  member_id uuid not null,
  edition int not null,
  kind text not null check (kind in ('read', 'passed', 'failed')),
  -- Of a test: how many were right, of how many.
  right_answers int,
  questions int,
  at timestamptz not null,
  primary key (workspace_id, course_id, id),
  foreign key (workspace_id, course_id) references courses on delete cascade
);
create index course_receipts_of_member on course_receipts (workspace_id, member_id, course_id, edition);
select regulars_wall('course_receipts', 'append');
