import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Workspace } from '../../../kernel/context.ts';
import { newId } from '../../../kernel/ids.ts';
import { testHouse } from '../../../kernel/testing/house.ts';
import { openDoorkeeper } from '../../workspaces/index.ts';
import { createChannel } from '../channels/channels.ts';
import { jobs } from '../jobs.ts';
import '../module.ts';
import { openSending } from '../sending/sendings.ts';
import { listSuppressions } from '../gate/suppressions.ts';
import { createTemplate } from '../templates/templates.ts';
import { customer, mailSink, work } from '../testing/shop.ts';
import { readMailbox, setMailbox } from './mailbox.ts';

const DOVECOT = '/usr/sbin/dovecot';
const here = spawnSync(DOVECOT, ['--version']).status === 0 && userInfo().uid === 0;
if (!here) process.stdout.write('Not tested here: the mailbox needs Debian’s dovecot-imapd, and root to start it.\n');

const house = await testHouse({ jobs });
openDoorkeeper(house);
await mailSink();
let folder: string;
let server: ChildProcess | undefined;
let port: number;

beforeAll(async () => {
  if (!here) return;
  folder = await mkdtemp(join(tmpdir(), 'regulars-imap-'));
  await chmod(folder, 0o755);
  port = await freePort();
  await writeFile(join(folder, 'users'), 'shop:{PLAIN}secret:65534:65534::/nowhere\n');
  await mkdir(join(folder, 'Maildir'));
  for (const part of ['cur', 'new', 'tmp']) await mkdir(join(folder, 'Maildir', part));
  spawnSync('chown', ['-R', '65534:65534', join(folder, 'Maildir')]);
  await writeFile(join(folder, 'dovecot.conf'), configuration(folder, port));
  server = spawn(DOVECOT, ['-F', '-c', join(folder, 'dovecot.conf')], { stdio: 'ignore' });
  await answering(port);
});
afterAll(async () => {
  if (!server) return;
  const ended = once(server, 'exit');
  server.kill('SIGTERM');
  await ended;
  await rm(folder, { recursive: true, force: true });
});

function configuration(base: string, on: number): string {
  return `
base_dir = ${base}/run
state_dir = ${base}/state
log_path = ${base}/log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
first_valid_uid = 1000
mail_location = maildir:${base}/Maildir
default_internal_user = nobody
default_internal_group = nogroup
default_login_user = nobody
service imap-login {
  chroot =
  inet_listener imap {
    port = ${on}
  }
  inet_listener imaps {
    port = 0
  }
}
service anvil {
  chroot =
}
passdb {
  driver = passwd-file
  args = ${base}/users
}
userdb {
  driver = passwd-file
  args = ${base}/users
}
`;
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port: free } = probe.address() as AddressInfo;
  probe.close();
  return free;
}

/** Until it lets somebody in: a server that is starting refuses, and the first start on a machine is slow. */
async function answering(on: number): Promise<void> {
  const greets = async () => {
    const socket = connect(on, '127.0.0.1');
    try {
      return await Promise.race([once(socket, 'data').then(() => true), once(socket, 'close').then(() => false)]);
    } catch {
      return false;
    } finally {
      socket.destroy();
    }
  };
  await vi.waitUntil(greets, { timeout: 60_000, interval: 50 });
}

async function deliver(text: string): Promise<void> {
  const name = `${Date.now()}.${newId()}.test`;
  await writeFile(join(folder, 'Maildir', 'new', name), text.replaceAll('\n', '\r\n'));
  spawnSync('chown', ['65534:65534', join(folder, 'Maildir', 'new', name)]);
}

const given = (password = 'secret') =>
  ({ source: 'own', host: '127.0.0.1', port, secure: false, user: 'shop', password }) as const;

async function openShop() {
  const shop = await house.openWorkspace();
  await house.in(shop, (ctx) => setMailbox(ctx, { given: given() }));
  return shop;
}

