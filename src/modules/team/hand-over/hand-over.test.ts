import { sql } from 'kysely';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Actor } from '../../../kernel/access.ts';
import type { Ctx, Workspace } from '../../../kernel/context.ts';
import { once } from '../../../kernel/http/idempotency.ts';
import { testHouse } from '../../../kernel/testing/house.ts';
import { recordConsents } from '../../customers/consents.ts';
import { changeCustomer } from '../../customers/customers.ts';
import { addNote } from '../../customers/notes.ts';
import { openDoorkeeper } from '../../workspaces/index.ts';
import { changeDistribution } from '../distribution/settings.ts';
import { jobs } from '../jobs.ts';
import { doneTask } from '../tasks/done.ts';
import { giveTask } from '../tasks/tasks.ts';
import { addCustomer, colleague } from '../testing/shop.ts';
import { beginHandOver, changeHandOver, dropHandOver } from './drafts.ts';
import { giveHandOver } from './give.ts';
import { copyLetter } from './letters.ts';
import { lettersJob } from './letters-job.ts';
import { listHandedCustomers } from './list-customers.ts';
import { objectToHandOver, openHandOverLink } from './objections.ts';
import { takeHandOverBack } from './take-back.ts';
import { watchHandOver } from './watch.ts';
import { recordOrder } from '../../orders/record-order.ts';
import '../../orders/module.ts';
import '../../customers/module.ts';
import '../module.ts';

type Colleague = Actor & { memberId: string };

const house = await testHouse({ jobs });
openDoorkeeper(house);
let shop: Workspace;
let leaving: Colleague;
let zhou: Colleague;
let lin: Colleague;

beforeEach(async () => {
  shop = await house.openWorkspace();
  leaving = await colleague(house, shop, { name: '小陈' });
  zhou = await colleague(house, shop, { name: '小周' });
  lin = await colleague(house, shop, { name: '小林' });
});

const inShop = <T>(work: (ctx: Ctx) => Promise<T>, actor?: Actor) => house.in(shop, work, actor);
const theirs = (name: string) => addCustomer(house, shop, { name, owner_id: leaving.memberId });
const begin = (endsAt?: string) =>
  inShop((ctx) => beginHandOver(ctx, { memberId: leaving.memberId, kind: 'leaving', endsAt }));
const give = (id: string) => inShop((ctx) => giveHandOver(ctx, { id }));
const listed = (id: string) => inShop((ctx) => listHandedCustomers(ctx, { id, limit: 200 }));

async function ownersOf(ids: readonly string[]): Promise<(string | null)[]> {
  const { rows } = await inShop((ctx) =>
    sql<{ id: string; owner_id: string | null }>`
      select id, owner_id from customers where workspace_id = ${shop.id} and id = any (${[...ids]}::uuid[])`.execute(
      ctx.db,
    ),
  );
  return ids.map((id) => rows.find((row) => row.id === id)?.owner_id ?? null);
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'done',
    (error: { code?: string }) => error.code ?? String(error),
  );
}

