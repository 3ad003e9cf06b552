import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { Actor } from '../../../kernel/access.ts';
import type { Workspace } from '../../../kernel/context.ts';
import type { Doorkeeper } from '../../../kernel/house.ts';
import { buildServer } from '../../../kernel/http/server.ts';
import { newId } from '../../../kernel/ids.ts';
import { actorWith, testHouse } from '../../../kernel/testing/house.ts';
import { openDoorkeeper } from '../../workspaces/index.ts';
import { createCampaign } from '../campaigns/campaigns.ts';
import { startCampaign } from '../campaigns/run-campaign.ts';
import { createChannel } from '../channels/channels.ts';
import { testChannel } from '../channels/test-channel.ts';
import { jobs } from '../jobs.ts';
import { careModule } from '../module.ts';
import { sendingOf } from '../sending/sendings.ts';
import { changeSettings } from '../settings.ts';
import { createTemplate } from '../templates/templates.ts';
import { customer, say, work } from '../testing/shop.ts';
import { chineseFont, needsChineseFont } from './fonts.ts';

let actor: Actor;
let shop: Workspace;
const doorkeeper: Doorkeeper = { identify: async () => ({ actor, workspace: shop, locale: 'zh-CN' }) };
const house = await testHouse({ jobs, doorkeeper });
openDoorkeeper(house);
const app = await buildServer(house, [careModule]);
afterAll(() => app.close());

const clerk = (grants: object = {}) =>
  actorWith({ 'care.read': 'all', 'customers.read': 'all', ...grants }, { fields: {} as never });

/** A letter to two customers with an address, given out as tasks. */
async function givenOut(kind: 'letter' | 'call' = 'letter') {
  shop = await house.openWorkspace();
  actor = clerk();
  const street = { province: '福建省', city: '福州市', street: '南后街 1 号', postcode: '350001' };
  const ids = [
    await customer(house, shop, { name: '王小明', address: street, phone: '+8613800138000' }),
    await customer(house, shop, { name: '欧阳娜娜', address: street, phone: '+8613800138001' }),
    await customer(house, shop, { name: '无址' }),
  ];
  const id = await house.in(shop, async (ctx) => {
    await changeSettings(ctx, {
      version: 0,
      quietFrom: '00:00',
      quietTo: '00:00',
      imprint: '林记茶行\n福州南后街 9 号',
    });
    for (const one of ids) for (const channel of ['post', 'phone']) await say(ctx, one, channel, true);
    const given = { provider: 'people', dueDays: 3 } as const;
    const channel = await createChannel(ctx, { kind, name: '信', perMinute: null, given });
    const template = await createTemplate(ctx, {
      name: '新春信',
      channel: kind,
      purpose: 'promotion',
      content: {
        'zh-CN': {
          subject: '',
          preheader: '',
          blocks: [{ kind: 'text', text: '{{salutation}}：\n\n新茶到了，欢迎来坐。' }],
        },
      },
    });
    const campaign = await createCampaign(ctx, {
      name: '新春',
      purpose: 'promotion',
      channelId: channel.id,
      templateId: template.id,
      audience: { include: [], exclude: [] },
      holdOutPercent: 0,
      effectDays: 30,
      marginPercent: 40,
    });
    await startCampaign(ctx, { id: campaign.id });
    return campaign.id;
  });
  const sending = await house.in(shop, (ctx) => sendingOf(ctx, 'campaign', id));
  await work(house, shop, 'care.freeze', { sendingId: sending?.id });
  await work(house, shop, 'care.send', { channelId: sending?.channel_id });
  const tasks = await house.in(shop, (ctx) =>
    ctx.db.selectFrom('tasks').select(['customer_id', 'title', 'note', 'link', 'due_on', 'assignee_id']).execute(),
  );
  return { id, ids, tasks };
}

const print = (path: string) => app.inject({ method: 'GET', url: `/api/v1/care/print/${path}` });

