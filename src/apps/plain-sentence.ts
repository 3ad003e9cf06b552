import { Refusal } from '../kernel/errors.ts';
import { errorSentence } from '../kernel/i18n/translate.ts';

/** The sentence for an error that reaches a terminal; never a stack trace. */
export function plainSentence(error: unknown): string {
  if (error instanceof Refusal) return errorSentence('en', error.code, error.data);
  return error instanceof Error ? error.message : String(error);
}
