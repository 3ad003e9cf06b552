import type { Disclosures } from '../../../modules/customers/privacy/disclosures/contract.ts';
import { contract } from '../../../modules/customers/contract.ts';
import { moduleClient } from '../../api/client.ts';

export type { DuplicateGroup, Matches } from '../../../modules/customers/duplicates/contract.ts';
export type { FieldLayout, FieldUsage, FieldView } from '../../../modules/customers/fields/contract.ts';
export type {
  Consent,
  Customer,
  CustomerCard,
  CustomerFile,
  ListChoiceView,
  ListColumnView,
  Note,
  StageChange,
  TimelineItem,
} from '../../../modules/customers/contract.ts';

export type { CleanUpItem } from '../../../modules/customers/living/contract.ts';
export type { Around, Occasion, Person } from '../../../modules/customers/people/contract.ts';
export type { OwnCard, Proposal, SelfField, SelfSettings } from '../../../modules/customers/self/contract.ts';
export type { ConsentLedger, ConsentText } from '../../../modules/customers/privacy/consents/contract.ts';
export type { PrivacySettings } from '../../../modules/customers/privacy/requests/contract.ts';
export type { RuleView as RetentionRule } from '../../../modules/customers/privacy/retention/contract.ts';
export type { BulkAsked, BulkCounts, BulkView } from '../../../modules/customers/bulk/contract.ts';
export type { ListGroups, MonthView, View, ViewSettings } from '../../../modules/customers/views/contract.ts';
export type { RequestView as PrivacyRequest } from '../../../modules/customers/privacy/requests/contract.ts';

export type Disclosure = Disclosures['items'][number];

export const api = moduleClient('customers', contract);
