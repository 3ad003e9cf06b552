import { expect, test } from 'vitest';
import type { Ctx } from '../../../kernel/context.ts';
import { readCampaign } from '../campaigns/campaigns.ts';
import { campaignHouse } from '../testing/campaign-house.ts';
import { customer } from '../testing/shop.ts';
import { suppress } from './suppress.ts';
import { liftSuppression, listSuppressions, stopAddress } from './suppressions.ts';

const { house, sink, openShop } = await campaignHouse();
const list = (ctx: Ctx) => listSuppressions(ctx, { limit: 50 });

test('an address that is stopped by hand gets nothing, whatever its spelling, until it is lifted', async () => {
  const { shop, inShop, run, send } = await openShop();
  const address = `stop-${shop.id}@example.com`;
  await customer(house, shop, { email: address });
  await customer(house, shop);
  await inShop((ctx) => stopAddress(ctx, { channel: 'email', address: ` ${address.toUpperCase()} ` }));
  const { items } = await inShop(list);
  expect(items).toMatchObject([{ reason: 'manual', shown: expect.not.stringContaining(address) }]);
  await inShop((ctx) => stopAddress(ctx, { channel: 'email', address }));
  const { id } = await run();
  await send();
  expect((await inShop((ctx) => readCampaign(ctx, { id }))).counts).toMatchObject({ sent: 1, skipped: 1 });

  await inShop((ctx) => liftSuppression(ctx, { id: items[0]!.id }));
  expect(await inShop(list)).toMatchObject({ items: [], nextCursor: null, count: { value: 0 } });
  await run();
  await send();
  expect(sink.received.filter(({ to }) => to === address)).toHaveLength(1);
});

test('a telephone is known again in any spelling; what is no address is said to be none', async () => {
  const { inShop } = await openShop();
  for (const address of ['+86 138-0013-8000', '13800138000'])
    await inShop((ctx) => stopAddress(ctx, { channel: 'sms', address }));
  expect((await inShop(list)).items).toMatchObject([{ channel: 'sms', shown: '•••8000' }]);
  for (const address of ['a@b.example, c@d.example', 'lin@example.com\r\nBcc: x@y.example', '12'])
    for (const channel of ['email', 'sms'] as const)
      await expect(inShop((ctx) => stopAddress(ctx, { channel, address }))).rejects.toMatchObject({
        code: 'CHANNEL_ADDRESS_UNFIT',
      });
});

test('whoever complained is not written to again by a press, nor is another shop’s line found', async () => {
  const [{ inShop }, other] = [await openShop(), await openShop()];
  await inShop((ctx) => suppress(ctx, 'email', 'angry@example.com', 'complaint'));
  const [line] = (await inShop(list)).items;
  await expect(inShop((ctx) => liftSuppression(ctx, { id: line!.id }))).rejects.toMatchObject({
    code: 'SUPPRESSION_COMPLAINED',
  });
  await expect(other.inShop((ctx) => liftSuppression(ctx, { id: line!.id }))).rejects.toMatchObject({
    code: 'SUPPRESSION_NOT_FOUND',
  });
  expect((await inShop(list)).count).toEqual({ value: 1, exact: true });
});

test('a long list is read to its end, each line once', async () => {
  const { inShop } = await openShop();
  for (let n = 0; n < 7; n += 1)
    await inShop((ctx) => stopAddress(ctx, { channel: 'email', address: `n${n}@example.com` }));
  const seen: string[] = [];
  let cursor: string | null | undefined;
  do {
    const found = await inShop((ctx) => listSuppressions(ctx, { limit: 3, ...(cursor ? { cursor } : {}) }));
    seen.push(...found.items.map(({ id }) => id));
    cursor = found.nextCursor;
  } while (cursor);
  expect(new Set(seen).size).toBe(7);
  expect(seen).toHaveLength(7);
  await expect(inShop((ctx) => listSuppressions(ctx, { limit: 3, cursor: 'x' }))).rejects.toMatchObject({
    code: 'BAD_INPUT',
  });
});
