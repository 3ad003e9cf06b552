import { describe, expect, test } from 'vitest';
import { actorWith, testHouse } from '../../kernel/testing/house.ts';
import { noticeBack, noticeDone, openNotices, raiseNotice, settleNotice } from './notices.ts';

const house = await testHouse();
const rights = { 'today.work': 'all' } as const;

describe('a notice', () => {
  test('to the owners is seen by owners, to colleagues by these', async () => {
    const shop = await house.openWorkspace();
    const owner = actorWith(rights, { role: 'owner' });
    const [anna, ben] = [actorWith(rights), actorWith(rights)];
    await house.in(shop, (ctx) => raiseNotice(ctx, { kind: 'reading', source: '1', forMembers: 'owners' }));
    const forAnna = { kind: 'due', source: '2', forMembers: [anna.memberId ?? ''], due: '2026-11-30', link: '/team' };
    await house.in(shop, (ctx) => raiseNotice(ctx, forAnna));
    const seen = async (actor: typeof anna) =>
      (await house.in(shop, (ctx) => openNotices(ctx), actor)).map(({ kind }) => kind);
    expect([await seen(owner), await seen(anna), await seen(ben)]).toEqual([['reading'], ['due'], []]);
    const [notice] = await house.in(shop, (ctx) => openNotices(ctx), anna);
    expect(notice).toMatchObject({ due: '2026-11-30', link: '/team' });
    const id = notice?.id ?? '';
    await expect(house.in(shop, (ctx) => noticeDone(ctx, { id }), ben)).rejects.toMatchObject({
      code: 'TODAY_NOTICE_NOT_FOUND',
    });
  });

  test('that a person settled is not raised again, one that its module settled comes back', async () => {
    const shop = await house.openWorkspace();
    const owner = actorWith(rights, { role: 'owner' });
    const raise = () =>
      house.in(shop, (ctx) => raiseNotice(ctx, { kind: 'reading', source: '1', forMembers: 'owners' }));
    const open = () => house.in(shop, (ctx) => openNotices(ctx), owner);
    await raise();
    await house.in(shop, (ctx) => settleNotice(ctx, { kind: 'reading', source: '1', by: 'passed' }));
    expect(await open()).toEqual([]);
    await raise();
    const [notice] = await open();
    const id = notice?.id ?? '';
    await house.in(shop, (ctx) => noticeDone(ctx, { id }), owner);
    await raise();
    expect(await open()).toEqual([]);
    await house.in(shop, (ctx) => noticeBack(ctx, { id }), owner);
    expect(await open()).toHaveLength(1);
  });
});
