import { reaction } from '../../../kernel/outbox.ts';
import { cameWithMany } from '../../transfer/index.ts';
import { customersCreated } from '../events.ts';
import { keepDemoViews } from './demo-views.ts';

export const viewReactions = [reaction('customers.demo_views', customersCreated, keepDemoViews, cameWithMany)];
