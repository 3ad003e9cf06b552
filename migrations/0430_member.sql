-- A customer stays signed in to the own page on the own phone, apart from the half hour in which the card can be corrected.
alter table customer_self_keys drop constraint customer_self_keys_kind_check;
alter table customer_self_keys add constraint customer_self_keys_kind_check
  check (kind in ('link', 'code', 'session', 'member'));
