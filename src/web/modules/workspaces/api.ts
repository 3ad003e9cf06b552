import { contract } from '../../../modules/workspaces/contract.ts';
import { moduleClient } from '../../api/client.ts';

export type { AuditEntryView } from '../../../modules/workspaces/audit/contract.ts';
export type {
  BranchView,
  CompanySetting,
  KeyView,
  MemberView,
  PasskeyView,
  RoleView,
  SignInView,
  TeamView,
} from '../../../modules/workspaces/contract.ts';

export const api = moduleClient('workspaces', contract);
