import { beforeAll, expect, test } from 'vitest';
import { stranger } from '../../../kernel/access.ts';
import type { Workspace } from '../../../kernel/context.ts';
import type { Doorkeeper } from '../../../kernel/house.ts';
import { buildServer } from '../../../kernel/http/server.ts';
import { newId } from '../../../kernel/ids.ts';
import { testHouse } from '../../../kernel/testing/house.ts';
import { consentsOf } from '../../customers/consents.ts';
import { openDoorkeeper } from '../../workspaces/index.ts';
import { createChannel } from '../channels/channels.ts';
import { jobs } from '../jobs.ts';
import { careModule } from '../module.ts';
import { customer } from '../testing/shop.ts';

const doorkeeper: Doorkeeper = { identify: async () => ({ actor: stranger, workspace: null, locale: 'en' }) };
const house = await testHouse({ jobs, doorkeeper });
openDoorkeeper(house);
const app = await buildServer(house, [careModule]);

let shop: Workspace;
let address: string;
beforeAll(async () => {
  shop = await house.openWorkspace();
  const given = { provider: 'http', url: 'https://gate.example/', signName: '林记', signingKey: 'key' } as const;
  const channel = await house.in(shop, (ctx) =>
    createChannel(ctx, { kind: 'sms', name: '短信', perMinute: null, given }),
  );
  address = new URL(channel.reportsTo).pathname;
});

const tell = (payload: object) => app.inject({ method: 'POST', url: address, payload });
const answersOf = (customerId: string) =>
  house.in(shop, (ctx) =>
    ctx.db.selectFrom('care_answers').select(['channel', 'body']).where('customer_id', '=', customerId).execute(),
  );
const mayPromote = async (customerId: string) =>
  (await house.in(shop, (ctx) => consentsOf(ctx, customerId))).find(
    ({ channel, purpose }) => channel === 'sms' && purpose === 'marketing',
  )?.granted;

test('what a customer writes back stands on the card, once however often it is told', async () => {
  const id = await customer(house, shop, { phone: '+8613800138001' });
  const up = { phone_number: '13800138001', content: '周六来取', sequence_id: newId() };
  for (let n = 0; n < 2; n += 1) expect((await tell([up])).statusCode).toBe(200);
  expect(await answersOf(id)).toEqual([{ channel: 'sms', body: '周六来取' }]);
  expect(await mayPromote(id)).toBe(true);
});

test('whoever refuses by an SMS gets none any more, on whichever card the telephone stands', async () => {
  const phone = '+8613800138002';
  const [one, other] = [await customer(house, shop, { phone }), await customer(house, shop, { phone })];
  const third = await customer(house, shop, { phone: '+8613800138003' });
  await tell({ nationcode: '86', mobile: '13800138002', text: 'R', time: 1764100000 });
  // Nobody can say which of two wrote; that neither wants it, everybody can.
  expect(await Promise.all([one, other, third].map(mayPromote))).toEqual([false, false, true]);
});

test('a number that nobody has, and what is no answer, change nothing', async () => {
  for (const body of [{ kind: 'answer', from: '13900000000', text: 'R' }, { kind: 'answer', text: 'R' }, [null]])
    expect((await tell(body as object)).statusCode).toBe(200);
});
