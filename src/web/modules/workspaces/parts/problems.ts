import { fieldErrors, isApiError } from '../../../api/errors.ts';

/** What a refusal says of single fields, and what it says of the whole. */
export function problemsOf(error: unknown, names: readonly string[], otherwise: string) {
  if (error === null || error === undefined) return { fields: {}, whole: undefined };
  if (!isApiError(error)) return { fields: {}, whole: otherwise };
  const fields = fieldErrors(error);
  const path = (error.data as { path?: unknown } | undefined)?.path;
  if (typeof path === 'string') fields[path] = error.message;
  const shown = Object.fromEntries(Object.entries(fields).filter(([name]) => names.includes(name)));
  return { fields: shown, whole: Object.keys(shown).length > 0 ? undefined : error.message };
}
