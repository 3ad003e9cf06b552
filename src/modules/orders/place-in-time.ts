import { refuse } from '../../kernel/errors.ts';
import { isId } from '../../kernel/ids.ts';
import { decodeCursor } from '../../kernel/paging.ts';

/** Where a list that runs back in time goes on: after this instant and id. */
export function placeInTime(cursor: string | undefined): { at: string; id: string } | null {
  const place = decodeCursor(cursor, 2);
  if (!place) return null;
  const [at, id] = place;
  if (typeof at !== 'string' || typeof id !== 'string' || !isId(id) || Number.isNaN(Date.parse(at))) {
    throw refuse('BAD_INPUT', { path: 'cursor', problem: '' });
  }
  return { at, id };
}
