import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as later } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import nodemailer from 'nodemailer';
import pg from 'pg';
import { startProduct, type Product } from '../e2e/support/product.ts';
import { startTestCluster } from '../src/kernel/testing/cluster.ts';
import { rated, timed, type Row } from './row.ts';

/** In the morning in Shanghai: no quiet hours. */
const ELEVEN = '2026-11-25T03:00:00Z';
/** As the product does: connections, mails a connection, mails on their way at one time. */
const POOL = { pool: true, maxConnections: 8, maxMessages: 1_000 } as const;
const ON_THE_WIRE = 100;

interface Words {
  subject: string;
  html: string;
  text: string;
}

/**
 * A campaign to everybody: writing the recipients down, beside the plain statement that writes as many rows; then sending to a mail server
 * on this machine, beside nodemailer's pool alone with the same words to the same server.
 */
export async function mails(scale: number): Promise<Row[]> {
  const count = Math.round(scale * 1_000_000);
  const sink = spawn(process.execPath, [fileURLToPath(new URL('mail-sink.ts', import.meta.url))], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [printed] = (await once(sink.stdout, 'data')) as [Buffer];
  const port = Number(printed.toString());
  const cluster = await startTestCluster();
  const owner = { REGULARS_OWNER_EMAIL: 'owner@example.com', REGULARS_OWNER_PASSWORD: 'a long password' };
  const env = { ...owner, REGULARS_WORKSPACE: 'Bench', REGULARS_NOW: ELEVEN, SMTP_URL: `smtp://127.0.0.1:${port}` };
  const product = await startProduct(cluster.settings, env);
  const sql = new pg.Client(product.database);
  try {
    await sql.connect();
    await fill(sql, count);
    const { planning, sending, words } = await campaign(product, count);
    const writing = await floorOfPlanning(sql);
    const alone = await floorOfSending(port, words, count);
    const size = count.toLocaleString('en');
    return [
      timed(`writing down ${size} recipients`, planning, writing, '–'),
      rated(`sending ${size} mails`, (count / sending) * 1000, (count / alone) * 1000, '≥ 80 %'),
    ];
  } finally {
    await sql.end();
    await product.stop();
    await cluster.stop();
    sink.kill();
  }
}

async function fill(sql: pg.Client, count: number): Promise<void> {
  await sql.query(`
    with made as (
      insert into customers (workspace_id, id, name, sort_name, email)
      select w.id, gen_random_uuid(), 'n' || n, 'n' || n, 'n' || n || '@example.com' from workspaces w, generate_series(1, ${count}) n
      returning workspace_id, id)
    insert into customer_consents (workspace_id, customer_id, id, channel, purpose, granted, at, by_name)
    select workspace_id, id, gen_random_uuid(), 'email', 'marketing', true, '2026-11-01', 'x' from made`);
  await sql.query('vacuum analyze');
}

async function campaign(product: Product, count: number) {
  const { out } = await product.run('key', 'create', '--name', 'bench', '--role', 'owner', '--json');
  const { key } = JSON.parse(out) as { key: string };
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
  const ask = async <T>(method: string, path: string, body?: object): Promise<T> => {
    const text = body ? { body: JSON.stringify(body) } : {};
    const answer = await fetch(`${product.url}/api/v1${path}`, { method, headers, ...text });
    if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
    return (await answer.json()) as T;
  };
  const given = { provider: 'house', fromName: 'Bench', fromAddress: 'shop@tea.example' };
  const made = { kind: 'email', name: 'Mail', perMinute: null, given };
  const channel = await ask<{ id: string }>('POST', '/care/channels', made);
  const content = { en: { subject: 'Hello {{salutation}}', blocks: [{ kind: 'text', text: '{{salutation}}, tea!' }] } };
  const written = { name: 'T', channel: 'email', purpose: 'promotion', content };
  const template = await ask<{ id: string }>('POST', '/care/templates', written);
  const words = await ask<Words>('POST', '/care/templates/preview', {
    channel: 'email',
    purpose: 'promotion',
    content,
    language: 'en',
  });
  const { id } = await ask<{ id: string }>('POST', '/care/campaigns', {
    name: 'Bench',
    channelId: channel.id,
    templateId: template.id,
    audience: { include: [], exclude: [] },
    holdOutPercent: 0,
  });
  const began = performance.now();
  await ask('POST', `/care/campaigns/${id}/start`, {});
  let opened = 0;
  for (;;) {
    const { state, counts } = await ask<{ state: string; counts: { sent: number } }>('GET', `/care/campaigns/${id}`);
    if (opened === 0 && state !== 'freezing') opened = performance.now();
    if (state === 'finished') {
      if (counts.sent !== count) throw new Error(`${counts.sent} of ${count} mails went out`);
      return { planning: opened - began, sending: performance.now() - opened, words };
    }
    await later(opened === 0 ? 20 : 1_000);
  }
}

async function floorOfPlanning(sql: pg.Client): Promise<number> {
  await sql.query('create table floor (like care_messages including all)');
  const began = performance.now();
  await sql.query('insert into floor select * from care_messages');
  return performance.now() - began;
}

async function floorOfSending(port: number, words: Words, count: number): Promise<number> {
  const transport = nodemailer.createTransport({ ...POOL, host: '127.0.0.1', port, ignoreTLS: true });
  const began = performance.now();
  let next = 0;
  const sendOn = async () => {
    while (next < count) {
      next += 1;
      const to = { name: '', address: `n${next}@example.com` };
      await transport.sendMail({ from: { name: 'Bench', address: 'shop@tea.example' }, to, ...words });
    }
  };
  await Promise.all(Array.from({ length: ON_THE_WIRE }, sendOn));
  transport.close();
  return performance.now() - began;
}
