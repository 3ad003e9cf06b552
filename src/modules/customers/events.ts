import { z } from 'zod';
import { event, id } from '../../kernel/contract.ts';
import { fieldType } from './fields/contract.ts';

/** `customerIds` are named up to 1,000; `null`: many at once, of an import. */
const many = z.object({ customerIds: z.array(id).nullable(), changeSetId: id.nullable() });
const withMany = ({ changeSetId }: z.output<typeof many>) => changeSetId !== null;
export const customersCreated = event('customers.created', many, withMany);
export const customersChanged = event('customers.changed', many, withMany);
/** As days passed, these fell asleep or were lost; `null`: more than can be named. */
export const stagesPassed = event(
  'customers.stagesPassed',
  z.object({ customerIds: z.array(id).nullable() }),
  ({ customerIds }) => customerIds === null,
);
/** The values of a field are read anew behind `after`; told to oneself, so that no transaction grows long. */
export const fieldValuesWaiting = event(
  'customers.fieldValuesWaiting',
  z.object({ fieldId: id, after: id, from: fieldType.optional() }),
  true,
);
