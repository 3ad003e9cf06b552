import { sql } from 'kysely';
import type { PoolClient, QueryConfig, QueryResult } from 'pg';

/**
 * Begins a statement that a transaction asks for again and again with about as many rows each time: it is parsed, and
 * mostly planned, once per connection. Not for one that means one customer now and a hundred thousand later.
 */
export const AGAIN = sql.raw('/* again */ ');
const AGAIN_TEXT = '/* again */';

/** A statement gets its name when it is asked for so many times. */
const OFTEN = 20;
/** Each connection keeps what it prepared, so there are never more names than these. */
const NAMES = 150;
const COUNTED = 1_000;

export function marked(text: string): boolean {
  return text.startsWith(AGAIN_TEXT);
}

/** What the connections of one pool prepare under which name. */
export class StatementNames {
  readonly #names = new Map<string, string>();
  readonly #counts = new Map<string, number>();

  /** The name under which to prepare a statement; undefined for one that is rarely asked for. */
  of(text: string): string | undefined {
    const known = this.#names.get(text);
    if (known !== undefined || this.#names.size >= NAMES) return known;
    const times = (this.#counts.get(text) ?? 0) + 1;
    if (times < OFTEN) {
      if (this.#counts.size >= COUNTED) this.#counts.clear();
      this.#counts.set(text, times);
      return undefined;
    }
    this.#counts.delete(text);
    const name = `often_${this.#names.size}`;
    this.#names.set(text, name);
    return name;
  }
}

/** Runs a prepared statement; as a new one where the tables have changed since it was prepared. */
export async function askAgain(client: PoolClient, statement: QueryConfig): Promise<QueryResult> {
  try {
    return await client.query(statement);
  } catch (error) {
    if ((error as { code?: string }).code !== CHANGED) throw error;
    return client.query({ text: statement.text, values: statement.values ?? [] });
  }
}

/** "cached plan must not change result type" */
export const CHANGED = '0A000';
