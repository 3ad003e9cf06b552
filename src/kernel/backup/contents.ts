import pg from 'pg';

export interface Table {
  name: string;
  /** Without generated ones, which cannot be written. */
  columns: string[];
  /** Behind the wall of workspaces. */
  walled: boolean;
}

/** Every table of the migrated schema, whichever module it belongs to. */
export async function tablesOf(client: pg.Client): Promise<Table[]> {
  const { rows } = await client.query<Table>(`
    select c.relname::text as name, c.relrowsecurity as walled,
      array_agg(a.attname::text order by a.attnum) filter (where a.attgenerated = '') as columns
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
      and c.relname not like 'kysely\\_%'
    group by c.oid order by c.relname`);
  return rows;
}

export async function sequencesOf(client: pg.Client): Promise<{ name: string; value: string }[]> {
  const { rows } = await client.query<{ name: string; value: string }>(`
    select sequencename::text as name, last_value::text as value from pg_sequences
    where schemaname = 'public' and last_value is not null order by 1`);
  return rows;
}

export async function migrationsOf(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ known: boolean }>(
    `select to_regclass('public.kysely_migration') is not null as known`,
  );
  if (!rows[0]?.known) return [];
  const names = await client.query<{ name: string }>('select name from public.kysely_migration order by name');
  return names.rows.map((row) => row.name);
}

export function qualified(name: string): string {
  return `public.${pg.escapeIdentifier(name)}`;
}

export function columnList(columns: readonly string[]): string {
  return columns.map((column) => pg.escapeIdentifier(column)).join(', ');
}

/** One session of the owner, whose texts of dates and numbers do not depend on how the server is set up. */
export async function withOwner<T>(settings: pg.PoolConfig, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ ...settings, application_name: 'regulars-backup' });
  // A lost server shows in the statement that waits for it.
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query(`set client_encoding = 'UTF8'; set datestyle = 'ISO'; set intervalstyle = 'postgres';
      set timezone = 'UTC'; set extra_float_digits = 1; set bytea_output = 'hex'; set statement_timeout = 0;
      set idle_in_transaction_session_timeout = 0`);
    return await work(client);
  } finally {
    await client.end();
  }
}
