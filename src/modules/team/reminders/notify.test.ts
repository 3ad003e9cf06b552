import { beforeEach, describe, expect, test } from 'vitest';
import type { LongWork } from '../../../kernel/jobs/jobs.ts';
import { asSystem, command } from '../../../kernel/enter.ts';
import { openMailer } from '../../../kernel/mail.ts';
import { openOutgoing } from '../../../kernel/outgoing.ts';
import { testHouse } from '../../../kernel/testing/house.ts';
import { openDoorkeeper } from '../../workspaces/index.ts';
import { setDay } from '../calendar/change-calendar.ts';
import { jobs } from '../jobs.ts';
import '../module.ts';
import { createTask } from '../tasks/tasks.ts';
import { ringMissed, ringTask } from '../tasks/ring.ts';
import { pushService } from '../testing/push-service.ts';
import { at, call, colleague } from '../testing/shop.ts';
import { openSmtpSink } from '../testing/smtp-sink.ts';
import { addDevice, devicesOf } from './devices.ts';
import { admitUnknown, deliverJob } from './deliver.ts';
import { countUnread, listNotifications, markAllRead } from './notifications.ts';
import { notify } from './notify.ts';
import { changePreferences, readPreferences } from './preferences.ts';
import { pushTo } from './push.ts';

const sink = await openSmtpSink();
const service = await pushService();
const plainHouse = await testHouse({ jobs });
const house = { ...plainHouse, mail: openMailer(sink.url, 'Regulars <regulars@shop.example>', plainHouse.log) };
openDoorkeeper(house);
const shop = await house.openWorkspace({ name: '林记茶行' });
const anna = await colleague(house, shop, { name: '安娜', language: 'zh-CN' });
const ben = await colleague(house, shop, { name: 'Ben', language: 'en' });

/** What the queue would do with the job, at once. */
async function deliverAll(): Promise<void> {
  const rows = await house.in(shop, (ctx) =>
    ctx.db.selectFrom('notifications').select('id').where('workspace_id', '=', shop.id).execute(),
  );
  await run(rows.map(({ id }) => id));
}

async function run(ids: string[], signal = new AbortController().signal): Promise<void> {
  const work: LongWork = {
    house,
    workspaceId: shop.id,
    signal,
    step: (verb) => command(house.database, asSystem(shop), verb),
  };
  if (deliverJob.run.kind === 'long') await deliverJob.run.call(work, { ids });
}

function states() {
  return house.in(shop, (ctx) =>
    ctx.db
      .selectFrom('notification_deliveries')
      .select(['way', 'state', 'attempts'])
      .where('workspace_id', '=', shop.id)
      .orderBy('notification_id')
      .execute(),
  );
}

beforeEach(async () => {
  sink.mails.length = 0;
  await house.in(shop, async (ctx) => {
    await ctx.db.deleteFrom('notifications').where('workspace_id', '=', shop.id).execute();
    await ctx.db.deleteFrom('tasks').where('workspace_id', '=', shop.id).execute();
  });
});

