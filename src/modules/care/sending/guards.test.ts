import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { newId } from '../../../kernel/ids.ts';
import { createCampaign, readCampaign } from '../campaigns/campaigns.ts';
import { checkCampaign } from '../campaigns/check-campaign.ts';
import { sendAgain } from '../campaigns/messages.ts';
import { startCampaign, stopCampaign } from '../campaigns/run-campaign.ts';
import { changeChannel, createChannel, removeChannel } from '../channels/channels.ts';
import type { Way } from '../channels/ways.ts';
import { setGreeting } from '../greetings/greetings.ts';
import { changeSettings, readSettings } from '../settings.ts';
import { createTemplate, retireTemplate } from '../templates/templates.ts';
import { campaignHouse } from '../testing/campaign-house.ts';
import { customer, work } from '../testing/shop.ts';
import { claimNext, takeOver } from './claim.ts';

const { house, sink, openShop } = await campaignHouse();

const text = (words: string) => ({
  'zh-CN': { subject: '新', preheader: '', blocks: [{ kind: 'text' as const, text: words }] },
});
const mailWay: Way = {
  kind: 'email',
  cost: 5n,
  send: async () => ({ outcome: 'sent', answer: '' }),
  close: () => undefined,
};

test('the provider’s rate holds from one run to the next', async () => {
  const { shop, channelId, inShop, run, send } = await openShop();
  await inShop((ctx) => changeChannel(ctx, { id: channelId, perMinute: 2 }));
  for (let n = 0; n < 5; n += 1) await customer(house, shop, { email: `pace${n}-${shop.id}@example.com` });
  await run();
  const arrived = () => sink.received.filter(({ to }) => to.startsWith('pace') && to.includes(shop.id)).length;
  for (let turn = 0; turn < 3; turn += 1) await send();
  expect(arrived()).toBe(2);
  await inShop((ctx) =>
    sql`update care_channels set minute_from = minute_from - interval '61 seconds'`.execute(ctx.db),
  );
  for (let turn = 0; turn < 2; turn += 1) await send();
  expect(arrived()).toBe(4);
  // Whoever takes the limit away is not held by the minute that ran.
  await inShop((ctx) => changeChannel(ctx, { id: channelId, perMinute: null }));
  await send();
  expect(arrived()).toBe(5);
});

test('what is on the wire to somebody counts for whatever else is to go to them', async () => {
  const { shop, channelId, inShop, run } = await openShop();
  await inShop(async (ctx) =>
    changeSettings(ctx, { version: (await readSettings(ctx)).version, budgetContacts: 1, promotionGapDays: 0 }),
  );
  await customer(house, shop, { email: `wire-${shop.id}@example.com` });
  const given = { provider: 'smtp', fromName: '林记', fromAddress: 'lin@tea.example', host: '127.0.0.1' } as const;
  const other = await inShop((ctx) =>
    createChannel(ctx, {
      kind: 'email',
      name: '二店',
      perMinute: null,
      given: { ...given, port: sink.port, secure: false },
    }),
  );
  const second = await run({ channelId: other.id });
  await run();
  const flying = { id: newId(), channelId };
  await inShop((ctx) => takeOver(ctx, flying));
  expect((await inShop((ctx) => claimNext(ctx, flying, [], 5, mailWay))).claimed).toHaveLength(1);
  await work(house, shop, 'care.send', { channelId: other.id });
  const { counts, refused } = await inShop((ctx) => readCampaign(ctx, { id: second.id }));
  expect({ counts, refused }).toMatchObject({
    counts: { sent: 0, skipped: 1 },
    refused: [{ reason: 'budget', count: 1 }],
  });
});

test('whoever is left out by what is not known of others, leaves the others in', async () => {
  const { shop, inShop, plan } = await openShop();
  const [known, unknown] = [await customer(house, shop), await customer(house, shop)];
  await inShop((ctx) => sql`update customers set source = 'fair' where id = ${known}`.execute(ctx.db));
  const audience = { include: [], exclude: [{ filter: { source: ['fair'] } }] };
  const { id } = await inShop((ctx) => createCampaign(ctx, plan({ audience })));
  expect(unknown).not.toBe(known);
  expect(await inShop((ctx) => checkCampaign(ctx, { id }))).toMatchObject({ audience: 1, reached: 1 });
});

