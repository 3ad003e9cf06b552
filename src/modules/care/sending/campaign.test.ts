import { describe, expect, test } from 'vitest';
import { newId } from '../../../kernel/ids.ts';
import { actorWith } from '../../../kernel/testing/house.ts';
import { changeCampaign, createCampaign, readCampaign } from '../campaigns/campaigns.ts';
import { checkCampaign } from '../campaigns/check-campaign.ts';
import { listMessages, sendAgain } from '../campaigns/messages.ts';
import {
  approveCampaign,
  pauseCampaign,
  resumeCampaign,
  startCampaign,
  stopCampaign,
} from '../campaigns/run-campaign.ts';
import type { Way } from '../channels/ways.ts';
import { changeSettings, readSettings } from '../settings.ts';
import { campaignHouse } from '../testing/campaign-house.ts';
import { customer, say, work } from '../testing/shop.ts';
import { claimNext, takeOver } from './claim.ts';
import { sendingOf } from './sendings.ts';

const { house, sink, openShop } = await campaignHouse();

describe('a campaign', () => {
  test('tells beforehand who gets it and why others do not, sends once to each, and says what became of it', async () => {
    const { shop, inShop, run, send, plan } = await openShop();
    const yes = await customer(house, shop, { name: '王小明', email: 'wang@example.com' });
    await customer(house, shop, { name: '李雷', agreed: false });
    await customer(house, shop, { name: '韩梅', agreed: null });
    await customer(house, shop, { name: '无邮', email: null });
    await customer(house, shop, { name: '王太太', email: 'wang@example.com' });
    await customer(house, shop, { name: '查无此人', email: 'nobody@example.com' });
    const quiet = await customer(house, shop, { name: '请勿打扰' });
    const sad = await customer(house, shop, { name: '家中有事' });
    await inShop(async (ctx) => {
      const by = { workspace_id: shop.id, by_name: '小张', at: ctx.now };
      await ctx.db
        .insertInto('customer_restrictions')
        .values({ ...by, customer_id: quiet, kind: 'contact', by_kind: 'user' })
        .execute();
      await ctx.db
        .insertInto('care_pauses')
        .values({ ...by, customer_id: sad, reason: 'bereavement' })
        .execute();
    });
    const draft = await inShop((ctx) => createCampaign(ctx, plan()));
    const sum = await inShop((ctx) => checkCampaign(ctx, { id: draft.id }));
    expect(sum).toMatchObject({ audience: 8, reached: 2, cost: { amount: '0.10' } });
    expect(Object.fromEntries(sum.refused.map(({ reason, count }) => [reason, count]))).toEqual({
      saidNo: 1,
      noConsent: 1,
      noAddress: 1,
      sameAddress: 1,
      noContact: 1,
      silenced: 1,
    });

    const { id } = await run();
    expect((await inShop((ctx) => readCampaign(ctx, { id }))).counts).toMatchObject({ planned: 2, skipped: 6 });
    await send();
    await send();
    const mails = sink.received.filter(({ to }) => to === 'wang@example.com');
    expect(mails).toHaveLength(1);
    const [{ mail, raw } = { mail: null, raw: '' }] = mails;
    expect(mail).toMatchObject({
      subject: '（广告）王先生，新茶到了',
      from: { name: '林记茶行', address: 'lin@tea.example' },
    });
    expect(mail?.text).toContain('王先生，九折');
    expect(mail?.html).toMatch(/\/c\/c\/[\w-]{62}/);
    expect(raw).toMatch(/List-Unsubscribe:\s*<http[^>]+\/c\/u\/[\w-]{62}>/);
    expect(raw).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click');
    const done = await inShop((ctx) => readCampaign(ctx, { id }));
    expect(done).toMatchObject({
      state: 'finished',
      counts: { sent: 1, failed: 1, skipped: 6, planned: 0, sending: 0, unknown: 0 },
    });
    const { items } = await inShop((ctx) => listMessages(ctx, { id, state: 'sent', limit: 10 }));
    expect(items).toMatchObject([{ customer: { id: yes } }]);
    expect(raw).toContain(`<${items[0]?.id}@tea.example>`);
    // A mailbox that does not exist is not tried again by the next campaign; who just got a promotion is left in peace.
    const next = await inShop((ctx) => createCampaign(ctx, plan()));
    const { refused, reached } = await inShop((ctx) => checkCampaign(ctx, { id: next.id }));
    expect(reached).toBe(0);
    expect(refused).toEqual(
      expect.arrayContaining([
        { reason: 'suppressed', count: 1 },
        { reason: 'tooSoon', count: 1 },
      ]),
    );
    await expect(inShop((ctx) => startCampaign(ctx, { id: next.id }))).rejects.toMatchObject({
      code: 'CAMPAIGN_NOBODY',
    });
  });

  test('that is pressed twice starts once, and cannot be changed any more', async () => {
    const { shop, inShop, plan } = await openShop();
    await customer(house, shop);
    const { id } = await inShop((ctx) => createCampaign(ctx, plan()));
    const both = await Promise.allSettled([1, 2].map(() => inShop((ctx) => startCampaign(ctx, { id }))));
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await expect(inShop((ctx) => changeCampaign(ctx, { id, name: '别的' }))).rejects.toMatchObject({
      code: 'CAMPAIGN_STARTED',
    });
  });

  test('pauses, goes on and stops; what waited then is skipped for good', async () => {
    const { shop, inShop, run, send } = await openShop();
    for (let n = 0; n < 3; n += 1) await customer(house, shop);
    const { id } = await run();
    await inShop((ctx) => pauseCampaign(ctx, { id }));
    await send();
    expect((await inShop((ctx) => readCampaign(ctx, { id }))).counts).toMatchObject({ planned: 3, sent: 0 });
    await inShop((ctx) => resumeCampaign(ctx, { id }));
    await inShop((ctx) => stopCampaign(ctx, { id }));
    await send();
    expect(await inShop((ctx) => readCampaign(ctx, { id }))).toMatchObject({
      state: 'stopped',
      counts: { skipped: 3, sent: 0 },
      refused: [{ reason: 'stopped', count: 3 }],
    });
    await expect(inShop((ctx) => resumeCampaign(ctx, { id }))).rejects.toMatchObject({ code: 'CAMPAIGN_NOT_RUNNING' });
  });

  test('above a size needs a second person', async () => {
    const { shop, inShop, plan } = await openShop();
    const boss = actorWith({ 'care.send': 'all', 'care.edit': 'all', 'customers.read': 'all' });
    const second = actorWith({ 'care.send': 'all', 'customers.read': 'all' });
    await customer(house, shop);
    await customer(house, shop);
    await inShop(async (ctx) => changeSettings(ctx, { version: (await readSettings(ctx)).version, approvalAbove: 1 }));
    const { id } = await inShop((ctx) => createCampaign(ctx, plan()));
    const asked = await house.in(shop, (ctx) => startCampaign(ctx, { id }), boss);
    expect(asked).toMatchObject({ state: 'asked', may: { approve: false } });
    await expect(house.in(shop, (ctx) => approveCampaign(ctx, { id }), boss)).rejects.toMatchObject({
      code: 'CAMPAIGN_OWN_APPROVAL',
    });
    expect(await house.in(shop, (ctx) => approveCampaign(ctx, { id }), second)).toMatchObject({ state: 'freezing' });
  });

  test('does not go out to who says no between the planning and the sending', async () => {
    const { shop, inShop, run, send } = await openShop();
    const id = await customer(house, shop, { email: 'later@example.com' });
    const campaign = await run();
    await inShop((ctx) => say(ctx, id, 'email', false, ctx.now));
    await send();
    expect(sink.received.some(({ to }) => to === 'later@example.com')).toBe(false);
    expect(await inShop((ctx) => readCampaign(ctx, { id: campaign.id }))).toMatchObject({
      state: 'finished',
      refused: [{ reason: 'saidNo', count: 1 }],
    });
  });

  test('waits for the morning where the customer is', async () => {
    const { shop, inShop, run, send } = await openShop();
    await inShop(async (ctx) =>
      changeSettings(ctx, { version: (await readSettings(ctx)).version, quietFrom: '00:00', quietTo: '23:59' }),
    );
    await customer(house, shop, { address: { country: 'Germany' } });
    const { id, sendingId } = await run();
    await send();
    expect(await inShop((ctx) => readCampaign(ctx, { id }))).toMatchObject({
      state: 'sending',
      counts: { planned: 1 },
    });
    const row = await inShop((ctx) =>
      ctx.db.selectFrom('care_messages').select('due_at').where('sending_id', '=', sendingId).executeTakeFirstOrThrow(),
    );
    const clock = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Berlin', timeStyle: 'short' }).format(
      row.due_at ?? 0,
    );
    expect([
      '23:59',
      new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Berlin', timeStyle: 'short' }).format(new Date()),
    ]).toContain(clock);
  });
});

