import { isApiError } from '../../../api/errors.ts';

/** The server's sentence, or one for what never reached it. */
export function sentenceOf(error: unknown, otherwise: string): string {
  return isApiError(error) ? error.message : otherwise;
}

/** Refusals of the verbs name one field; those of the contract several. */
export function fieldOf(error: unknown): string | undefined {
  const path = isApiError(error) ? (error.data as { path?: unknown } | undefined)?.path : undefined;
  return typeof path === 'string' ? path : undefined;
}