test('news of a service wait for the morning, too', async () => {
  const { shop, inShop, run, send } = await openShop();
  await inShop(async (ctx) =>
    changeSettings(ctx, { version: (await readSettings(ctx)).version, quietFrom: '00:00', quietTo: '23:59' }),
  );
  const email = `night-${shop.id}@example.com`;
  await customer(house, shop, { email });
  const { id } = await run({ purpose: 'service' });
  await send();
  expect(sink.received.some(({ to }) => to === email)).toBe(false);
  expect((await inShop((ctx) => readCampaign(ctx, { id }))).counts).toMatchObject({ planned: 1 });
});

describe('what was stopped', () => {
  test('is not tried again, neither by itself nor by hand', async () => {
    const { shop, channelId, inShop, run, send } = await openShop();
    for (let n = 0; n < 2; n += 1) await customer(house, shop, { email: `stop${n}-${shop.id}@example.com` });
    const { id } = await run();
    const flying = { id: newId(), channelId };
    await inShop((ctx) => takeOver(ctx, flying));
    const { claimed } = await inShop((ctx) => claimNext(ctx, flying, [], 2, mailWay));
    await inShop((ctx) => stopCampaign(ctx, { id }));
    const back = { attempts: 1, language: 'zh-CN', parts: 1 };
    const [first, second] = claimed;
    await inShop((ctx) =>
      claimNext(
        ctx,
        flying,
        [
          { ...back, id: first!.id, outcome: 'unsent', answer: 'no server' },
          { ...back, id: second!.id, outcome: 'refused', again: false, answer: '550' },
        ],
        0,
        mailWay,
      ),
    );
    expect((await inShop((ctx) => readCampaign(ctx, { id }))).counts).toMatchObject({
      planned: 0,
      skipped: 1,
      failed: 1,
    });
    await expect(inShop((ctx) => sendAgain(ctx, { id: second!.id }))).rejects.toMatchObject({
      code: 'MESSAGE_STOPPED',
    });
    await send();
    expect(sink.received.some(({ to }) => to.startsWith('stop') && to.includes(shop.id))).toBe(false);
  });
});

test('the better version is chosen when the test has gone out, not while it waits for the morning', async () => {
  const { shop, inShop, run, send } = await openShop();
  for (let n = 0; n < 10; n += 1) await customer(house, shop, { email: `ab${n}-${shop.id}@example.com` });
  const b = await inShop((ctx) =>
    createTemplate(ctx, { name: '乙', channel: 'email', purpose: 'promotion', content: text('乙') }),
  );
  const ab = { rule: 'winner', testPercent: 40, hours: 1, by: 'opens' } as const;
  const { id, sendingId } = await run({ templateBId: b.id, ab });
  const waiting = () =>
    inShop((ctx) =>
      sql<{
        n: number;
      }>`select count(*)::int as n from care_messages where sending_id = ${sendingId} and due_at is null`
        .execute(ctx.db)
        .then(({ rows }) => rows[0]?.n),
    );
  const later = (hours: number) =>
    inShop((ctx) =>
      sql`update care_messages set sent_at = sent_at - make_interval(hours => ${hours}::int)`.execute(ctx.db),
    );
  await work(house, shop, 'care.decide', { sendingId });
  expect(await waiting()).toBe(6);
  await send();
  await work(house, shop, 'care.decide', { sendingId });
  expect(await waiting()).toBe(6);
  await later(2);
  await work(house, shop, 'care.decide', { sendingId });
  expect(await waiting()).toBe(0);
  await send();
  expect(await inShop((ctx) => readCampaign(ctx, { id }))).toMatchObject({ state: 'finished', counts: { sent: 10 } });
});

