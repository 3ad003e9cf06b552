import type { Actor, Grants } from '../../../kernel/access.ts';
import type { Ctx, Workspace } from '../../../kernel/context.ts';
import { newId } from '../../../kernel/ids.ts';
import { actorWith, type TestHouse } from '../../../kernel/testing/house.ts';
import type { TaskGiven } from '../tasks/contract.ts';

const EVERYTHING: Grants = {
  'tasks.read': 'all',
  'tasks.edit': 'all',
  'customers.read': 'all',
  'customers.edit': 'all',
};

/** A colleague who really belongs to the shop, with a mailbox and a language. */
export async function colleague(
  house: TestHouse,
  shop: Workspace,
  facts: { name?: string; grants?: Grants; role?: string; language?: string; teamMemberIds?: string[] } = {},
): Promise<Actor & { memberId: string; email: string }> {
  const [userId, memberId] = [newId(), newId()];
  const name = facts.name ?? '小张';
  const email = `${userId}@example.com`;
  await house.in(shop, async (ctx) => {
    await ctx.db
      .insertInto('users')
      .values({ id: userId, email, name, language: facts.language ?? 'zh-CN', password_hash: '-', created_at: ctx.now })
      .execute();
    await ctx.db
      .insertInto('memberships')
      .values({
        workspace_id: shop.id,
        id: memberId,
        user_id: userId,
        role: facts.role ?? 'sales',
        created_at: ctx.now,
      })
      .execute();
  });
  const teamMemberIds = [memberId, ...(facts.teamMemberIds ?? [])];
  const actor = actorWith(facts.grants ?? EVERYTHING, {
    userId,
    memberId,
    name,
    role: facts.role ?? 'sales',
    teamMemberIds,
  });
  return { ...actor, memberId, email };
}

export async function addCustomer(house: TestHouse, shop: Workspace, facts: { name?: string; owner_id?: string } = {}) {
  const id = newId();
  const name = facts.name ?? '王总';
  await house.in(shop, (ctx) =>
    ctx.db
      .insertInto('customers')
      .values({ workspace_id: shop.id, id, sort_name: name, ...facts, name })
      .execute(),
  );
  return id;
}

/** The same moment by another clock. */
export function at(ctx: Ctx, instant: string, today: string): Ctx {
  return { ...ctx, now: new Date(instant), today };
}

export const call: TaskGiven = { title: '给王总打电话' };
