import { beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '../../kernel/access.ts';
import type { Workspace } from '../../kernel/context.ts';
import { newId } from '../../kernel/ids.ts';
import { actorWith, testHouse } from '../../kernel/testing/house.ts';
import { recordAbsence } from './absences.ts';
import { openBranch } from './branches.ts';
import { openDoorkeeper } from './doorkeeper.ts';
import { makeKey } from './keys.ts';
import { changeMember } from './members.ts';
import { changeRole, makeRole, removeRole } from './own-roles.ts';
import { builtInRights } from './rules/roles.ts';
import { insertMember, insertUser } from './setup.ts';
import { actorOfMember } from './standing.ts';
import { makeTeam } from './teams.ts';

const house = await testHouse();
const doorkeeper = openDoorkeeper(house);
let shop: Workspace;
let owner: string;
let clerk: string;
const manager = actorWith(builtInRights('manager').grants, { ...builtInRights('manager'), name: '经理' });

beforeAll(async () => {
  shop = await house.openWorkspace();
  owner = await hire('owner');
  clerk = await hire('clerk');
});

function hire(role: string): Promise<string> {
  return house.in(shop, async (ctx) => {
    const email = `${newId()}@example.com`;
    const userId = await insertUser(ctx, { name: role, email, language: null, passwordHash: 'none' });
    return insertMember(ctx, shop.id, userId, role);
  });
}

const standing = (id: string) => house.in(shop, (ctx) => actorOfMember(ctx, id)) as Promise<Actor>;

describe('a role of the shop', () => {
  test('is a copy, changed; whoever has it has just that', async () => {
    const role = await house.in(shop, (ctx) =>
      makeRole(ctx, { name: '周末兼职', base: 'clerk', fields: { 'customers.phone': 'hide' } }),
    );
    await house.in(shop, (ctx) => changeMember(ctx, { id: clerk, role: role.role }));
    expect(await standing(clerk)).toMatchObject({
      grants: builtInRights('clerk').grants,
      fields: { 'customers.phone': 'hide' },
    });
    await house.in(shop, (ctx) => changeRole(ctx, { id: role.role, grants: { 'customers.read': 'own' } }));
    expect((await standing(clerk)).grants).toEqual({ 'customers.read': 'own' });
    await expect(house.in(shop, (ctx) => removeRole(ctx, { id: role.role }))).rejects.toMatchObject({
      code: 'ROLE_IN_USE',
    });
  });

  test('gives nothing that its maker has not: to members, in roles, in keys', async () => {
    const grants = { 'keys.manage': 'all' } as const;
    const tries = [
      () => house.in(shop, (ctx) => makeRole(ctx, { name: 'x', base: 'clerk', grants }), manager),
      () => house.in(shop, (ctx) => changeMember(ctx, { id: clerk, role: 'owner' }), manager),
      () => house.in(shop, (ctx) => changeMember(ctx, { id: owner, active: false }), manager),
      () => house.in(shop, (ctx) => makeKey(ctx, { name: 'x', role: 'owner' }), manager),
    ];
    for (const one of tries) await expect(one()).rejects.toMatchObject({ code: 'ROLE_TOO_HIGH' });
    const narrow = actorWith({ 'customers.read': 'branch', 'members.manage': 'all' });
    const branch = await house.in(shop, (ctx) => openBranch(ctx, { name: '湖滨店' }));
    await expect(
      house.in(shop, (ctx) => changeMember(ctx, { id: clerk, branchIds: [branch.id] }), narrow),
    ).rejects.toMatchObject({ code: 'ROLE_TOO_HIGH' });
  });
});

test('the last owner stays, neither out, nor lower, nor with an end', async () => {
  for (const change of [{ active: false }, { role: 'clerk' as const }, { endsAt: '2030-01-01T00:00:00Z' }])
    await expect(house.in(shop, (ctx) => changeMember(ctx, { id: owner, ...change }))).rejects.toMatchObject({
      code: 'LAST_OWNER',
    });
});

test('teams, branches and deputies stand in the actor; an absence counts between its instants', async () => {
  const mate = await hire('sales');
  await house.in(shop, (ctx) => makeTeam(ctx, { name: '一组', memberIds: [clerk, mate] }));
  const branch = await house.in(shop, (ctx) => openBranch(ctx, { name: '城西店', memberIds: [clerk] }));
  await house.in(shop, (ctx) =>
    recordAbsence(ctx, { memberId: mate, deputyId: clerk, from: '2020-01-01', until: '2199-12-30' }),
  );
  const { teamMemberIds, branchIds, deputyFor } = await standing(clerk);
  expect([...teamMemberIds].sort()).toEqual([clerk, mate].sort());
  expect(branchIds).toContain(branch.id);
  expect(deputyFor).toEqual([
    { memberId: mate, from: new Date('2019-12-31T16:00:00Z'), until: new Date('2199-12-30T16:00:00Z') },
  ]);
  await expect(
    house.in(shop, (ctx) =>
      recordAbsence(ctx, { memberId: mate, deputyId: mate, from: '2020-01-01', until: '2020-01-02' }),
    ),
  ).rejects.toMatchObject({ code: 'ABSENCE_OWN_DEPUTY' });
});

test('a key with a role of the shop is let in with it, and forgotten at once when the role changes', async () => {
  const role = await house.in(shop, (ctx) => makeRole(ctx, { name: '接口', base: 'reader' }));
  const { key } = await house.in(shop, (ctx) => makeKey(ctx, { name: '收银', role: role.role }));
  const knock = async () => (await doorkeeper.identify({ authorization: `Bearer ${key}` }, null)).actor.grants;
  expect(await knock()).toEqual(builtInRights('reader').grants);
  await house.in(shop, (ctx) => changeRole(ctx, { id: role.role, grants: { 'orders.read': 'all' } }));
  expect(await knock()).toEqual({ 'orders.read': 'all' });
});
