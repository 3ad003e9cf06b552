-- Who wrote a course, and who asked somebody to do it, is in the log; nothing read these.
alter table courses drop column created_by_name;
alter table course_assignments drop column by_name;
