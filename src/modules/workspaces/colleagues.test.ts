import { describe, expect, test } from 'vitest';
import { createWorkspace } from './setup.ts';
import { password, signInHouse } from './testing/sign-in-house.ts';

const { house, call, signedIn, begin, makeUser } = await signInHouse();
const { owner, workspaceId } = await begin();

describe('colleagues', () => {
  test('come by invitation and see what their role lets them', async () => {
    const invited = await call('POST', '/invitations', { email: 'wang@example.com', role: 'clerk' }, { cookie: owner });
    const { link, mailed } = invited.body as unknown as { link: string; mailed: boolean };
    expect(invited.body).toMatchObject({ mailed: false });
    expect(mailed).toBe(false);
    const token = link.split('/').at(-1);
    expect((await call('GET', `/invitations/${token}`)).body).toMatchObject({ workspace: '林记茶行', known: false });
    const joined = await call('POST', `/invitations/${token}/accept`, { name: '小王', password });
    expect(joined.body).toMatchObject({ user: { name: '小王' }, workspace: { id: workspaceId } });
    expect((await call('GET', '/keys', undefined, { cookie: joined.cookie })).status).toBe(403);
    expect((await call('GET', `/invitations/${token}`)).status).toBe(410);
  });

  test('an invitation that nobody took in a week is shown as such, and sent anew', async () => {
    const invited = await call('POST', '/invitations', { email: 'late@example.com', role: 'clerk' }, { cookie: owner });
    const { invitation, link } = invited.body as unknown as { invitation: { id: string }; link: string };
    await house.database.local
      .updateTable('invitations')
      .set({ expires_at: new Date(Date.now() - 1000) })
      .where('id', '=', invitation.id)
      .execute();
    expect((await call('GET', `/invitations/${link.split('/').at(-1)}`)).status).toBe(410);
    const list = await call('GET', '/invitations', undefined, { cookie: owner });
    expect(list.body['items']).toContainEqual(expect.objectContaining({ email: 'late@example.com', expired: true }));
    const again = await call('POST', `/invitations/${invitation.id}/resend`, {}, { cookie: owner });
    expect(again.body).toMatchObject({ invitation: { expired: false } });
    const fresh = (again.body as unknown as { link: string }).link.split('/').at(-1);
    expect((await call('GET', `/invitations/${fresh}`)).status).toBe(200);
    await call('DELETE', `/invitations/${invitation.id}`, undefined, { cookie: owner });
    expect((await call('GET', `/invitations/${fresh}`)).status).toBe(410);
    expect((await call('POST', `/invitations/${invitation.id}/resend`, {}, { cookie: owner })).status).toBe(404);
  });

  test('the last owner cannot be put out, and a changed role holds at once', async () => {
    const list = await call('GET', '/members', undefined, { cookie: owner });
    const members = (list.body as unknown as { items: { id: string; role: string; email: string }[] }).items;
    const lin = members.find((one) => one.role === 'owner');
    expect((await call('PATCH', `/members/${lin?.id}`, { role: 'clerk' }, { cookie: owner })).body).toMatchObject({
      code: 'LAST_OWNER',
    });
    const wang = members.find((one) => one.email === 'wang@example.com');
    const cookie = await signedIn('wang@example.com');
    await call('PATCH', `/members/${wang?.id}`, { role: 'manager' }, { cookie: owner });
    await expect.poll(async () => (await call('GET', '/workspace', undefined, { cookie })).status).toBe(200);
    await call('PATCH', `/members/${wang?.id}`, { active: false }, { cookie: owner });
    await expect.poll(async () => (await call('GET', '/workspace', undefined, { cookie })).status).not.toBe(200);
  });

  test('are signed out everywhere by who manages them, and come in again', async () => {
    await makeUser(workspaceId, 'lost@example.com');
    const phones = [await signedIn('lost@example.com'), await signedIn('lost@example.com')];
    const list = await call('GET', '/members', undefined, { cookie: owner });
    const members = (list.body as unknown as { items: { id: string; role: string; email: string }[] }).items;
    const path = (email: string) => `/members/${members.find((one) => one.email === email)?.id}/end-sessions`;
    const clerk = { cookie: phones[0] ?? '' };
    expect((await call('POST', path('lin@example.com'), {}, clerk)).status).toBe(403);
    const ended = await call('POST', path('lost@example.com'), {}, { cookie: owner });
    expect(ended.body).toEqual({ ended: 2 });
    for (const cookie of phones) expect((await call('GET', '/sessions', undefined, { cookie })).status).toBe(401);
    expect((await call('GET', '/sessions', undefined, { cookie: owner })).status).toBe(200);
    expect(await signedIn('lost@example.com')).not.toBe('');
    const foreign = await createWorkspace(house, { name: '隔壁的店', ownerEmail: 'next@example.com' });
    const there = { cookie: owner, 'x-workspace': foreign.workspace.id };
    expect((await call('POST', path('lost@example.com'), {}, there)).status).toBe(200);
  });

  test('somebody in two workspaces works in the one the page names', async () => {
    const { workspace } = await createWorkspace(house, { name: '第二家店', ownerEmail: 'lin@example.com' });
    const there = await call('GET', '/session', undefined, { cookie: owner, 'x-workspace': workspace.id });
    expect(there.body).toMatchObject({ workspace: { name: '第二家店' } });
    const { workspace: foreign } = await createWorkspace(house, { name: '别人的店', ownerEmail: 'other@example.com' });
    const here = await call('GET', '/session', undefined, { cookie: owner, 'x-workspace': foreign.id });
    expect(here.body).toMatchObject({ workspace: { name: '林记茶行' } });
  });
});

test('a key opens what its role may do until it is revoked', async () => {
  const made = await call('POST', '/keys', { name: '收银机', role: 'clerk' }, { cookie: owner });
  const { key, item } = made.body as unknown as { key: string; item: { id: string } };
  const bearer = { authorization: `Bearer ${key}` };
  expect((await call('GET', '/members', undefined, bearer)).status).toBe(200);
  expect((await call('GET', '/keys', undefined, bearer)).status).toBe(403);
  await call('DELETE', `/keys/${item.id}`, undefined, { cookie: owner });
  await expect.poll(async () => (await call('GET', '/members', undefined, bearer)).status).toBe(401);
});
