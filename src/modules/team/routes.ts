import { bindRoutes } from '../../kernel/http/routes.ts';
import { changeCalendar, clearDay, readCalendar, setDay } from './calendar/change-calendar.ts';
import { closeFeed, openFeed, readFeed } from './calendar/feed.ts';
import { contract } from './contract.ts';
import { distributionVerbs } from './distribution/routes.ts';
import { handOverVerbs } from './hand-over/routes.ts';
import { addDevice, pushKey, removeDevice } from './reminders/devices.ts';
import { countUnread, listNotifications, markAllRead, markRead } from './reminders/notifications.ts';
import { changePreferences, readPreferences } from './reminders/preferences.ts';
import { closeMonth, readSheet, reopenMonth, setRules } from './results/incentives.ts';
import { listResults, readResults, setTargets } from './results/results.ts';
import { changeCourse, createCourse, restoreCourse, retireCourse } from './training/courses.ts';
import { answerTest, confirmReading } from './training/receipts.ts';
import { listCourses, readCourse } from './training/shelf.ts';
import { readBoard, readMonth } from './tasks/board.ts';
import { commentTask, removeComment } from './tasks/comments.ts';
import { doneTask, removeTask, reopenTask, restoreTask } from './tasks/done.ts';
import { listTasks, readTask } from './tasks/list.ts';
import { previewReminder } from './tasks/plan-reminder.ts';
import { changeTask, checkItem, createTask, postponeTask } from './tasks/tasks.ts';

export const routes = bindRoutes(contract, {
  tasks: {
    list: listTasks,
    board: readBoard,
    month: readMonth,
    read: readTask,
    create: createTask,
    change: changeTask,
    done: doneTask,
    reopen: reopenTask,
    postpone: postponeTask,
    remove: removeTask,
    restore: restoreTask,
    check: checkItem,
    comment: commentTask,
    removeComment,
    ring: previewReminder,
  },
  reminders: {
    list: listNotifications,
    unread: countUnread,
    read: markRead,
    readAll: markAllRead,
    preferences: { read: readPreferences, change: changePreferences },
    push: { key: pushKey, add: addDevice, remove: removeDevice },
  },
  distribution: distributionVerbs,
  handOver: handOverVerbs,
  calendar: {
    shop: { read: readCalendar, change: changeCalendar, setDay, clearDay },
    feed: { read: readFeed, open: openFeed, close: closeFeed },
  },
  training: {
    list: listCourses,
    read: readCourse,
    create: createCourse,
    change: changeCourse,
    retire: retireCourse,
    restore: restoreCourse,
    confirm: confirmReading,
    answer: answerTest,
  },
  results: {
    list: listResults,
    read: readResults,
    aim: setTargets,
    incentives: readSheet,
    rule: setRules,
    close: closeMonth,
    reopen: reopenMonth,
  },
});
