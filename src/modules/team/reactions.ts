import { reaction } from '../../kernel/outbox.ts';
import { customersCreated, customersMentioned } from '../customers/index.ts';
import { tellMentioned } from './reminders/mentions.ts';
import { giveDemoTasks } from './tasks/demo-tasks.ts';

export const reactions = [
  reaction('team.mentioned', customersMentioned, tellMentioned),
  reaction('team.demo_tasks', customersCreated, giveDemoTasks),
];
