-- What a channel has sent within the minute that began then, by the database's own clock: the provider's rate holds over
-- runs and processes.
alter table care_channels add column minute_from timestamptz;
alter table care_channels add column minute_taken int not null default 0;

-- Answers what the customer is doing at this moment: quiet hours do not hold it up. Everything else waits for the morning.
alter table care_messages add column at_once boolean not null default false;
