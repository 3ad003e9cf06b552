import { contract } from '../../../modules/customers/contract.ts';
import { moduleClient } from '../../api/client.ts';

export type { DuplicateGroup, Matches } from '../../../modules/customers/duplicates/contract.ts';
export type { FieldLayout, FieldUsage, FieldView } from '../../../modules/customers/fields/contract.ts';
export type {
  Consent,
  Customer,
  CustomerCard,
  CustomerFile,
  ListColumnView,
  Note,
  TimelineItem,
} from '../../../modules/customers/contract.ts';

export const api = moduleClient('customers', contract);
