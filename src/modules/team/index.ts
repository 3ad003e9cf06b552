export { notify, type News } from './reminders/notify.ts';
export { registerNotificationKind, type NotificationFacts, type NotificationKind } from './reminders/kinds.ts';
export { registerFigure, type ColleagueFigure, type FigureValue } from './results/figures.ts';
export { registerContactTrace } from './distribution/contacts.ts';
export { giveTask } from './tasks/tasks.ts';
