import { reaction } from '../../kernel/outbox.ts';
import { customersCreated } from '../customers/index.ts';
import { openDemoCare } from './demo-care.ts';

export const reactions = [
  reaction('care.demo', customersCreated, (ctx, { changeSetId }) => openDemoCare(ctx, changeSetId)),
];
