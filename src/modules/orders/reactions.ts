import { reaction } from '../../kernel/outbox.ts';
import { customersCreated } from '../customers/index.ts';
import { cameWithMany, toldOutside } from '../transfer/index.ts';
import { ordersImported, ordersRecorded } from './contract.ts';
import { runDemoOrders } from './running/demo-running.ts';

export const reactions = [
  reaction('orders.demo_running', customersCreated, runDemoOrders, cameWithMany),
  toldOutside(ordersRecorded, ({ customerIds }) => ({ customerIds })),
  toldOutside(ordersImported, () => ({ customerIds: null })),
];