describe('a power cut', () => {
  test('leaves what was on the wire unknown: it is never sent again by itself, only when somebody says so', async () => {
    const { shop, channelId, inShop, run, send } = await openShop();
    const to = 'unknown@example.com';
    await customer(house, shop, { email: to });
    const { id } = await run();
    const died = { id: newId(), channelId };
    await inShop((ctx) => takeOver(ctx, died));
    const way: Way = {
      kind: 'email',
      cost: 5n,
      send: async () => ({ outcome: 'sent', answer: '' }),
      close: () => undefined,
    };
    const { claimed } = await inShop((ctx) => claimNext(ctx, died, [], 10, way));
    expect(claimed).toHaveLength(1);
    await send();
    expect(sink.received.filter((one) => one.to === to)).toHaveLength(0);
    expect(await inShop((ctx) => readCampaign(ctx, { id }))).toMatchObject({
      state: 'finished',
      counts: { unknown: 1 },
    });
    // The one that was thought dead comes to itself: it may not claim any more, but says what it knows.
    const [message] = claimed;
    const late = await inShop((ctx) =>
      claimNext(
        ctx,
        died,
        [{ id: message!.id, attempts: 1, language: 'zh-CN', parts: 1, outcome: 'unknown', answer: 'cut' }],
        10,
        way,
      ),
    );
    expect(late).toMatchObject({ lost: true, claimed: [] });
    await inShop((ctx) => sendAgain(ctx, { id: message!.id }));
    await send();
    expect(sink.received.filter((one) => one.to === to)).toHaveLength(1);
    await expect(inShop((ctx) => sendAgain(ctx, { id: message!.id }))).rejects.toMatchObject({
      code: 'MESSAGE_NOT_TO_SEND',
    });
  });

  test('in the middle of writing the recipients down goes on where it was', async () => {
    const { shop, inShop, plan } = await openShop();
    for (let n = 0; n < 5; n += 1) await customer(house, shop);
    const { id } = await inShop((ctx) => createCampaign(ctx, plan()));
    await inShop((ctx) => startCampaign(ctx, { id }));
    const sending = await inShop((ctx) => sendingOf(ctx, 'campaign', id));
    await Promise.all([1, 2].map(() => work(house, shop, 'care.freeze', { sendingId: sending?.id })));
    expect((await inShop((ctx) => readCampaign(ctx, { id }))).counts).toMatchObject({ planned: 5 });
  });
});
