/** What a caller may be told: a code the contract names, its HTTP status, and the facts the sentence needs. */
export interface ErrorDefinition {
  readonly status: number;
}
export type ErrorCatalog = Readonly<Record<string, ErrorDefinition>>;

/** A refusal that is part of the contract. The sentence is made at the edge, in the caller's language. */
export class Refusal extends Error {
  readonly code: string;
  readonly status: number;
  readonly data: Record<string, unknown> | undefined;

  constructor(code: string, status: number, data?: Record<string, unknown>) {
    super(code);
    this.name = 'Refusal';
    this.code = code;
    this.status = status;
    this.data = data;
  }
}

/** Binds a module's catalog, so that a verb can only refuse with a code its contract knows. */
export function refusals<const Catalog extends ErrorCatalog>(catalog: Catalog) {
  return (code: keyof Catalog & string, data?: Record<string, unknown>): Refusal =>
    new Refusal(code, catalog[code]?.status ?? 400, data);
}

/** Errors any operation may answer; every module's words can rely on them. */
export const commonErrors = {
  BAD_INPUT: { status: 422 },
  SIGN_IN_NEEDED: { status: 401 },
  NOT_ALLOWED: { status: 403 },
  SECOND_STEP_NEEDED: { status: 403 },
  NOT_FOUND: { status: 404 },
  STALE: { status: 409 },
  IDEMPOTENCY_KEY_REUSED: { status: 422 },
  IDEMPOTENCY_IN_FLIGHT: { status: 409 },
  TOO_MANY_REQUESTS: { status: 429 },
  DATABASE_AWAY: { status: 503 },
  INTERNAL: { status: 500 },
} as const satisfies ErrorCatalog;

export const refuse = refusals(commonErrors);
