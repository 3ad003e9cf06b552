import { contract } from '../../../modules/retention/contract.ts';
import { moduleClient } from '../../api/client.ts';

export type { Watched } from '../../../modules/retention/contract.ts';
export type {
  CaseKind,
  CaseOutcome,
  CloseInput,
  ListedCase,
  OpenedCase,
} from '../../../modules/retention/cases/case-contract.ts';

export type { Bucket } from '../../../modules/retention/leaky-bucket/contract.ts';
export type { CohortBy, Cohorts } from '../../../modules/retention/cohorts/contract.ts';
export type { Cost, CostKind, CostPurpose, Economics } from '../../../modules/retention/costs/contract.ts';
export type { LostCustomer } from '../../../modules/retention/win-back/contract.ts';
export type { HoldOutEffect } from '../../../modules/retention/hold-out/contract.ts';
export type { Equity, ScoreGiven } from '../../../modules/retention/equity/contract.ts';

export const api = moduleClient('retention', contract);
