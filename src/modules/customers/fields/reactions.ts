import { reaction } from '../../../kernel/outbox.ts';
import { fieldValuesWaiting } from '../events.ts';
import { prepareValues } from './prepare-values.ts';

export const reactions = [
  reaction('customers.prepare_field_values', fieldValuesWaiting, (ctx, { fieldId, from, after }) =>
    prepareValues(ctx, fieldId, from, after),
  ),
];
