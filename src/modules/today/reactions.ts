import { reaction } from '../../kernel/outbox.ts';
import { customersChanged, customersCreated } from '../customers/index.ts';
import { reviewBirthdays } from './birthdays.ts';

export const reactions = [
  reaction('today.birthdays_of_new', customersCreated, (ctx, { customerIds }) => reviewBirthdays(ctx, customerIds)),
  reaction('today.birthdays_of_changed', customersChanged, (ctx, { customerIds }) => reviewBirthdays(ctx, customerIds)),
];
