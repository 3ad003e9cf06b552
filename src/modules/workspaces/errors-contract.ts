import type { ErrorCatalog } from '../../kernel/errors.ts';
import { rightsErrors } from './rights-contract.ts';

export const workspaceErrors = {
  SETUP_DONE: { status: 409 },
  LINK_EXPIRED: { status: 410 },
  SIGN_IN_WRONG: { status: 401 },
  CODE_NEEDED: { status: 401 },
  CODE_WRONG: { status: 401 },
  PASSWORD_WRONG: { status: 422 },
  PASSWORD_WEAK: { status: 422 },
  PASSWORD_COMMON: { status: 422 },
  PASSWORD_OWN: { status: 422 },
  INVITATION_NOT_FOUND: { status: 404 },
  PASSKEY_WRONG: { status: 401 },
  PASSKEY_TAKEN: { status: 409 },
  PASSKEY_NOT_FOUND: { status: 404 },
  EMAIL_TAKEN: { status: 409 },
  MEMBER_ALREADY: { status: 409 },
  LAST_OWNER: { status: 409 },
  ZONE_UNKNOWN: { status: 422 },
  CURRENCY_UNKNOWN: { status: 422 },
  BASE_CURRENCY_USED: { status: 409 },
  TOTP_NOT_BEGUN: { status: 409 },
  WORKSPACE_UNKNOWN: { status: 404 },
  WORKSPACE_NOT_NAMED: { status: 422 },
  USER_UNKNOWN: { status: 404 },
  ...rightsErrors,
} as const satisfies ErrorCatalog;
