export { customersChanged, customersCreated, customerErrors } from './contract.ts';
export {
  customerNames,
  customerSeen,
  ownersInReach,
  visibleCustomers,
  type CustomerRow,
  type NamedCustomer,
} from './reach.ts';
export { createCustomersInBulk, type BulkOptions, type NewCustomer } from './bulk-create.ts';
export { updateCustomersInBulk, type CustomerChange } from './bulk-change.ts';
export { findCustomersBy, type CustomerKeys, type FoundCustomer } from './find-by.ts';
export { phoneAsDialled, phoneKey } from './phones.ts';
export { sortNameOf } from './rules/sort-name.ts';
export { onCustomersCreated } from './created.ts';
export { ageOn, nextOccurrence, type Birthday } from './rules/birthday.ts';
export { salutationOf } from './rules/salutation.ts';
export { reviewStages } from './life-cycle.ts';
export {
  registerInsight,
  registerListColumn,
  registerTimeline,
  type Insight,
  type ListColumn,
  type TimelineEntry,
  type TimelinePlace,
  type TimelineSource,
} from './registries.ts';