test('a long SMS costs what its parts cost, the signature and the counted link with it', async () => {
  const { shop, inShop, plan } = await openShop();
  await customer(house, shop, { phone: '+8613800138000' });
  const ids = await inShop(async (ctx) => {
    const given = { provider: 'http', url: 'https://gate.example/', signName: '林记', signingKey: 'key' } as const;
    const cost = { amount: '0.05', currency: 'CNY' };
    const channel = await createChannel(ctx, { kind: 'sms', name: '短信', perMinute: null, cost, given });
    // 61 characters, 【林记】 and the words of refusal: one more than the 70 of one message.
    const content = text('茶'.repeat(61));
    const template = await createTemplate(ctx, { name: '短信', channel: 'sms', purpose: 'service', content });
    const link = text('看这里 [新茶](https://t.example/)');
    const linked = await createTemplate(ctx, { name: '链接', channel: 'sms', purpose: 'service', content: link });
    return { channelId: channel.id, templateId: template.id, linked: linked.id };
  });
  const costOf = async (more: Parameters<typeof plan>[0]) => {
    const { id } = await inShop((ctx) => createCampaign(ctx, plan({ ...more, channelId: ids.channelId })));
    return { id, cost: (await inShop((ctx) => checkCampaign(ctx, { id }))).cost.amount };
  };
  const law = async (of: 'CN' | 'none') =>
    inShop(async (ctx) => changeSettings(ctx, { version: (await readSettings(ctx)).version, law: of }));
  await law('CN');
  const promotion = await costOf({ templateId: ids.templateId, budget: { amount: '0.09', currency: 'CNY' } });
  expect(promotion.cost).toBe('0.10');
  await expect(inShop((ctx) => startCampaign(ctx, { id: promotion.id }))).rejects.toMatchObject({
    code: 'CAMPAIGN_BUDGET_EXCEEDED',
    data: { cost: '0.10' },
  });
  expect((await costOf({ templateId: ids.templateId, purpose: 'service' })).cost).toBe('0.05');
  expect((await costOf({ templateId: ids.linked, purpose: 'service' })).cost).toBe('0.10');
});

test('a channel and a template stay while something means to send by them', async () => {
  const { channelId, inShop } = await openShop();
  const greeting = await inShop((ctx) =>
    createTemplate(ctx, { name: '生日', channel: 'email', purpose: 'greeting', content: text('生日快乐') }),
  );
  await inShop((ctx) =>
    setGreeting(ctx, {
      kind: 'birthday',
      channelId,
      templateId: greeting.id,
      automatic: true,
      daysAhead: 0,
      atTime: '09:00',
      couponId: null,
    }),
  );
  await expect(inShop((ctx) => retireTemplate(ctx, { id: greeting.id }))).rejects.toMatchObject({
    code: 'TEMPLATE_IN_USE',
  });
  await expect(inShop((ctx) => removeChannel(ctx, { id: channelId }))).rejects.toMatchObject({
    code: 'CHANNEL_IN_USE',
  });
});

test('a password is told to no other server than the one it was given for', async () => {
  const { inShop } = await openShop();
  const from = { fromName: '林记', fromAddress: 'lin@tea.example' };
  const given = { provider: 'smtp', ...from, host: 'mail.tea.example', port: 587, secure: false } as const;
  const channel = await inShop((ctx) =>
    createChannel(ctx, {
      kind: 'email',
      name: '邮件',
      perMinute: null,
      given: { ...given, user: 'lin', password: 'p' },
    }),
  );
  const change = (more: object) =>
    inShop((ctx) => changeChannel(ctx, { id: channel.id, given: { ...given, user: 'lin', ...more } }));
  expect((await change({ port: 465 })).secrets).toEqual(['password']);
  await expect(change({ host: 'other.example' })).rejects.toMatchObject({
    code: 'CHANNEL_SETTING_MISSING',
    data: { path: 'given.password' },
  });
  expect((await change({ host: 'other.example', password: 'new' })).secrets).toEqual(['password']);
});
