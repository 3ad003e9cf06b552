import { reaction } from '../../kernel/outbox.ts';
import { customersCreated, customersMentioned } from '../customers/index.ts';
import { distributeNew } from './distribution/distribute-customers.ts';
import { tellMentioned } from './reminders/mentions.ts';
import { cameWithMany, demoShopLoaded } from '../transfer/index.ts';
import { settleDemoTeam } from './demo/demo-team.ts';
import { giveDemoTasks } from './tasks/demo-tasks.ts';

export const reactions = [
  reaction('team.mentioned', customersMentioned, tellMentioned),
  reaction('team.distribute', customersCreated, distributeNew),
  reaction('team.demo_tasks', customersCreated, giveDemoTasks, cameWithMany),
  reaction('team.demo_team', demoShopLoaded, settleDemoTeam),
];
