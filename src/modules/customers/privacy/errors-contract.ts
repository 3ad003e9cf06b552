import type { ErrorCatalog } from '../../../kernel/errors.ts';

export const privacyErrors = {
  CONSENT_FILE_UNKNOWN: { status: 422 },
  CONSENT_MAIL_MISSING: { status: 422 },
  CONSENT_MAIL_UNSET: { status: 409 },
  CONSENT_LINK_EXPIRED: { status: 404 },
  RESTRICTION_ENDS_BEFORE: { status: 422 },
  REVEAL_FIELD_UNKNOWN: { status: 422 },
  REVEAL_FIELD_HIDDEN: { status: 403 },
  REVEAL_LIMIT: { status: 429 },
  CUSTOMER_ERASED_BEFORE: { status: 409 },
  CUSTOMER_ERASED_CONSENT_NEEDED: { status: 422 },
  PRIVACY_REQUEST_NOT_FOUND: { status: 404 },
  PRIVACY_REQUEST_CLOSED: { status: 409 },
} as const satisfies ErrorCatalog;
