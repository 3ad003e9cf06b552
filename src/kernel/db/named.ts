import type { PoolClient, QueryConfig, QueryResult } from 'pg';

/** A statement gets its name when it is asked for so many times. */
const OFTEN = 20;
/** Each connection keeps what it prepared, so there are never more names than these. */
const NAMES = 150;
const COUNTED = 1_000;

const names = new Map<string, string>();
const counts = new Map<string, number>();

/** The name under which to prepare a statement; undefined for one that is rarely asked for. */
export function nameOf(text: string): string | undefined {
  const known = names.get(text);
  if (known !== undefined || names.size >= NAMES) return known;
  const times = (counts.get(text) ?? 0) + 1;
  if (times < OFTEN) {
    if (counts.size >= COUNTED) counts.clear();
    counts.set(text, times);
    return undefined;
  }
  counts.delete(text);
  names.set(text, `often_${names.size}`);
  return names.get(text);
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
const CHANGED = '0A000';
