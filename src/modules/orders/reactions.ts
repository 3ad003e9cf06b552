import { reaction } from '../../kernel/outbox.ts';
import { customersCreated } from '../customers/index.ts';
import { runDemoOrders } from './running/demo-running.ts';

export const reactions = [reaction('orders.demo_running', customersCreated, runDemoOrders)];