describe('the proposal', () => {
  test('gives customers to whoever knows them, shares out the rest, and names what is at stake', async () => {
    const [known, other] = [await theirs('老客'), await theirs('新客')];
    await inShop((ctx) => addNote(ctx, { id: known, body: '爱喝龙井', mentions: [] }), lin);
    await inShop((ctx) => giveTask(ctx, { title: '送样品', assigneeId: leaving.memberId, customerId: known }));
    await inShop((ctx) =>
      recordOrder(ctx, {
        source: 'till',
        customer: { id: other },
        placedAt: new Date(ctx.now.getTime() - 3_600_000).toISOString(),
        lines: [{ name: '龙井', quantity: '1', unitPrice: '88' }],
      }),
    );
    const draft = await begin();
    expect(draft).toMatchObject({ state: 'draft', customers: 2, tasks: 1, appointments: 0, recentOrders: 1 });
    expect(draft.value).toEqual({ amount: '88.00', currency: 'CNY' });
    const { items } = await listed(draft.id);
    expect(items.map(({ customer, to, why, tasks }) => [customer.name, to?.name, why, tasks])).toEqual([
      ['新客', '小周', 'room', 0],
      ['老客', '小林', 'knows', 1],
    ]);
  });

  test('keeps to the limits: who finds no room goes to the pool', async () => {
    for (const name of ['甲', '乙', '丙']) await theirs(name);
    const limits = [zhou, lin].map(({ memberId }) => ({ memberId, customers: 1 }));
    await inShop((ctx) => changeDistribution(ctx, { limits }));
    const { shares } = await begin();
    expect(shares.map(({ member, customers }) => [member?.name ?? null, customers]).sort()).toEqual(
      [
        ['小周', 1],
        ['小林', 1],
        [null, 1],
      ].sort(),
    );
  });

  test('is one, however often and by however many it is begun, and is changed by hand', async () => {
    const id = await theirs('甲');
    const [one, two] = await Promise.all([begin(), begin()]);
    expect(one?.id).toBe(two?.id);
    const changed = await inShop((ctx) =>
      changeHandOver(ctx, { id: one.id, assign: [{ customerId: id, toId: lin.memberId }] }),
    );
    expect(changed.shares.map(({ member }) => member?.name)).toEqual(['小林']);
    await inShop((ctx) => changeHandOver(ctx, { id: one.id, receivers: [zhou.memberId] }));
    expect((await listed(one.id)).items.map(({ to, why }) => [to?.name, why])).toEqual([['小林', 'chosen']]);
    const refused = [
      await codeOf(inShop((ctx) => changeHandOver(ctx, { id: one.id, receivers: [leaving.memberId] }))),
      await codeOf(inShop((ctx) => changeHandOver(ctx, { id: one.id, assign: [{ customerId: shop.id, toId: null }] }))),
      await codeOf(inShop((ctx) => beginHandOver(ctx, { memberId: shop.id, kind: 'absent' }))),
    ];
    expect(refused).toEqual(['HAND_OVER_RECEIVER_UNKNOWN', 'HAND_OVER_CUSTOMER_UNKNOWN', 'HAND_OVER_MEMBER_UNKNOWN']);
    await inShop((ctx) => dropHandOver(ctx, { id: one.id }));
    expect([await codeOf(give(one.id)), await ownersOf([id])]).toEqual(['HAND_OVER_CLOSED', [leaving.memberId]]);
  });
});

describe('giving', () => {
  test('moves customers and tasks, and asks the new owners to be in touch in time', async () => {
    const [a, b] = [await theirs('甲'), await theirs('乙')];
    const task = await inShop((ctx) => giveTask(ctx, { title: '送样品', assigneeId: leaving.memberId, customerId: a }));
    const draft = await begin();
    await inShop((ctx) =>
      changeHandOver(ctx, {
        id: draft.id,
        contactDays: 3,
        assign: [
          { customerId: a, toId: zhou.memberId },
          { customerId: b, toId: lin.memberId },
        ],
      }),
    );
    const given = await give(draft.id);
    expect([given.state, given.contacted, await ownersOf([a, b])]).toEqual(['given', 0, [zhou.memberId, lin.memberId]]);
    const { items } = await listed(draft.id);
    const first = items.find(({ customer }) => customer.id === a)?.contact;
    await inShop((ctx) => doneTask(ctx, { id: String(first?.taskId) }));
    expect((await give(draft.id)).contacted).toBe(1);
    const rows = await inShop((ctx) =>
      ctx.db.selectFrom('tasks').select(['id', 'assignee_id']).where('workspace_id', '=', shop.id).execute(),
    );
    expect(rows.find(({ id }) => id === task.id)?.assignee_id).toBe(zhou.memberId);
    // Giving again made nothing twice.
    expect(rows.length).toBe(3);
  });

  test('a double click, and two people at once, give once', async () => {
    const ids = [await theirs('甲'), await theirs('乙')];
    const { id } = await begin();
    const answers = await Promise.all([give(id), give(id), give(id)]);
    expect(new Set(answers.map(({ changeSet }) => changeSet)).size).toBe(1);
    const { rows } = await inShop((ctx) =>
      sql<{ rows: number }>`
        select count(*)::int as rows from customer_owners
        where workspace_id = ${shop.id} and customer_id = any (${ids}::uuid[]) and why = 'handed'`.execute(ctx.db),
    );
    expect(rows[0]?.rows).toBe(2);
  });

  test('a failure in the middle leaves nothing half given', async () => {
    const ids = [await theirs('甲'), await theirs('乙')];
    const { id } = await begin();
    const cut = inShop(async (ctx) => {
      await giveHandOver(ctx, { id });
      throw new Error('the power went out');
    });
    expect(await codeOf(cut)).toContain('the power went out');
    expect(await ownersOf(ids)).toEqual([leaving.memberId, leaving.memberId]);
    expect((await give(id)).state).toBe('given');
    expect((await ownersOf(ids)).includes(leaving.memberId)).toBe(false);
  });

  test('takes along who came since the draft, and refuses more than there is room for', async () => {
    const early = await theirs('早');
    const draft = await begin();
    await inShop((ctx) => changeHandOver(ctx, { id: draft.id, assign: [{ customerId: early, toId: zhou.memberId }] }));
    const late = await theirs('晚');
    await inShop((ctx) => changeDistribution(ctx, { limits: [{ memberId: zhou.memberId, customers: 0 }] }));
    expect(await codeOf(give(draft.id))).toBe('HAND_OVER_NO_ROOM');
    await inShop((ctx) => changeDistribution(ctx, { limits: [] }));
    await give(draft.id);
    expect((await ownersOf([late])).includes(leaving.memberId)).toBe(false);
  });

  test('access ends at the second that was set, for the colleague and the keys they made', async () => {
    await theirs('甲');
    await inShop((ctx) =>
      sql`insert into api_keys (workspace_id, id, key_hash, hint, name, role, created_by_name, created_at, made_by)
        values (${shop.id}, gen_random_uuid(), '\\x00'::bytea || uuid_send(gen_random_uuid()), 'rk_x', '收银台', 'clerk', '小陈', ${ctx.now},
          ${leaving.memberId})`.execute(ctx.db),
    );
    const end = '2999-03-31T10:00:00.000Z';
    const draft = await begin(end);
    expect(draft.keys.map(({ name }) => name)).toEqual(['收银台']);
    await give(draft.id);
    const { rows } = await inShop((ctx) =>
      sql<{ ends: Date }>`
        select ends_at as ends from memberships where workspace_id = ${shop.id} and id = ${leaving.memberId}
        union all select ends_at from api_keys where workspace_id = ${shop.id}`.execute(ctx.db),
    );
    expect(rows.map(({ ends }) => ends.toISOString())).toEqual([end, end]);
  });
});

