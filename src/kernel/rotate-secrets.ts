import pg from 'pg';
import { qualified, withOwner } from './backup/contents.ts';
import { MARKING } from './installation-key.ts';
import { UnknownKey, type Secrets } from './secrets.ts';

/** A column whose texts are sealed for one purpose. */
export interface SealedColumn {
  table: string;
  column: string;
  purpose: string;
}

/** All that modules seal. */
export interface SealedPlaces {
  columns: readonly SealedColumn[];
  /** Of `{ "sealed": … }` anywhere in the JSON of a workspace: cards, and what is kept of them to undo changes. */
  inJson: (workspaceId: string) => string;
}

const AT_ONCE = 500;

/**
 * Seals everything with the present key that is sealed with another, a portion at a time, each in a transaction of its
 * own: ended anywhere and begun anew, it goes on with what is left. Works as the owner, because some of it lies in rows
 * that the application may not change. `onPortion` hears how many were sealed anew.
 */
export async function rotateSecrets(
  settings: pg.PoolConfig,
  secrets: Secrets,
  { columns, inJson }: SealedPlaces,
  onPortion: (count: number) => void = () => undefined,
): Promise<void> {
  await withOwner(settings, async (client) => {
    const workspaces = (await client.query<{ id: string }>('select id from workspaces order by id')).rows;
    for (const place of await placesOf(client, columns, inJson)) {
      for (const workspaceId of place.walled ? workspaces.map(({ id }) => id) : [null]) {
        const alien: string[] = [];
        for (;;) {
          const { seen, sealed } = await portion(client, place, secrets, workspaceId, alien);
          if (seen === 0) break;
          if (sealed > 0) onPortion(sealed);
        }
      }
    }
  });
}

interface Place {
  table: string;
  column: string;
  walled: boolean;
  json: boolean;
  /** `alien`: something in it only looks sealed, because somebody wrote it so; that stays. */
  anew(text: string, secrets: Secrets, workspaceId: string | null): { text: string; alien: boolean };
}

async function placesOf(
  client: pg.Client,
  columns: SealedPlaces['columns'],
  inJson: SealedPlaces['inJson'],
): Promise<Place[]> {
  const { rows } = await client.query<Omit<Place, 'anew'>>(`
    select c.relname::text as table, a.attname::text as column, c.relrowsecurity as walled,
      a.atttypid = 'jsonb'::regtype as json
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attgenerated = ''`);
  const own = { table: 'installation_keys', column: 'marking_key', purpose: MARKING };
  const named = [...columns, own].map((one): Place => {
    const found = rows.find(({ table, column }) => table === one.table && column === one.column);
    if (!found) throw new Error(`${one.table}.${one.column} is not there.`);
    const anew: Place['anew'] = (text, secrets) => {
      return { text: secrets.seal(one.purpose, secrets.unseal(one.purpose, text)), alien: false };
    };
    return { ...found, anew };
  });
  const anew: Place['anew'] = (text, secrets, workspaceId) => jsonAnew(text, secrets, inJson(workspaceId ?? ''));
  return [...named, ...rows.filter((one) => one.json && one.walled).map((one) => ({ ...one, anew }))];
}

/** As PostgreSQL writes JSON. */
const IN_JSON = /"sealed": "(v1\.[\w-]+|v2\.[\da-f]{8}\.[\w-]+)"/g;

function jsonAnew(text: string, secrets: Secrets, purpose: string): { text: string; alien: boolean } {
  let alien = false;
  const after = text.replace(IN_JSON, (all, sealed: string) => {
    if (sealed.startsWith(secrets.sealedBegins)) return all;
    try {
      return `"sealed": "${secrets.seal(purpose, secrets.unseal(purpose, sealed))}"`;
    } catch (error) {
      if (!(error instanceof UnknownKey)) throw error;
      alien = true;
      return all;
    }
  });
  return { text: after, alien };
}

async function portion(
  client: pg.Client,
  { table, column, walled, json, anew }: Place,
  secrets: Secrets,
  workspaceId: string | null,
  alien: string[],
): Promise<{ seen: number; sealed: number }> {
  const { sealedBegins } = secrets;
  const [name, text] = [qualified(table), `${pg.escapeIdentifier(column)}::text`];
  const old = json
    ? `${text} ~ '"sealed": "(v1|v2\\.(?!${sealedBegins.slice(3, -1)})[0-9a-f]{8})\\.[A-Za-z0-9_-]+"'`
    : `not starts_with(${text}, '${sealedBegins}')`;
  await client.query('begin');
  if (walled) await client.query(`select set_config('regulars.workspace_id', $1, true)`, [workspaceId]);
  const { rows } = await client.query<{ place: string; text: string }>(
    `select ctid::text as place, ${text} as text from ${name}
     where ${walled ? 'workspace_id = $2 and ' : ''}${old} and ctid <> all($1::tid[]) limit ${AT_ONCE} for update`,
    walled ? [alien, workspaceId] : [alien],
  );
  const said = rows.map((row) => ({ ...row, ...anew(row.text, secrets, workspaceId) }));
  const changed = said.filter((one, n) => one.text !== rows[n]?.text);
  const { rows: written } = await client.query<{ place: string; nth: number }>(
    `update ${name} t set ${pg.escapeIdentifier(column)} = n.text${json ? '::jsonb' : ''}
     from unnest($1::tid[], $2::text[]) with ordinality n (place, text, nth) where t.ctid = n.place
     returning t.ctid::text as place, n.nth::int as nth`,
    [changed.map(({ place }) => place), changed.map((one) => one.text)],
  );
  const rewritten = written.filter(({ nth }) => changed[nth - 1]?.alien);
  const untouched = said.filter((one) => !changed.includes(one));
  alien.push(...[...rewritten, ...untouched].map(({ place }) => place));
  await client.query('commit');
  return { seen: rows.length, sealed: changed.length };
}
