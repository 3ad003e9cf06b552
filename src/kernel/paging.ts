import { refuse } from './errors.ts';

/** A keyset cursor: the sort values of the last row, opaque to callers. */
export function encodeCursor(values: readonly (string | number | null)[]): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url');
}

export function decodeCursor(cursor: string | undefined, length: number): (string | number | null)[] | null {
  if (cursor === undefined) return null;
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    const plain = (value: unknown) => value === null || typeof value === 'string' || typeof value === 'number';
    if (Array.isArray(values) && values.length === length && values.every(plain)) return values;
  } catch {
    // falls through to the refusal: a mangled cursor is bad input
  }
  throw refuse('BAD_INPUT', { path: 'cursor', problem: '' });
}

/** Lists count exactly to here; beyond, the screens say "10,000+". */
export const COUNT_LIMIT = 10_000;

export function countOf(counted: number): { value: number; exact: boolean } {
  return counted > COUNT_LIMIT ? { value: COUNT_LIMIT, exact: false } : { value: counted, exact: true };
}
