-- That the customer of an open case bought is told to its owners once.
alter table retention_case_events drop constraint retention_case_events_kind_check;
alter table retention_case_events add constraint retention_case_events_kind_check
  check (kind in ('opened', 'assigned', 'cause', 'agreed', 'moved', 'step', 'bought', 'closed', 'reopened'));