describe('a reminder', () => {
  const given = { ...call, due: { at: '2026-11-25T15:00:00+08:00' }, remind: { minutesBefore: 30, anyDay: false } };
  const morning = '2026-11-25T01:00:00Z';

  test('rings in the application and by mail, in the language of whose task it is', async () => {
    const task = await house.in(
      shop,
      (ctx) => createTask(at(ctx, morning, '2026-11-25'), { ...given, assigneeId: ben.memberId }),
      ben,
    );
    expect(task.remindAt).toBe('2026-11-25T06:30:00.000Z');
    await house.in(shop, (ctx) => ringTask(ctx, { taskId: task.id, at: task.remindAt ?? '' }));
    expect(await house.in(shop, (ctx) => countUnread(ctx), ben)).toEqual({ value: 1, exact: true });
    await deliverAll();
    expect(sink.mails).toMatchObject([{ to: ben.email, subject: 'Due: 给王总打电话 · 林记茶行' }]);
    expect(sink.mails[0]?.text).toContain(`/team/tasks?task=${task.id}`);
  });

  test('rings once, however often it is called, killed and tried again', async () => {
    const task = await house.in(shop, (ctx) => createTask(at(ctx, morning, '2026-11-25'), given), anna);
    const ring = () => house.in(shop, (ctx) => ringTask(ctx, { taskId: task.id, at: task.remindAt ?? '' }));
    await Promise.all([ring(), ring(), ring()]);
    await house.in(shop, (ctx) => ringMissed(at(ctx, '2026-11-25T08:00:00Z', '2026-11-25')));
    await Promise.all([deliverAll(), deliverAll(), deliverAll()]);
    await deliverAll();
    expect(sink.mails).toHaveLength(1);
    expect(await states()).toEqual([{ way: 'mail', state: 'sent', attempts: 1 }]);
  });

  test('of a task that was done, deleted or put off since does not ring', async () => {
    const task = await house.in(shop, (ctx) => createTask(at(ctx, morning, '2026-11-25'), given), anna);
    await house.in(shop, (ctx) => ringTask(ctx, { taskId: task.id, at: '2026-11-24T06:30:00.000Z' }));
    await house.in(shop, (ctx) =>
      ctx.db
        .updateTable('tasks')
        .set({ done_at: ctx.now })
        .where('workspace_id', '=', shop.id)
        .where('id', '=', task.id)
        .execute(),
    );
    await house.in(shop, (ctx) => ringTask(ctx, { taskId: task.id, at: task.remindAt ?? '' }));
    expect(await states()).toEqual([]);
  });

  test('on a day off moves to the next working morning, or not, as the task says', async () => {
    await house.in(shop, (ctx) => setDay(ctx, { day: '2026-11-27', works: false, label: '团建' }));
    const friday = { ...call, due: { on: '2026-11-27' } };
    const rings = async (anyDay: boolean) =>
      (
        await house.in(
          shop,
          (ctx) => createTask(at(ctx, morning, '2026-11-25'), { ...friday, remind: { minutesBefore: 0, anyDay } }),
          anna,
        )
      ).remindAt;
    expect(await rings(false)).toBe('2026-11-30T01:00:00.000Z');
    expect(await rings(true)).toBe('2026-11-27T01:00:00.000Z');
  });
});

