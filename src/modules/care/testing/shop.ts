import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import PostalMime from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import { afterAll } from 'vitest';
import type { Ctx, Workspace } from '../../../kernel/context.ts';
import { newId } from '../../../kernel/ids.ts';
import type { TestHouse } from '../../../kernel/testing/house.ts';
import { runJob } from '../../../kernel/jobs/worker.ts';
import { reach } from '../channels/ways.ts';
import { jobs } from '../jobs.ts';

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
  afterAll(() => new Promise<void>((resolve) => server.close(() => resolve())));
  return { port, received };
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