/** A mail that went out to this customer a while ago. */
async function sentTo(shop: Workspace, customerId: string, address: string): Promise<string> {
  return house.in(shop, async (ctx) => {
    const smtp = {
      provider: 'smtp',
      fromName: '林记',
      fromAddress: 'lin@tea.example',
      host: '127.0.0.1',
      port: 25,
      secure: false,
    } as const;
    const channel = await createChannel(ctx, { kind: 'email', name: 'm', perMinute: null, given: smtp });
    const template = await createTemplate(ctx, {
      name: 't',
      channel: 'email',
      purpose: 'promotion',
      content: { 'zh-CN': { subject: 's', preheader: '', blocks: [{ kind: 'text', text: 'x' }] } },
    });
    const sendingId = await openSending(ctx, {
      sender: 'single',
      senderId: newId(),
      channelId: channel.id,
      purpose: 'promotion',
      state: 'open',
    });
    const id = newId();
    await ctx.db
      .insertInto('care_messages')
      .values({
        workspace_id: shop.id,
        id,
        sending_id: sendingId,
        customer_id: customerId,
        state: 'sent',
        template_id: template.id,
        template_version: 1,
        address,
        sent_at: ctx.now,
      })
      .execute();
    return id;
  });
}

async function look(shop: Workspace): Promise<void> {
  const turn = await house.in(
    shop,
    async (ctx) => (await ctx.db.selectFrom('care_mailboxes').select('turn').executeTakeFirstOrThrow()).turn,
  );
  await work(house, shop, 'care.mailbox', { turn });
}

const answers = (shop: Workspace) =>
  house.in(shop, (ctx) =>
    ctx.db.selectFrom('care_answers').select(['customer_id', 'message_id', 'body']).orderBy('id').execute(),
  );
const message = (shop: Workspace, id: string) =>
  house.in(shop, (ctx) =>
    ctx.db.selectFrom('care_messages').selectAll().where('id', '=', id).executeTakeFirstOrThrow(),
  );