describe('a colleague who is back', () => {
  test('gets customers and tasks again with one tap, whatever was edited meanwhile, save who has moved on', async () => {
    const [edited, gone] = [await theirs('甲'), await theirs('乙')];
    const task = await inShop((ctx) => giveTask(ctx, { title: '寄发票', assigneeId: leaving.memberId }));
    const { id } = await begin();
    await give(id);
    await inShop((ctx) => changeCustomer(ctx, { id: edited, tags: ['VIP'] }));
    await inShop((ctx) => changeCustomer(ctx, { id: gone, ownerId: null }));
    const back = await inShop((ctx) => takeHandOverBack(ctx, { id }));
    expect([back.state, back.kept, await ownersOf([edited, gone])]).toEqual(['returned', 1, [leaving.memberId, null]]);
    const rows = await inShop((ctx) =>
      ctx.db.selectFrom('tasks').select(['id', 'assignee_id']).where('workspace_id', '=', shop.id).execute(),
    );
    expect(rows).toEqual([{ id: task.id, assignee_id: leaving.memberId }]);
  });
});

describe('what customers are told', () => {
  const tokenIn = (text: string) => /\/hand-over\/([\w-]+)/.exec(text)?.[1] ?? '';

  test('a text with a link; whoever presses it is noted once, and the owner hears of it', async () => {
    const customerId = await theirs('甲');
    const { id } = await begin();
    await give(id);
    const { text } = await inShop((ctx) => copyLetter(ctx, { id, customerId }));
    expect(text).toContain('小陈');
    const token = tokenIn(text);
    const open = () => inShop((ctx) => openHandOverLink(ctx, { token }));
    expect(await open()).toMatchObject({ workspace: '林记茶行', objected: false });
    await inShop((ctx) => objectToHandOver(ctx, { token, note: '想找小陈' }));
    await inShop((ctx) => objectToHandOver(ctx, { token, note: '再点一次' }));
    expect((await open()).objected).toBe(true);
    const { items } = await listed(id);
    expect([items[0]?.message, items[0]?.objection, (await give(id)).objections]).toEqual(['copied', '想找小陈', 1]);
    const notices = await inShop((ctx) =>
      ctx.db.selectFrom('today_notices').select('kind').where('workspace_id', '=', shop.id).execute(),
    );
    expect(notices).toEqual([{ kind: 'handOverObjection' }]);
    const unknown = inShop((ctx) => openHandOverLink(ctx, { token: 'x'.repeat(32) }));
    expect(await codeOf(unknown)).toBe('HAND_OVER_LINK_EXPIRED');
  });

  test('somebody who is signed in at another shop objects, and the answer is kept with their own', async () => {
    const customerId = await theirs('甲');
    const { id } = await begin();
    await give(id);
    const { text } = await inShop((ctx) => copyLetter(ctx, { id, customerId }));
    const token = tokenIn(text);
    const other = await house.openWorkspace();
    // The key is stored after the verb, behind the wall of whoever asked.
    const object = (key: string) =>
      house.in(other, (ctx) => {
        const asked = { ...ctx, request: { ...ctx.request, idempotencyKey: key } };
        return once(asked, 'POST /hand-over-links', { token }, () => objectToHandOver(asked, { token }));
      });
    expect([await object('first'), await object('again'), await object('first')]).toEqual([
      { ok: true },
      { ok: true },
      { ok: true },
    ]);
    const kept = await house.in(other, (ctx) => ctx.db.selectFrom('idempotency_keys').select('key').execute());
    expect(kept.map(({ key }) => key).toSorted()).toEqual(['again', 'first']);
    expect((await give(id)).objections).toBe(1);
  });

  test('mail goes once, and only to who agreed to it and may be contacted', async () => {
    const names = ['同意', '没说过', '不要联系'];
    const ids: string[] = [];
    for (const name of names) {
      const id = await theirs(name);
      ids.push(id);
      await inShop((ctx) => changeCustomer(ctx, { id, email: `${id}@example.com` }));
      const said = [{ channel: 'email', purpose: 'service', granted: true }];
      if (name !== '没说过') await inShop((ctx) => recordConsents(ctx, id, said));
    }
    await inShop((ctx) =>
      sql`insert into customer_restrictions (workspace_id, customer_id, kind, at, by_kind, by_name)
        values (${shop.id}, ${ids[2]}, 'contact', ${ctx.now}, 'user', 'x')`.execute(ctx.db),
    );
    const { id } = await begin();
    await inShop((ctx) => changeHandOver(ctx, { id, message: '今后由新同事为您服务。', byMail: true }));
    await give(id);
    const sent: { to: string; text: string }[] = [];
    const mail = { configured: true, send: async (one: { to: string; text: string }) => sent.push(one) > 0 };
    const work = {
      house: { ...house, mail },
      workspaceId: shop.id,
      signal: new AbortController().signal,
      step: <T>(run: (ctx: Ctx) => Promise<T>) => inShop(run),
    };
    if (lettersJob.run.kind !== 'long') throw new Error('Letters are a long job.');
    await lettersJob.run.call(work, { handOverId: id });
    await lettersJob.run.call(work, { handOverId: id });
    expect(sent.map(({ to }) => to)).toEqual([`${ids[0]}@example.com`]);
    expect(sent[0]?.text).toContain('今后由新同事为您服务。');
    expect(tokenIn(sent[0]?.text ?? '')).not.toBe('');
  });
});

test('the watch compares who came back among those handed over, with the rest and with the time before', async () => {
  const [mine, other] = [await theirs('甲'), await addCustomer(house, shop, { name: '别家' })];
  const buys = (customerId: string, daysAgo: number) =>
    inShop((ctx) =>
      recordOrder(ctx, {
        source: 'till',
        customer: { id: customerId },
        placedAt: new Date(ctx.now.getTime() - daysAgo * 86_400_000).toISOString(),
        lines: [{ name: '龙井', quantity: '1', unitPrice: '88' }],
      }),
    );
  for (const days of [80, 35]) for (const id of [mine, other]) await buys(id, days);
  await buys(other, 10);
  const { id } = await begin();
  await give(id);
  await inShop((ctx) =>
    sql`update hand_overs set given_at = ${ctx.now}::timestamptz - interval '30 days'
      where workspace_id = ${shop.id}`.execute(ctx.db),
  );
  expect(await inShop((ctx) => watchHandOver(ctx, { id }))).toEqual({
    days: 30,
    of: 90,
    since: { handed: { customers: 1, back: 0 }, rest: { customers: 1, back: 1 } },
    before: { handed: { customers: 1, back: 1 }, rest: { customers: 1, back: 1 } },
  });
});
