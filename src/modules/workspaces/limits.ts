import { sql } from 'kysely';
import { now } from '../../kernel/clock.ts';
import { refuse } from '../../kernel/errors.ts';
import { premises } from './premises.ts';

/** At most `attempts` for `key` in a window of `seconds`. */
export interface Limit {
  key: string;
  attempts: number;
  seconds: number;
}

/**
 * Counts an attempt before it is made, in a statement of its own: hundreds at once are counted one by one, and a refused
 * attempt stays counted although its transaction is rolled back.
 */
export async function countAttempt(...limits: Limit[]): Promise<void> {
  const at = now();
  for (const { key, attempts, seconds } of limits) {
    const ends = new Date(at.getTime() + seconds * 1000);
    const { rows } = await sql<{ made: number; window_ends: Date }>`
      insert into attempts (key, made, window_ends) values (${key}, 1, ${ends})
      on conflict (key) do update set
        made = case when attempts.window_ends <= ${at} then 1 else attempts.made + 1 end,
        window_ends = case when attempts.window_ends <= ${at} then excluded.window_ends else attempts.window_ends end
      returning made, window_ends`.execute(premises().database.aside);
    const row = rows[0];
    if (row && row.made > attempts) {
      throw refuse('TOO_MANY_REQUESTS', { seconds: Math.ceil((row.window_ends.getTime() - at.getTime()) / 1000) });
    }
  }
}

/** Forgets the attempts of somebody who has shown who they are. */
export async function forgetAttempts(key: string): Promise<void> {
  await premises().database.aside.deleteFrom('attempts').where('key', '=', key).execute();
}
