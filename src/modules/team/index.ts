export { notify, type News } from './reminders/notify.ts';
export { registerNotificationKind, type NotificationFacts, type NotificationKind } from './reminders/kinds.ts';
export { giveTask } from './tasks/tasks.ts';
