-- Who follows the shop's account at WeChat or stands in a colleague's WeCom contacts, and which customer that is.
create table care_followers (
  workspace_id uuid not null,
  id uuid not null,
  channel_id uuid not null,
  -- openid or external_userid: the account's own name for the person.
  address text not null,
  customer_id uuid,
  -- Null once they went away.
  following_since timestamptz,
  -- The last time they did something: for 48 hours the shop may answer freely.
  last_seen_at timestamptz not null,
  linked_by_name text,
  primary key (workspace_id, id),
  foreign key (workspace_id, channel_id) references care_channels,
  foreign key (workspace_id, customer_id) references customers on delete set null (customer_id)
);
create unique index care_followers_address on care_followers (workspace_id, channel_id, address);
create index care_followers_customer on care_followers (workspace_id, customer_id, channel_id) where customer_id is not null;
create index care_followers_unknown on care_followers (workspace_id, last_seen_at desc, id desc) where customer_id is null;
select regulars_wall('care_followers', 'full');
-- One account of each kind: an openid is a name within one account only.
create unique index care_channels_account on care_channels (workspace_id, kind)
  where removed_at is null and kind in ('wechat', 'wecom');