describe.skipIf(!here)('the mailbox at a real server', () => {
  test('opens with the right password only, and says what the server said', async () => {
    const shop = await house.openWorkspace();
    await expect(house.in(shop, (ctx) => setMailbox(ctx, { given: given('wrong') }))).rejects.toMatchObject({
      code: 'MAILBOX_REFUSED',
    });
    const nobody = { ...given(), port: 1 };
    await expect(house.in(shop, (ctx) => setMailbox(ctx, { given: nobody }))).rejects.toMatchObject({
      code: 'MAILBOX_REFUSED',
    });
    const kept = await house.in(shop, (ctx) => setMailbox(ctx, { given: given() }));
    expect(kept).toMatchObject({ source: 'own', user: 'shop', problem: null, version: 1 });
    expect(JSON.stringify(await house.in(shop, readMailbox))).not.toContain('secret');
    // Another server is not told the password of this one.
    const elsewhere = { source: 'own', host: '127.0.0.2', port, secure: false, user: 'shop' } as const;
    await expect(house.in(shop, (ctx) => setMailbox(ctx, { given: elsewhere, version: 1 }))).rejects.toMatchObject({
      code: 'CHANNEL_SETTING_MISSING',
    });
  });

  test('puts an answer on the card once, in the customer’s own words, and on the desk', async () => {
    await deliver('From: old@example.com\nSubject: from before\n\nlong ago\n');
    const shop = await openShop();
    const customerId = await customer(house, shop, { email: 'wang@example.com' });
    const id = await sentTo(shop, customerId, 'wang@example.com');
    await deliver(
      `From: Wang <wang@example.com>\nSubject: Re: s\nMessage-ID: <1@example.com>\nIn-Reply-To: <${id}@tea.example>\nContent-Type: text/plain; charset=utf-8\n\n周六来取\n\n在 2026年11月26日，林记 写道：\n> x\n`,
    );
    await deliver('From: stranger@example.com\nSubject: buy\nMessage-ID: <2@example.com>\n\nbuy now\n');
    await look(shop);
    await look(shop);
    expect(await answers(shop)).toEqual([{ customer_id: customerId, message_id: id, body: '周六来取' }]);
    expect((await message(shop, id)).answered_at).not.toBeNull();
    const reasons = await house.in(shop, (ctx) =>
      ctx.db.selectFrom('today_reasons').select(['customer_id', 'kind']).where('kind', '=', 'answered').execute(),
    );
    expect(reasons).toEqual([{ customer_id: customerId, kind: 'answered' }]);
  });

  test('takes a bare “no” for a no, and an absence note for nothing', async () => {
    const shop = await openShop();
    const customerId = await customer(house, shop, { email: 'li@example.com' });
    const id = await sentTo(shop, customerId, 'li@example.com');
    await deliver(
      `From: li@example.com\nSubject: away\nMessage-ID: <3@example.com>\nAuto-Submitted: auto-replied\nIn-Reply-To: <${id}@tea.example>\n\nI am away\n`,
    );
    await deliver(
      'From: li@example.com\nSubject: no\nMessage-ID: <4@example.com>\nContent-Type: text/plain; charset=utf-8\n\n退订\n',
    );
    await look(shop);
    expect((await answers(shop)).map(({ body }) => body)).toEqual(['退订']);
    const said = await house.in(shop, (ctx) =>
      ctx.db
        .selectFrom('customer_consents')
        .select(['purpose', 'granted'])
        .where('source', '=', 'answer')
        .where('customer_id', '=', customerId)
        .execute(),
    );
    expect(said).toEqual([{ purpose: 'marketing', granted: false }]);
  });

  test('stops the address of a mail that came back or was complained of, and no other', async () => {
    const shop = await openShop();
    const [one, two] = [await customer(house, shop), await customer(house, shop)];
    const bounced = await sentTo(shop, one, 'gone@example.com');
    const unwanted = await sentTo(shop, two, 'angry@example.com');
    await deliver(
      `From: MAILER-DAEMON@mx.example\nSubject: Undelivered\nMessage-ID: <5@mx.example>\nMIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\nContent-Type: text/plain\n\nSorry.\n\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; somebody@else.example\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 unknown\n\n--b\nContent-Type: message/rfc822\n\nMessage-ID: <${bounced}@tea.example>\nSubject: s\n\nx\n--b--\n`,
    );
    await deliver(
      `From: fbl@isp.example\nSubject: complaint\nMessage-ID: <6@isp.example>\nMIME-Version: 1.0\nContent-Type: multipart/report; report-type=feedback-report; boundary=b\n\n--b\nContent-Type: text/plain\n\nComplaint.\n\n--b\nContent-Type: message/feedback-report\n\nFeedback-Type: abuse\nUser-Agent: isp/1\nVersion: 1\n\n--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: <${unwanted}@tea.example>\n\n--b--\n`,
    );
    await look(shop);
    expect((await message(shop, bounced)).bounced_at).not.toBeNull();
    expect((await message(shop, unwanted)).complained_at).not.toBeNull();
    const { items } = await house.in(shop, (ctx) => listSuppressions(ctx, { limit: 5 }));
    expect(items.map(({ shown, reason }) => [shown, reason]).toSorted()).toEqual([
      ['a***@example.com', 'complaint'],
      ['g***@example.com', 'bounce'],
    ]);
  });

  test('lets no broken mail hold up the next', async () => {
    const shop = await openShop();
    const customerId = await customer(house, shop, { email: 'hu@example.com' });
    await deliver(`From: =?broken?=\nContent-Type: multipart/mixed; boundary=""\n\n--\n\0\xff${'('.repeat(2000)}\n`);
    const words = Buffer.from('still here\0').toString('base64');
    await deliver(
      `From: hu@example.com\nMessage-ID: <7@example.com>\nSubject: =?utf-8?B?YQBi?=\nContent-Transfer-Encoding: base64\n\n${words}\n`,
    );
    await look(shop);
    expect((await answers(shop)).map((one) => [one.customer_id, one.body])).toEqual([[customerId, 'still here']]);
  });
});
