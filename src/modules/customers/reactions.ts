import { toldOutside } from '../transfer/index.ts';
import { customersChanged, customersCreated } from './events.ts';

export const ownReactions = [
  toldOutside(customersCreated, ({ customerIds }) => ({ customerIds })),
  toldOutside(customersChanged, ({ customerIds }) => ({ customerIds })),
];
