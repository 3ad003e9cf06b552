import { reaction } from '../../../kernel/outbox.ts';
import { cameWithMany } from '../../transfer/index.ts';
import { customersCreated } from '../events.ts';
import { meetDemoPeople } from './demo-people.ts';

export const peopleReactions = [reaction('customers.demo_people', customersCreated, meetDemoPeople, cameWithMany)];
