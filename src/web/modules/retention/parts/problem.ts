import { isApiError } from '../../../api/errors.ts';

/** The server's sentence, and the field it belongs to where it names one. */
export function problemOf(error: unknown): { path: string | null; message: string } | null {
  if (!isApiError(error)) return null;
  const path = (error.data as { path?: unknown } | undefined)?.path;
  return { path: typeof path === 'string' ? path : null, message: error.message };
}

/** The sentence at this field, else nothing. */
export function problemAt(error: unknown, path: string): string | undefined {
  const problem = problemOf(error);
  return problem?.path === path ? problem.message : undefined;
}

/** The sentence where it belongs to none of the fields shown. */
export function problemBeside(error: unknown, fields: readonly string[]): string | undefined {
  const problem = problemOf(error);
  return problem && !(problem.path !== null && fields.includes(problem.path)) ? problem.message : undefined;
}