describe('other news', () => {
  const news = { kind: 'mentioned', params: { by: '老板' }, link: '/customers/1' };

  test('waits for working hours with mail, but not in the application', async () => {
    const evening = '2026-11-25T14:00:00Z';
    await house.in(shop, (ctx) => notify(at(ctx, evening, '2026-11-25'), { ...news, memberIds: [anna.memberId] }));
    const { rows } = await house.in(shop, async (ctx) => ({
      rows: await ctx.db
        .selectFrom('notification_deliveries')
        .select('at')
        .where('workspace_id', '=', shop.id)
        .execute(),
    }));
    expect(rows.map((row) => row.at.toISOString())).toEqual(['2026-11-26T01:00:00.000Z']);
    expect(await house.in(shop, (ctx) => countUnread(ctx), anna)).toEqual({ value: 1, exact: true });
  });

  test('comes only by the ways that were chosen, and not to who has left', async () => {
    const { version, kinds } = await house.in(shop, (ctx) => readPreferences(ctx), ben);
    expect(kinds.find(({ kind }) => kind === 'mentioned')).toMatchObject({ mail: true });
    const off = [{ kind: 'mentioned', mail: false, push: false }];
    await house.in(shop, (ctx) => changePreferences(ctx, { kinds: off, version }), ben);
    const gone = await colleague(house, shop, { name: '走了' });
    await house.in(shop, (ctx) =>
      ctx.db.updateTable('memberships').set({ deactivated_at: ctx.now }).where('id', '=', gone.memberId).execute(),
    );
    await house.in(shop, (ctx) => notify(ctx, { ...news, memberIds: [ben.memberId, gone.memberId] }));
    expect(await states()).toEqual([]);
    const { items } = await house.in(shop, (ctx) => listNotifications(ctx, { limit: 10, unread: false }), ben);
    expect(items).toMatchObject([{ text: '老板 mentioned you in a note about a customer', read: false }]);
    expect(await house.in(shop, (ctx) => markAllRead(ctx), ben)).toEqual({ read: 1 });
    expect(await house.in(shop, (ctx) => countUnread(ctx), gone)).toEqual({ value: 0, exact: true });
  });

  test('is tried again when the mail server says later, and then says so', async () => {
    sink.state.refuse = 1;
    await house.in(shop, (ctx) => notify(ctx, { ...news, memberIds: [anna.memberId] }));
    await expect(deliverAll()).rejects.toThrow('wait for another try');
    expect(await states()).toEqual([{ way: 'mail', state: 'waiting', attempts: 1 }]);
    await deliverAll();
    expect(await states()).toEqual([{ way: 'mail', state: 'sent', attempts: 2 }]);
    expect(sink.mails).toHaveLength(1);
  });

  test('that was being sent when the power went is unknown, and never sent again', async () => {
    await house.in(shop, (ctx) => notify(ctx, { ...news, memberIds: [anna.memberId] }));
    await house.in(shop, (ctx) =>
      ctx.db
        .updateTable('notification_deliveries')
        .set({ state: 'sending', at: new Date(ctx.now.getTime() - 3_600_000) })
        .where('workspace_id', '=', shop.id)
        .execute(),
    );
    await deliverAll();
    await house.in(shop, (ctx) => admitUnknown(ctx));
    await deliverAll();
    expect(sink.mails).toEqual([]);
    const { items } = await house.in(shop, (ctx) => listNotifications(ctx, { limit: 10, unread: false }), anna);
    expect(items).toMatchObject([{ troubled: ['mail'] }]);
  });
});

describe('a push', () => {
  const message = { id: '1', text: '到时间了：给王总打电话', url: 'https://shop.example/team/tasks' };
  const subscribe = () => house.in(shop, (ctx) => addDevice(ctx, { ...service.device, name: '安娜的手机' }), anna);
  const anywhere = openOutgoing(() => true);

  test('arrives, readable by this browser alone, and signed by this installation', async () => {
    const { id } = await subscribe();
    expect((await subscribe()).id).toBe(id);
    expect(await pushTo(house, shop.id, id, message, anywhere)).toBe('sent');
    const { headers, body } = service.got[0]!;
    expect(headers).toMatchObject({ 'content-encoding': 'aes128gcm', ttl: '86400' });
    expect(headers.authorization).toMatch(/^vapid t=[\w-]+\.[\w-]+\.[\w-]+, k=[\w-]{87}$/);
    expect(service.read(body)).toEqual(message);
  });

  test('does not go to addresses inside the house', async () => {
    service.got.length = 0;
    const { id } = await subscribe();
    expect(await pushTo(house, shop.id, id, message)).toBe('gone');
    expect(service.got).toEqual([]);
  });

  test.each([
    [410, 'gone'],
    [404, 'gone'],
    [429, 'again'],
    [503, 'again'],
    [413, 'failed'],
    [302, 'failed'],
  ])('that is answered with %i is %s', async (status, result) => {
    service.state.answer = status;
    const { id } = await subscribe();
    expect(await pushTo(house, shop.id, id, message, anywhere)).toBe(result);
  });

  test('drops a device that is no more', async () => {
    await subscribe();
    await house.in(shop, (ctx) =>
      notify(ctx, { kind: 'mentioned', params: { by: '老板' }, memberIds: [anna.memberId], urgent: true }),
    );
    // The real way out refuses this machine's own address, as it would an address that has been taken over.
    await deliverAll();
    expect(await house.in(shop, (ctx) => devicesOf(ctx), anna)).toEqual([]);
  });
});
