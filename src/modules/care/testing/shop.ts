import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import PostalMime from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import type { Ctx, Workspace } from '../../../kernel/context.ts';
import { newId } from '../../../kernel/ids.ts';
import type { TestHouse } from '../../../kernel/testing/house.ts';
import { whenFileEnds } from '../../../kernel/testing/when-file-ends.ts';
import { runJob } from '../../../kernel/jobs/worker.ts';
import { createChannel } from '../channels/channels.ts';
import type { Channel } from '../channels/contract.ts';
import { reach } from '../channels/ways.ts';
import { jobs } from '../jobs.ts';
import { changeSettings } from '../settings.ts';

export interface Received {
  to: string;
  raw: string;
  mail: Awaited<ReturnType<typeof PostalMime.parse>>;
}

/** A mail server that takes everything, or answers as it is told. */
export async function mailSink(answer: (to: string) => Error | null = () => null) {
  const received: Received[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo: ({ address }, _session, done) => done(answer(address)),
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      const end = async () => {
        const raw = Buffer.concat(chunks);
        const mail = await PostalMime.parse(raw);
        for (const { address } of session.envelope.rcptTo) received.push({ to: address, raw: raw.toString(), mail });
        done();
      };
      stream.on('end', () => void end());
    },
  });
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  reach.mayReach = () => true;
  const { port } = server.server.address() as AddressInfo;
  whenFileEnds(() => new Promise<void>((resolve) => server.close(() => resolve())));
  return { port, received };
}

/** The shop writes by mail to the sink, at any hour of the day. */
export async function mailChannel(ctx: Ctx, port: number): Promise<Channel> {
  await changeSettings(ctx, { version: 0, quietFrom: '00:00', quietTo: '00:00' });
  const from = { fromName: '林记', fromAddress: 'lin@tea.example' };
  const given = { provider: 'smtp', ...from, host: '127.0.0.1', port, secure: false } as const;
  return createChannel(ctx, { kind: 'email', name: '邮件', perMinute: null, given });
}

/** As if the demo shop's file had just been read; the change set that it is undone by. */
export async function demoFile(ctx: Ctx, kind: 'customers' | 'orders', fileName = `demo-${kind}.csv`): Promise<string> {
  const id = newId();
  const shared = { workspace_id: ctx.workspace.id, created_by_name: 'x', created_at: ctx.now };
  await ctx.db
    .insertInto('change_sets')
    .values({ ...shared, id, kind: 'import', title: 'demo', state: 'done', undo_needs: 'transfer.import' })
    .execute();
  const read = { kind, state: 'done', file_id: newId(), file_name: fileName, total_bytes: 1n, understanding: '{}' };
  await ctx.db
    .insertInto('imports')
    .values({ ...shared, id: newId(), change_set_id: id, ...read })
    .execute();
  return id;
}

interface CustomerFacts {
  name?: string;
  email?: string | null;
  phone?: string | null;
  address?: Record<string, string>;
  /** Purposes agreed to by mail and SMS; `null`: nothing was ever said. */
  agreed?: boolean | null;
  at?: Date;
}

export async function customer(house: TestHouse, shop: Workspace, facts: CustomerFacts = {}): Promise<string> {
  const id = newId();
  const { name = '王小明', email = `${id.slice(-12)}@example.com`, phone = null, address, agreed = true } = facts;
  await house.in(shop, async (ctx) => {
    await ctx.db
      .insertInto('customers')
      .values({
        workspace_id: shop.id,
        id,
        name,
        sort_name: name,
        email,
        phone,
        gender: 'male',
        address: address ? JSON.stringify(address) : null,
      })
      .execute();
    if (agreed !== null) for (const channel of ['email', 'sms']) await say(ctx, id, channel, agreed, facts.at);
  });
  return id;
}

export async function say(
  ctx: Ctx,
  customerId: string,
  channel: string,
  granted: boolean,
  at = new Date(Date.now() - 60_000),
): Promise<void> {
  for (const purpose of ['marketing', 'service']) {
    await ctx.db
      .insertInto('customer_consents')
      .values({
        workspace_id: ctx.workspace.id,
        customer_id: customerId,
        id: newId(),
        channel,
        purpose,
        granted,
        at,
        by_name: '小张',
        language: 'zh-CN',
      })
      .execute();
  }
}

/** Runs what the queue would run, here and now; the names of the jobs that were waiting. */
export async function work(house: TestHouse, shop: Workspace, name: string, input: unknown): Promise<void> {
  const job = jobs.find((one) => one.name === name);
  if (!job) throw new Error(`There is no job ${name}.`);
  await runJob(house, job as never, { workspaceId: shop.id, input }, new AbortController().signal);
}
