import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout as later } from 'node:timers/promises';
import pg from 'pg';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { ON_THE_WIRE } from '../src/modules/care/sending/machine.ts';
import { startProduct, type Product } from './support/product.ts';

/** By a setting, what a busy machine carries: `FAULTS_MAILS=2000 FAULTS_KILLS=6 npm run test:faults care`. */
const MAILS = Number(process.env['FAULTS_MAILS'] ?? 10_000);
const KILLS = Number(process.env['FAULTS_KILLS'] ?? 20);

/** In the morning in Shanghai: no quiet hours. */
const ELEVEN = new Date('2026-11-25T03:00:00Z');
const opened = Date.now();

const received = new Map<string, number>();
const sink = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS'],
  onData(stream, session, done) {
    stream.resume();
    stream.on('end', () => {
      for (const { address } of session.envelope.rcptTo) received.set(address, (received.get(address) ?? 0) + 1);
      done();
    });
  },
});
// Connections of a server that was killed end in the middle.
sink.on('error', () => undefined);

let product: Product;
let headers: Record<string, string>;

const sql = async (text: string) => {
  const client = new pg.Client(product.database);
  await client.connect();
  try {
    return (await client.query<Record<string, number>>(text)).rows[0] ?? {};
  } finally {
    await client.end();
  }
};

beforeAll(async () => {
  sink.listen(0, '127.0.0.1');
  await once(sink.server, 'listening');
});
afterAll(() => new Promise<void>((resolve) => sink.close(() => resolve())));

async function open(): Promise<void> {
  received.clear();
  const owner = { REGULARS_OWNER_EMAIL: 'owner@example.com', REGULARS_OWNER_PASSWORD: 'a long password' };
  const SMTP_URL = `smtp://127.0.0.1:${(sink.server.address() as AddressInfo).port}`;
  product = await startProduct(inject('testCluster'), {
    ...owner,
    REGULARS_WORKSPACE: 'Faults',
    SMTP_URL,
    REGULARS_NOW: ELEVEN.toISOString(),
  });
  const { out } = await product.run('key', 'create', '--name', 'faults', '--role', 'owner', '--json');
  headers = { authorization: `Bearer ${(JSON.parse(out) as { key: string }).key}`, 'content-type': 'application/json' };
}

const seconds = (milliseconds: number) => Math.round(milliseconds / 1000);

interface Campaign {
  id: string;
  state: string;
  counts: Record<'planned' | 'sending' | 'sent' | 'failed' | 'unknown' | 'skipped' | 'held', number>;
}

async function ask<T = Campaign>(method: string, path: string, body?: object): Promise<T> {
  const answer = await fetch(`${product.url}/api/v1${path}`, {
    method,
    headers,
    ...(method === 'GET' ? {} : { body: JSON.stringify(body ?? {}) }),
  });
  const read: unknown = await answer.json();
  if (!answer.ok) throw new Error(JSON.stringify(read));
  return read as T;
}

/** A campaign to everybody of a new shop has begun; answers its id. */
async function begin(): Promise<string> {
  await sql(`
    with made as (
      insert into customers (workspace_id, id, name, sort_name, email)
      select w.id, gen_random_uuid(), 'n' || n, 'n' || n, 'n' || n || '@example.com' from workspaces w, generate_series(1, ${MAILS}) n
      returning workspace_id, id)
    insert into customer_consents (workspace_id, customer_id, id, channel, purpose, granted, at, by_name)
    select workspace_id, id, gen_random_uuid(), 'email', 'marketing', true, '2026-11-01', 'x' from made`);
  const channel = await ask<{ id: string }>('POST', '/care/channels', {
    kind: 'email',
    name: 'Mail',
    perMinute: null,
    given: { provider: 'house', fromName: 'Faults', fromAddress: 'shop@tea.example' },
  });
  const template = await ask<{ id: string }>('POST', '/care/templates', {
    name: 'T',
    channel: 'email',
    purpose: 'promotion',
    content: { en: { subject: 'Hello', blocks: [{ kind: 'text', text: '{{salutation}}' }] } },
  });
  const { id } = await ask('POST', '/care/campaigns', {
    name: 'Faults',
    channelId: channel.id,
    templateId: template.id,
    audience: { include: [], exclude: [] },
    holdOutPercent: 0,
  });
  await ask('POST', `/care/campaigns/${id}/start`);
  return id;
}

/** Sends to all, with so many power cuts on the way. */
async function send(wanted: number) {
  await open();
  try {
    const id = await begin();
    let kills = 0;
    let down = 0;
    let view = await ask('GET', `/care/campaigns/${id}`);
    const began = Date.now();
    while (view.state !== 'finished') {
      const { sent, unknown } = view.counts;
      if (view.state === 'sending' && kills < wanted && sent + unknown > (MAILS / (wanted + 2)) * kills) {
        const crashed = Date.now();
        await product.crash();
        kills += 1;
        // Its clock runs on from where it stood: no business day comes twice.
        await product.startAgain({ REGULARS_NOW: new Date(ELEVEN.getTime() + Date.now() - opened).toISOString() });
        down += Date.now() - crashed;
      } else await later(50);
      view = await ask('GET', `/care/campaigns/${id}`);
      if (view.state === 'finished') expect(view.counts.planned + view.counts.sending).toBe(0);
    }
    const doubles = [...received.values()].filter((times) => times > 1).length;
    const took = Date.now() - began;
    console.log(
      `${kills} kills, ${seconds(took)} s, of which ${seconds(down)} s down: ${JSON.stringify(view.counts)}, ${received.size} mailboxes, ${doubles} twice`,
    );
    return { counts: view.counts, kills, doubles, took, down };
  } finally {
    await product.stop();
  }
}

test('a server that is killed again and again while it sends sends nobody the same mail twice, and says of every recipient what became of it', async () => {
  const undisturbed = await send(0);
  expect(undisturbed.counts).toMatchObject({ sent: MAILS, unknown: 0, failed: 0, skipped: 0 });
  const { counts, kills, doubles, took, down } = await send(KILLS);
  const ratio = (time: number) => (time / undisturbed.took).toFixed(2);
  console.log(`${ratio(took)}× the undisturbed time, ${ratio(took - down)}× while there was a server`);
  const { sent, failed, unknown, skipped } = counts;
  expect(kills).toBe(KILLS);
  expect(doubles).toBe(0);
  expect(sent + failed + unknown + skipped).toBe(MAILS);
  expect(unknown).toBeLessThanOrEqual(kills * ON_THE_WIRE);
  expect(received.size).toBeGreaterThanOrEqual(sent);
  expect(received.size).toBeLessThanOrEqual(sent + unknown);
});
