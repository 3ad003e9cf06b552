import { sql } from 'kysely';
import pg from 'pg';
import { describe, expect, onTestFinished, test } from 'vitest';
import { newId } from '../ids.ts';
import { AGAIN } from './named.ts';
import { testHouse } from '../testing/house.ts';

const house = await testHouse();
const tea = await house.openWorkspace({ name: '林记茶行' });
const books = await house.openWorkspace({ name: '书香阁' });

async function addCustomer(workspace: typeof tea, name: string): Promise<string> {
  const id = newId();
  await house.in(workspace, (ctx) =>
    ctx.db.insertInto('customers').values({ workspace_id: workspace.id, id, name, sort_name: name }).execute(),
  );
  return id;
}

describe('the wall between workspaces', () => {
  test('a query that forgets the workspace still sees only its own rows', async () => {
    await addCustomer(tea, '单雄信');
    await addCustomer(books, '欧阳锋');
    const seen = await house.database.reader(tea.id).selectFrom('customers').select('name').execute();
    expect(seen).toEqual([{ name: '单雄信' }]);
  });

  test('a row cannot be written into another workspace', async () => {
    const foreign = { workspace_id: books.id, id: newId(), name: 'x', sort_name: 'x' };
    await expect(house.in(tea, (ctx) => ctx.db.insertInto('customers').values(foreign).execute())).rejects.toThrow(
      /row-level security/,
    );
  });

  test('another workspace’s row can be neither changed nor deleted', async () => {
    const id = await addCustomer(books, '黄蓉');
    const changed = await house.in(tea, (ctx) =>
      ctx.db.updateTable('customers').set({ name: '改名' }).where('id', '=', id).executeTakeFirst(),
    );
    const deleted = await house.in(tea, (ctx) =>
      ctx.db.deleteFrom('customers').where('id', '=', id).executeTakeFirst(),
    );
    expect([changed.numUpdatedRows, deleted.numDeletedRows]).toEqual([0n, 0n]);
  });

  test('without a workspace nothing is seen', async () => {
    expect(await house.database.local.selectFrom('customers').select('id').execute()).toEqual([]);
  });

  test('connections that change hands between workspaces never mix them up', async () => {
    const read = (workspace: typeof tea) =>
      house.database.reader(workspace.id).selectFrom('customers').select('workspace_id').execute();
    const rounds = await Promise.all(Array.from({ length: 200 }, (_, n) => read(n % 2 ? tea : books)));
    rounds.forEach((rows, n) => {
      expect(new Set(rows.map((row) => row.workspace_id))).toEqual(new Set([n % 2 ? tea.id : books.id]));
    });
  });
});

describe('one transaction for a command', () => {
  test('a failure in the middle leaves nothing behind', async () => {
    const id = newId();
    const failing = house.in(tea, async (ctx) => {
      await ctx.db.insertInto('customers').values({ workspace_id: tea.id, id, name: '半途', sort_name: 'b' }).execute();
      throw new Error('the till lost power');
    });
    await expect(failing).rejects.toThrow('lost power');
    const rows = await house.database
      .reader(tea.id)
      .selectFrom('customers')
      .select('id')
      .where('id', '=', id)
      .execute();
    expect(rows).toEqual([]);
  });

  test('what still runs when the command has failed asks nothing in the transaction that comes next', async () => {
    let straggler: Promise<unknown> = Promise.resolve();
    const failing = house.in(tea, async (ctx) => {
      const ask = async () => {
        await sql`select pg_sleep(0.02)`.execute(ctx.db);
        await sql`select 1`.execute(ctx.db);
      };
      straggler = ask();
      await Promise.all([straggler, Promise.reject(new Error('the till lost power'))]);
    });
    await expect(failing).rejects.toThrow('lost power');
    await expect(straggler).rejects.toThrow('The transaction has ended.');
  });

  test('statements that are asked for at once are answered in turn', async () => {
    const answers = await house.in(tea, (ctx) =>
      Promise.all([1, 2, 3].map((n) => sql<{ n: number }>`select ${n}::int as n`.execute(ctx.db))),
    );
    expect(answers.map(({ rows }) => rows)).toEqual([[{ n: 1 }], [{ n: 2 }], [{ n: 3 }]]);
  });

  test('the connection is fit for use after a failed statement', async () => {
    await expect(house.in(tea, (ctx) => sql`select 1/0`.execute(ctx.db))).rejects.toThrow(/division by zero/);
    const one = await house.in(tea, (ctx) => sql<{ one: number }>`select 1 as one`.execute(ctx.db));
    expect(one.rows).toEqual([{ one: 1 }]);
  });

  test('facts that are appended cannot be changed by the application', async () => {
    await expect(
      house.in(tea, (ctx) => ctx.db.updateTable('audit_entries').set({ action: 'x' }).execute()),
    ).rejects.toThrow(/permission denied/);
  });
});

