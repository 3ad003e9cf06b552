import { recordAudit } from '../../kernel/audit.ts';
import type { Ctx } from '../../kernel/context.ts';
import { newId } from '../../kernel/ids.ts';
import type { Role } from './rules/roles.ts';
import { tellRightsChanged } from './session.ts';

export interface DemoColleague {
  name: string;
  role: Role;
  since: Date;
}

/**
 * Colleagues for the demo shop: members like others, except that nobody can come in as one of them. Those of an earlier
 * demo shop are taken on again. Answers name → membership.
 */
export async function hireDemoColleagues(ctx: Ctx, people: readonly DemoColleague[]): Promise<Map<string, string>> {
  const earlier = await demoColleagues(ctx);
  const hired = new Map<string, string>();
  for (const { name, role, since } of people) {
    const known = earlier.find((one) => one.name === name);
    const id = known?.id ?? (await insertDemoMember(ctx, { name, role, since }));
    hired.set(name, id);
    if (known) {
      await ctx.db
        .updateTable('memberships')
        .set({ role, created_at: since, deactivated_at: null, ends_at: null })
        .where('workspace_id', '=', ctx.workspace.id)
        .where('id', '=', id)
        .execute();
    }
  }
  await recordAudit(ctx, {
    action: 'member.demo_hired',
    entity: 'workspace',
    detail: { names: people.map(({ name }) => name) },
  });
  await tellRightsChanged(ctx);
  return hired;
}

/** Those who belong to the demo shop, gone ones included. */
export async function demoColleagues(ctx: Ctx): Promise<{ id: string; name: string; gone: boolean }[]> {
  const rows = await ctx.db
    .selectFrom('memberships')
    .innerJoin('users', 'users.id', 'memberships.user_id')
    .select(['memberships.id', 'users.name', 'memberships.deactivated_at'])
    .where('memberships.workspace_id', '=', ctx.workspace.id)
    .where('memberships.demo', '=', true)
    .execute();
  return rows.map(({ id, name, deactivated_at: end }) => ({ id, name, gone: end !== null }));
}

/** They go, and no list shows them any more; their names stay for what people did with them, and for the log. */
export async function dismissDemoColleagues(ctx: Ctx): Promise<number> {
  const gone = await ctx.db
    .updateTable('memberships')
    .set({ deactivated_at: ctx.now })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('demo', '=', true)
    .where('deactivated_at', 'is', null)
    .returning('id')
    .execute();
  const ids = gone.map(({ id }) => id);
  if (ids.length === 0) return 0;
  for (const table of ['team_members', 'branch_members'] as const) {
    await ctx.db.deleteFrom(table).where('workspace_id', '=', ctx.workspace.id).where('member_id', 'in', ids).execute();
  }
  await ctx.db
    .deleteFrom('absences')
    .where('workspace_id', '=', ctx.workspace.id)
    .where((eb) => eb.or([eb('member_id', 'in', ids), eb('deputy_id', 'in', ids)]))
    .execute();
  await recordAudit(ctx, { action: 'member.demo_dismissed', entity: 'workspace', detail: { count: ids.length } });
  await tellRightsChanged(ctx);
  return ids.length;
}

/** The address cannot exist (RFC 2606), and the database refuses a demo person with a password. */
async function insertDemoMember(ctx: Ctx, { name, role, since }: DemoColleague): Promise<string> {
  const [userId, id] = [newId(), newId()];
  await ctx.db
    .insertInto('users')
    .values({ id: userId, email: `${userId}@demo.invalid`, name, password_hash: '', demo: true, created_at: ctx.now })
    .execute();
  await ctx.db
    .insertInto('memberships')
    .values({ workspace_id: ctx.workspace.id, id, user_id: userId, role, demo: true, created_at: since })
    .execute();
  return id;
}
