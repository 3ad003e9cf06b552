import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { once } from 'node:events';
import pg from 'pg';
import { pino } from 'pino';
import { expect, inject, onTestFinished, test } from 'vitest';
import { openLiveFeed } from './live.ts';
import { urlOf } from './testing/cluster.ts';

/** A way to PostgreSQL that can be cut, and counts who comes meanwhile. */
async function cuttableWay() {
  const target = new URL(urlOf(inject('testCluster')));
  const socketDir = target.searchParams.get('host');
  const port = target.searchParams.get('port') ?? target.port;
  const open = new Set<Socket>();
  let cut = false;
  const attempts: (() => void)[] = [];
  let came = 0;
  const server = createServer((inside) => {
    inside.on('error', () => undefined);
    if (cut) {
      came += 1;
      inside.destroy();
      return void attempts.shift()?.();
    }
    const outside = socketDir
      ? connect(`${socketDir}/.s.PGSQL.${port}`)
      : connect({ host: target.hostname, port: Number(port) });
    for (const one of [inside, outside]) open.add(one.on('error', () => undefined));
    inside.pipe(outside).pipe(inside);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    for (const one of open) one.destroy();
    server.close();
  });
  const { username, password, pathname } = target;
  return {
    settings: {
      host: '127.0.0.1',
      port: (server.address() as AddressInfo).port,
      user: decodeURIComponent(username),
      password: decodeURIComponent(password),
      database: pathname.slice(1),
    } satisfies pg.PoolConfig,
    cut() {
      cut = true;
      for (const one of open) one.destroy();
    },
    mend() {
      cut = false;
    },
    attempt: () => new Promise<void>((resolve) => attempts.push(resolve)),
    came: () => came,
  };
}

test('while the database is away one attempt follows another, and never two', async () => {
  const way = await cuttableWay();
  const feed = await openLiveFeed(way.settings, pino({ level: 'silent' }), 20);
  onTestFinished(() => feed.close());
  const gone = Array.from({ length: 12 }, () => way.attempt());
  way.cut();
  const times: number[] = [];
  for (const one of gone) {
    await one;
    times.push(performance.now());
  }
  // A timer is never early: attempts that double would come together.
  for (const [n, time] of times.slice(1).entries()) expect(time - (times[n] as number)).toBeGreaterThan(10);
});

test('hears again once the database is back', async () => {
  const way = await cuttableWay();
  const feed = await openLiveFeed(way.settings, pino({ level: 'silent' }), 20);
  onTestFinished(() => feed.close());
  const gone = way.attempt();
  way.cut();
  await gone;
  const heard = Promise.withResolvers<unknown>();
  feed.on('w', 'news', heard.resolve);
  way.mend();
  const teller = new pg.Client(way.settings);
  await teller.connect();
  onTestFinished(() => teller.end());
  const listening = async () =>
    (
      await teller.query(`select 1 from pg_stat_activity where application_name = 'regulars-live' and query like 'listen%'
      and client_port is not null and datname = current_database()`)
    ).rowCount !== 0;
  while (!(await listening()));
  const message = JSON.stringify({ workspaceId: 'w', topic: 'news', payload: 'tea' });
  await teller.query('select pg_notify($1, $2)', ['regulars_live', message]);
  expect(await heard.promise).toBe('tea');
});