describe('a statement that comes again and again', () => {
  const often = async () => {
    const read = () => house.database.reader(tea.id).selectFrom('customer_tags').selectAll().execute();
    for (let n = 0; n < 60; n++) await read();
    return Promise.all(Array.from({ length: 30 }, read));
  };

  test('is prepared, and is asked anew when its table has got another column', async () => {
    const owner = new pg.Client(house.database.settings);
    await owner.connect();
    try {
      await often();
      await owner.query('alter table customer_tags add column later text');
      expect(await often()).toEqual(Array.from({ length: 30 }, () => []));
    } finally {
      await owner.query('alter table customer_tags drop column if exists later');
      await owner.end();
    }
    const { rows } = await sql<{ kept: number }>`
      select count(*)::int as kept from pg_prepared_statements where statement like '%customer_tags%'`.execute(
      house.database.reader(tea.id),
    );
    expect(rows[0]?.kept).toBe(1);
  });

  test('in a transaction only where it is marked; after a change of its table the transaction begins anew', async () => {
    const owner = new pg.Client(house.database.settings);
    onTestFinished(() => owner.end());
    await owner.connect();
    await owner.query('create table shelf (place int); grant select on shelf to public');
    const twenty = async (front: typeof AGAIN) => {
      for (let n = 0; n < 25; n += 1) await house.in(tea, (ctx) => sql`${front}select * from shelf`.execute(ctx.db));
    };
    const keptBy = () =>
      house.in(tea, async (ctx) => {
        const { rows } = await sql<{ kept: number }>`
          select count(*)::int as kept from pg_prepared_statements where statement like '%from shelf%'`.execute(ctx.db);
        return rows[0]?.kept;
      });
    await twenty(sql.raw(''));
    expect(await keptBy()).toBe(0);
    await twenty(AGAIN);
    expect(await keptBy()).toBe(1);
    await owner.query('alter table shelf add column colour text');
    await twenty(AGAIN);
  });

  test('sees the workspace that its connection stands in', async () => {
    const count = async (workspace: typeof tea) =>
      (await house.database.reader(workspace.id).selectFrom('customers').select('id').execute()).length;
    const [inTea, inBooks] = [await count(tea), await count(books)];
    for (let n = 0; n < 60; n++) await addCustomer(tea, `茶客${n}`);
    for (let n = 0; n < 40; n++) await Promise.all([count(tea), count(books)]);
    expect([await count(tea), await count(books)]).toEqual([inTea + 60, inBooks]);
  });
});

test('an instant is read to the millisecond, whatever its year', async () => {
  const { rows } = await sql<{ at: Date }>`
    select unnest(array['2026-11-25 19:31:17.1239', '2026-11-25 00:00:00', '0026-03-01 12:00', '12026-01-01 00:00:00.5']::timestamptz[])
      as at`.execute(house.database.local);
  expect(rows.map(({ at }) => at.toISOString())).toEqual([
    '2026-11-25T19:31:17.123Z',
    '2026-11-25T00:00:00.000Z',
    '0026-03-01T12:00:00.000Z',
    '+012026-01-01T00:00:00.500Z',
  ]);
});
