import { isApiError } from '../../../api/errors.ts';

/** The server's sentence, or one for what never reached it. */
export function sentenceOf(error: unknown, otherwise: string): string {
  return isApiError(error) ? error.message : otherwise;
}
