import { execFileSync } from 'node:child_process';
import { mkdir, open, rm, writeFile, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { sql } from 'kysely';
import { beforeAll, expect, test } from 'vitest';
import type { Ctx, Workspace } from '../../kernel/context.ts';
import { asSystem, query } from '../../kernel/enter.ts';
import { newId } from '../../kernel/ids.ts';
import { testHouse } from '../../kernel/testing/house.ts';
import { jobs } from '../../apps/modules.ts';
import { addImport, chooseForImport, readImport } from './imports.ts';
import { importJob, rehearsalJob } from './jobs.ts';
import { lookAtFile } from './receive-file.ts';
import { openWorkshop } from './workshop.ts';

const house = await testHouse({ jobs });
openWorkshop({ house, importJob, rehearsalJob });
let shop: Workspace;
beforeAll(async () => {
  shop = await house.openWorkspace();
});

const looking = <T>(work: (ctx: Ctx) => Promise<T>) => query(house.database, asSystem(shop), work);

/** A pipe in place of the stored file: whoever opens it waits until `arrive` is called. */
async function slowFile(fileId: string) {
  const path = house.files.path(shop.id, fileId);
  await mkdir(dirname(path), { recursive: true });
  await rm(path, { force: true });
  execFileSync('mkfifo', [path]);
  return {
    /** Until somebody has opened it to read. */
    opened: () => open(path, 'w'),
    async arrive(pen: FileHandle) {
      await rm(path);
      await writeFile(path, TABLE);
      await pen.close();
    },
  };
}

const TABLE = '姓名,电话\n陈大文,13900001234\n';

/** Sessions of this database in whose transaction somebody waits for something else than the database. */
async function transactionsLeftOpen(): Promise<number> {
  const { rows } = await house.in(shop, (ctx) =>
    sql<{ open: number }>`select count(*)::int as open from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid() and state = 'idle in transaction'`.execute(ctx.db),
  );
  return rows[0]?.open ?? -1;
}

test('no transaction is open while a file that arrived is looked at', async () => {
  const fileId = newId();
  const file = await slowFile(fileId);
  const stored = { fileId, fileName: 'slow.csv', bytes: TABLE.length };
  const looked = looking((ctx) => lookAtFile(house, ctx, stored, { kind: 'customers', choice: {} }));
  const pen = await file.opened();
  expect(await transactionsLeftOpen()).toBe(0);
  await file.arrive(pen);
  await Promise.allSettled([looked]);
});

test('nor while it is looked at anew, and others work on the import meanwhile', async () => {
  const fileId = newId();
  const { bytes } = await house.files.put(shop.id, fileId, Readable.from([Buffer.from(TABLE)]));
  const stored = { fileId, fileName: 'customers.csv', bytes };
  const arrived = await looking((ctx) => lookAtFile(house, ctx, stored, { kind: 'customers', choice: {} }));
  const { id } = await house.in(shop, (ctx) => addImport(ctx, arrived, false));
  const file = await slowFile(fileId);
  const chosen = looking((ctx) => chooseForImport(ctx, { id, mapping: { 电话: null } }));
  const pen = await file.opened();
  expect(await transactionsLeftOpen()).toBe(0);
  await house.in(shop, (ctx) => sql`select from imports where id = ${id} for update nowait`.execute(ctx.db));
  await file.arrive(pen);
  await Promise.allSettled([chosen]);
});

test('two who choose at once both get what they said', async () => {
  const fileId = newId();
  const content = Readable.from([Buffer.from('姓名,电话,来源,备注\n陈大文,13900001234,路过,爱喝红茶\n')]);
  const { bytes } = await house.files.put(shop.id, fileId, content);
  const stored = { fileId, fileName: 'customers.csv', bytes };
  const arrived = await looking((ctx) => lookAtFile(house, ctx, stored, { kind: 'customers', choice: {} }));
  const { id } = await house.in(shop, (ctx) => addImport(ctx, arrived, false));
  await Promise.all([
    looking((ctx) => chooseForImport(ctx, { id, mapping: { 备注: null } })),
    looking((ctx) => chooseForImport(ctx, { id, namesakes: 'same' })),
  ]);
  const { choice, understanding } = await looking((ctx) => readImport(ctx, { id }));
  expect(choice).toEqual({ mapping: { 备注: null }, namesakes: 'same' });
  expect(understanding.columns.map(({ meaning }) => meaning)).toEqual(['name', 'phone', 'source', null]);
});