describe('what colleagues do themselves', () => {
  test('a call is a task each, with the words, for those who can be called', async () => {
    const { tasks, ids } = await givenOut('call');
    expect(tasks.map((task) => task.customer_id).toSorted()).toEqual([ids[0], ids[1]].toSorted());
    expect(tasks[0]?.note).toMatch(/^(王先生|欧阳先生)：\n\n新茶到了，欢迎来坐。$/);
    expect(tasks[0]?.link).toBeNull();
  });

  test('the test is a task of one’s own', async () => {
    shop = await house.openWorkspace();
    const tasks = await house.in(shop, async (ctx) => {
      const given = { provider: 'people', dueDays: 0 } as const;
      const channel = await createChannel(ctx, { kind: 'gift', name: '茶样', perMinute: null, given });
      await testChannel(ctx, { id: channel.id, to: '-' });
      return ctx.db.selectFrom('tasks').select(['customer_id']).execute();
    });
    expect(tasks).toEqual([{ customer_id: null }]);
  });
});

describe.skipIf(chineseFont('zh-CN') === null)('a printed letter', () => {
  test.each(['letters', 'labels', 'cards'])('%s: has words and addresses in Chinese', async (what) => {
    const { id, tasks } = await givenOut();
    expect(tasks).toHaveLength(2);
    const answer = await print(`${what}?campaignId=${id}`);
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, 'application/pdf']);
    expect(answer.rawPayload.subarray(0, 5).toString()).toBe('%PDF-');
    const pages = answer.rawPayload.toString('latin1').match(/\/Type \/Page\b/g)?.length;
    expect(pages).toBe(what === 'labels' ? 1 : 2);
    const text = await textOf(answer.rawPayload);
    if (text === null) return;
    if (what !== 'cards') expect(text).toContain('福建省福州市南后街 1 号');
    if (what !== 'labels') expect(text).toContain('新茶到了，欢迎来坐。');
  });

  test('of one task only, and of nobody’s that is out of reach', async () => {
    const { tasks, id } = await givenOut();
    const path = (tasks[0]?.link as { to: string } | null)?.to ?? '';
    const one = await app.inject({ method: 'GET', url: new URL(path).pathname + new URL(path).search });
    expect(one.statusCode).toBe(200);
    actor = clerk({ 'customers.read': 'own' });
    expect((await print(`letters?campaignId=${id}`)).statusCode).toBe(404);
    actor = actorWith(
      { 'care.read': 'all', 'customers.read': 'all' },
      { fields: { 'customers.address': 'mask' } as never },
    );
    expect((await print(`letters?campaignId=${id}`)).statusCode).toBe(403);
  });

  test.each(['letters', 'letters?campaignId=1', `letters?campaignId=${newId()}`, 'letters?part=0', 'letters?x=1'])(
    '%s is refused in words',
    async (path) => {
      shop = await house.openWorkspace();
      actor = clerk();
      expect((await print(path)).statusCode).toBeGreaterThanOrEqual(400);
      expect((await print(path)).statusCode).toBeLessThan(500);
    },
  );
});

test('a machine without such a font is noticed', () => {
  expect(chineseFont('zh-CN', () => false)).toBeNull();
  expect([needsChineseFont('Müller – “Tee” 5 €'), needsChineseFont('茶'), needsChineseFont('臺')]).toEqual([
    false,
    true,
    true,
  ]);
});

/** By poppler where it is installed; null elsewhere. */
async function textOf(pdf: Buffer): Promise<string | null> {
  const folder = await mkdtemp(join(tmpdir(), 'regulars-pdf-'));
  await writeFile(join(folder, 'a.pdf'), pdf);
  const { status, stdout } = spawnSync('pdftotext', [join(folder, 'a.pdf'), '-']);
  await rm(folder, { recursive: true });
  return status === 0 ? stdout.toString() : null;
}
