import pg from 'pg';
import pino from 'pino';
import { expect, test } from 'vitest';
import { testDatabase } from '../testing/database.ts';
import { openQueue } from './queue.ts';

test('a queue that cannot be opened leaves nothing behind that would keep the process alive', async () => {
  const { settings } = await testDatabase();
  const watcher = new pg.Client(settings);
  await watcher.connect();
  await watcher.query(`
    create function no_grants() returns event_trigger language plpgsql as $$ begin raise 'no grants today'; end $$;
    create event trigger no_grants on ddl_command_start when tag in ('GRANT') execute function no_grants()`);
  await expect(openQueue(settings, [], true, pino({ level: 'silent' }))).rejects.toThrow('no grants today');
  const others = async () =>
    (
      await watcher.query(
        'select 1 from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
      )
    ).rowCount;
  await expect.poll(others).toBe(0);
  await watcher.end();
});
