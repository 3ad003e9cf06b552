import { expect, test } from 'vitest';
import { readCampaign } from '../campaigns/campaigns.ts';
import { campaignHouse } from '../testing/campaign-house.ts';
import { customer } from '../testing/shop.ts';
import { suppress } from './suppress.ts';
import { liftSuppression, listSuppressions, stopAddress } from './suppressions.ts';

const { house, sink, openShop } = await campaignHouse();

test('an address that is stopped by hand gets nothing, whatever its spelling, until it is lifted', async () => {
  const { shop, inShop, run, send } = await openShop();
  const address = `stop-${shop.id}@example.com`;
  await customer(house, shop, { email: address });
  await customer(house, shop);
  const { items } = await inShop((ctx) =>
    stopAddress(ctx, { channel: 'email', address: ` ${address.toUpperCase()} ` }),
  );
  expect(items).toMatchObject([{ reason: 'manual', shown: expect.not.stringContaining(address) }]);
  await inShop((ctx) => stopAddress(ctx, { channel: 'email', address }));
  const { id } = await run();
  await send();
  expect((await inShop((ctx) => readCampaign(ctx, { id }))).counts).toMatchObject({ sent: 1, skipped: 1 });

  expect(await inShop((ctx) => liftSuppression(ctx, { id: items[0]!.id }))).toEqual({ items: [], count: 0 });
  await run();
  await send();
  expect(sink.received.filter(({ to }) => to === address)).toHaveLength(1);
});

test('a telephone is known again in any spelling; what is no address is said to be none', async () => {
  const { inShop } = await openShop();
  for (const address of ['+86 138-0013-8000', '13800138000'])
    expect(await inShop((ctx) => stopAddress(ctx, { channel: 'sms', address }))).toMatchObject({
      items: [{ channel: 'sms', shown: '•••8000' }],
    });
  for (const address of ['a@b.example, c@d.example', 'lin@example.com\r\nBcc: x@y.example', '12'])
    for (const channel of ['email', 'sms'] as const)
      await expect(inShop((ctx) => stopAddress(ctx, { channel, address }))).rejects.toMatchObject({
        code: 'CHANNEL_ADDRESS_UNFIT',
      });
});

test('whoever complained is not written to again by a press, nor is another shop’s line found', async () => {
  const [{ inShop }, other] = [await openShop(), await openShop()];
  await inShop((ctx) => suppress(ctx, 'email', 'angry@example.com', 'complaint'));
  const [line] = (await inShop(listSuppressions)).items;
  await expect(inShop((ctx) => liftSuppression(ctx, { id: line!.id }))).rejects.toMatchObject({
    code: 'SUPPRESSION_COMPLAINED',
  });
  await expect(other.inShop((ctx) => liftSuppression(ctx, { id: line!.id }))).rejects.toMatchObject({
    code: 'SUPPRESSION_NOT_FOUND',
  });
  expect((await inShop(listSuppressions)).count).toBe(1);
});
