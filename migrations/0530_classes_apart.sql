-- The part of the shop (a branch, a currency) by whose own cuts somebody was classed; null by the shop's.
alter table class_members add column part text;
