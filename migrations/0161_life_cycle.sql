-- Why a stage changed: a key of the rule, the days without a purchase it saw, or what the person who set it said.
alter table customer_changes add column why text;
alter table customer_changes add column silent_days int;
alter table customer_changes add column reason text;

-- Set by a person: left alone as days pass, until the next purchase or refund.
alter table customers add column stage_by_hand boolean not null default false;
