import { ORPCError } from '@orpc/client';

/** A refusal or failure as the server words it: `code`, `status`, a sentence in the reader's language, and facts. */
export type ApiError = ORPCError<string, unknown>;

/** What a screen does about an error. */
export type ErrorKind =
  | 'signed-out'
  | 'not-allowed'
  | 'not-found'
  | 'stale'
  | 'invalid'
  | 'limited'
  | 'away'
  | 'offline'
  | 'failed';

/** `{code, message, data}` with its HTTP status → ApiError; anything else (a proxy's page) → undefined. */
export function readErrorBody(body: unknown, status: number): ApiError | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  const { code, message, data } = body as Record<string, unknown>;
  if (typeof code !== 'string' || typeof message !== 'string') return undefined;
  // `defined`: the code comes from the contract, so a screen may switch on it.
  return new ORPCError(code, { status, message, data, defined: true });
}

export function isApiError(error: unknown): error is ApiError {
  return error instanceof ORPCError;
}

export function kindOf(error: unknown): ErrorKind {
  if (error instanceof TypeError) return 'offline';
  if (!isApiError(error)) return 'failed';
  if (error.code === 'STALE') return 'stale';
  return kindsByStatus[error.status] ?? (error.status >= 500 ? 'failed' : 'invalid');
}

const kindsByStatus: Record<number, ErrorKind> = {
  401: 'signed-out',
  403: 'not-allowed',
  404: 'not-found',
  429: 'limited',
  502: 'away',
  503: 'away',
  504: 'away',
};

/** Field path → sentence, in the shape `form.setErrors` of @mantine/form takes. */
export function fieldErrors(error: unknown): Record<string, string> {
  if (!isApiError(error)) return {};
  const fields = (error.data as { fields?: unknown } | undefined)?.fields;
  if (!Array.isArray(fields)) return {};
  return Object.fromEntries(fields.filter(isFieldProblem).map(({ path, message }) => [path, message] as const));
}

function isFieldProblem(value: unknown): value is { path: string; message: string } {
  const { path, message } = (value ?? {}) as Record<string, unknown>;
  return typeof path === 'string' && typeof message === 'string';
}

/** Seconds to wait, as the server asked. */
export function retryAfter(error: unknown): number | undefined {
  const seconds = isApiError(error) ? (error.data as { retryAfter?: unknown } | undefined)?.retryAfter : undefined;
  return typeof seconds === 'number' ? seconds : undefined;
}
