-- What customers may choose to read about.
create table care_topics (
  workspace_id uuid not null references workspaces,
  id uuid not null,
  name text not null,
  created_at timestamptz not null,
  removed_at timestamptz,
  primary key (workspace_id, id)
);
create unique index care_topics_name on care_topics (workspace_id, name) where removed_at is null;
select regulars_wall('care_topics', 'full');

-- The newest word of a customer on a topic.
create table care_topic_choices (
  workspace_id uuid not null,
  customer_id uuid not null,
  topic_id uuid not null,
  wanted boolean not null,
  at timestamptz not null,
  by_name text not null,
  primary key (workspace_id, customer_id, topic_id),
  foreign key (workspace_id, customer_id) references customers on delete cascade,
  foreign key (workspace_id, topic_id) references care_topics on delete cascade
);
create index care_topic_choices_of_topic on care_topic_choices (workspace_id, topic_id, customer_id) where wanted;
select regulars_wall('care_topic_choices', 'full');

-- Articles and tips: written once, for the page, the newsletter and WeChat.
create table care_articles (
  workspace_id uuid not null references workspaces,
  id uuid not null,
  topic_id uuid not null,
  -- {tongue: {title, text}}; a text is paragraphs with [words](address) in them.
  content jsonb not null,
  -- A small picture as a data address.
  picture text,
  published_at timestamptz,
  -- When it went out as a newsletter; once.
  sent_at timestamptz,
  version int not null default 1,
  created_by_name text not null,
  created_at timestamptz not null,
  removed_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, topic_id) references care_topics
);
create index care_articles_newest on care_articles (workspace_id, created_at desc, id desc) where removed_at is null;
create index care_articles_public on care_articles (workspace_id, published_at desc, id desc) where published_at is not null and removed_at is null;
select regulars_wall('care_articles', 'full');
