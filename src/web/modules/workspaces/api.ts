import { contract } from '../../../modules/workspaces/contract.ts';
import { moduleClient } from '../../api/client.ts';

export type { PasskeyView } from '../../../modules/workspaces/passkeys-contract.ts';
export type { CompanySetting } from '../../../modules/workspaces/company-contract.ts';
export type { AuditEntryView } from '../../../modules/workspaces/audit/contract.ts';
export type {
  BranchView,
  KeyView,
  MemberView,
  RoleView,
  SignInView,
  TeamView,
} from '../../../modules/workspaces/contract.ts';

export const api = moduleClient('workspaces', contract);
