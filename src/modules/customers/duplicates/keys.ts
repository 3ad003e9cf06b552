import { sql } from 'kysely';
import { KEY_KINDS, type MatchKey } from './rules/match-facts.ts';

/** Of the columns `text` and `kind`. The kind stands in the last three bits, so that a hash says what it is the hash of. */
export const hashed = sql`((hashtextextended(text, 0) & -8) | kind)`;

export function ofKind(kind: MatchKey['kind']) {
  return sql`hash & 7 = ${sql.lit(KEY_KINDS.indexOf(kind))}`;
}
