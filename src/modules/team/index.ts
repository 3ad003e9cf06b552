export { pushKey } from './reminders/devices.ts';
export { push } from './reminders/push.ts';
export { isPublicKey } from './reminders/web-push.ts';
export { notify, type News } from './reminders/notify.ts';
export { registerNotificationKind, type NotificationFacts, type NotificationKind } from './reminders/kinds.ts';
export { registerFigure, type ColleagueFigure, type FigureValue } from './results/figures.ts';
export {
  registerKnowledge,
  registerReturns,
  type Knowledge,
  type Rate,
  type WatchedTime,
} from './hand-over/knowledge.ts';
export { registerContactTrace } from './distribution/contacts.ts';
export { icalOf } from './calendar/rules/ical.ts';
export { worksOn } from './calendar/shop-calendar.ts';
export { giveTask } from './tasks/tasks.ts';
