import { expect, test } from 'vitest';
import { testHouse } from '../../../kernel/testing/house.ts';
import { openDoorkeeper } from '../../workspaces/index.ts';
import { createCampaign } from '../campaigns/campaigns.ts';
import { startCampaign } from '../campaigns/run-campaign.ts';
import { createChannel } from '../channels/channels.ts';
import { jobs } from '../jobs.ts';
import '../module.ts';
import { changeSettings } from '../settings.ts';
import { createTemplate } from '../templates/templates.ts';
import { customer, mailSink, work } from '../testing/shop.ts';
import { sendingOf } from './sendings.ts';

const house = await testHouse({ jobs });
openDoorkeeper(house);
const sink = await mailSink();

/** As an old database may hold them; the doors of the house let none of these in. */
const addresses = [
  'a@example.com,b@example.com',
  'a@example.com;b@example.com',
  'a@example.com b@example.com',
  'Shop <a@example.com>, b@example.com',
  'a@example.com>,<b@example.com',
  'a@example.com\r\nRCPT TO:<b@example.com>',
  'a@example.com\nBcc: b@example.com',
  'undisclosed: a@example.com, b@example.com;',
  '"a@example.com, b"@example.com',
  '@example.com',
  'nobody',
];

const names = [
  '王\r\nBcc: b@example.com',
  '王\nSubject: other\n\nbody',
  '王\u2028Bcc: b@example.com',
  '=?utf-8?Q?=0D=0ABcc:_b@example.com?=',
  '{{shop}}{{#offer}}',
  '<b>王</b>" <b@example.com>',
];

test('lists of addresses reach nobody, and no name becomes a header', async () => {
  const shop = await house.openWorkspace();
  for (const email of addresses) await customer(house, shop, { email });
  for (const [n, name] of names.entries()) await customer(house, shop, { name, email: `good${n}@example.com` });
  const [id, channelId] = await house.in(shop, async (ctx) => {
    await changeSettings(ctx, { version: 0, quietFrom: '00:00', quietTo: '00:00' });
    const from = { provider: 'smtp', fromName: '林记 <b@example.com>,', fromAddress: 'lin@tea.example' } as const;
    const given = { ...from, host: '127.0.0.1', port: sink.port, secure: false };
    const channel = await createChannel(ctx, { kind: 'email', name: '邮件', perMinute: null, given });
    const blocks = [{ kind: 'text' as const, text: '{{name}}' }];
    const template = await createTemplate(ctx, {
      name: '新茶',
      channel: 'email',
      purpose: 'promotion',
      content: { 'zh-CN': { subject: '{{name}}，新茶', preheader: '', blocks } },
    });
    const campaign = await createCampaign(ctx, {
      name: '新茶',
      purpose: 'promotion',
      channelId: channel.id,
      templateId: template.id,
      audience: { include: [], exclude: [] },
      holdOutPercent: 0,
      effectDays: 28,
      marginPercent: 50,
    });
    await startCampaign(ctx, { id: campaign.id });
    return [campaign.id, channel.id];
  });
  const sending = await house.in(shop, (ctx) => sendingOf(ctx, 'campaign', id));
  await work(house, shop, 'care.freeze', { sendingId: sending?.id });
  await work(house, shop, 'care.send', { channelId });
  expect(sink.received.map(({ to }) => to).toSorted()).toEqual(names.map((_, n) => `good${n}@example.com`));
  for (const { raw, mail, to } of sink.received) {
    const [head = ''] = raw.split('\r\n\r\n');
    expect(head.match(/^(bcc|cc):/gim), to).toBeNull();
    expect(head.match(/^(to|from|subject):/gim)?.length, to).toBe(3);
    expect(mail.to?.map(({ address }) => address)).toEqual([to]);
    expect(mail.from?.address).toBe('lin@tea.example');
    expect(mail.html).not.toContain('<b>王');
  }
  const states = await house.in(shop, (ctx) =>
    ctx.db.selectFrom('care_messages').select(['state', 'attempts']).where('state', '<>', 'sent').execute(),
  );
  expect(states).toEqual(addresses.map(() => ({ state: 'failed', attempts: 1 })));
});
