import { contract } from '../../../modules/retention/contract.ts';
import { moduleClient } from '../../api/client.ts';

export type { Watched } from '../../../modules/retention/contract.ts';
export type {
  CaseKind,
  CaseOutcome,
  CloseInput,
  ListedCase,
  OpenedCase,
} from '../../../modules/retention/cases/contract.ts';

export const api = moduleClient('retention', contract);
