import { contract } from '../../../modules/team/contract.ts';
import { moduleClient } from '../../api/client.ts';

export type { Task, TaskComment, TaskGiven, TaskView } from '../../../modules/team/tasks/contract.ts';
export type { DistributionState, PooledCustomer } from '../../../modules/team/distribution/contract.ts';
export type { HandOver, HandOverItem, HandOverWatch } from '../../../modules/team/hand-over/contract.ts';
export type { ShopCalendarView } from '../../../modules/team/calendar/contract.ts';
export type { NotificationView, Preferences } from '../../../modules/team/reminders/contract.ts';

export type { Course, CourseGiven, OpenedCourse, Standing } from '../../../modules/team/training/contract.ts';
export type { Cell, FigureView, IncentiveSheet, RuleGiven } from '../../../modules/team/results/contract.ts';

export const api = moduleClient('team', contract);
