-- What colleagues do themselves, with words prepared: a task each, through the same gate as everything else.
alter table care_channels drop constraint care_channels_kind_check;
alter table care_channels add constraint care_channels_kind_check
  check (kind in ('email', 'sms', 'wechat', 'wecom', 'webhook', 'call', 'visit', 'letter', 'gift'));
alter table care_templates drop constraint care_templates_channel_check;
alter table care_templates add constraint care_templates_channel_check
  check (channel in ('email', 'sms', 'wechat', 'wecom', 'webhook', 'call', 'visit', 'letter', 'gift'));
