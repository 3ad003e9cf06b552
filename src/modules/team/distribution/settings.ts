import type { Selectable } from 'kysely';
import { recordAudit } from '../../../kernel/audit.ts';
import type { Ctx } from '../../../kernel/context.ts';
import type { DistributionRules, DistributionSettings as SettingsTable } from '../../../kernel/db/tables.ts';
import { refusals, refuse as refuseCommon } from '../../../kernel/errors.ts';
import { newId } from '../../../kernel/ids.ts';
import { branchNames, members } from '../../workspaces/index.ts';
import { distributionErrors, type DistributionChange, type DistributionState } from './contract.ts';
import { loadsOf, poolCount } from './loads.ts';
import type { Rule } from './rules/distribute.ts';

const refuse = refusals(distributionErrors);

type SettingsRow = Omit<Selectable<SettingsTable>, 'workspace_id'>;

const USUAL: SettingsRow = {
  pool_after_days: null,
  warn_days: 7,
  takes_a_day: 5,
  own_branch_only: false,
  version: 0,
};

export async function readSettings(ctx: Ctx): Promise<SettingsRow> {
  const row = await ctx.db
    .selectFrom('distribution_settings')
    .selectAll()
    .where('workspace_id', '=', ctx.workspace.id)
    .executeTakeFirst();
  return row ?? USUAL;
}

/** Whoever gives customers away holds the row till the end, so that two together never go beyond a limit. */
export async function holdSettings(ctx: Ctx): Promise<SettingsRow> {
  await ctx.db
    .insertInto('distribution_settings')
    .values({ workspace_id: ctx.workspace.id })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return ctx.db
    .selectFrom('distribution_settings')
    .selectAll()
    .where('workspace_id', '=', ctx.workspace.id)
    .forUpdate()
    .executeTakeFirstOrThrow();
}

export async function rulesOf(ctx: Ctx): Promise<Rule[]> {
  const rows = await ctx.db
    .selectFrom('distribution_rules')
    .selectAll()
    .where('workspace_id', '=', ctx.workspace.id)
    .orderBy('position')
    .orderBy('id')
    .execute();
  return rows.map(ruleOf);
}

export async function readDistribution(ctx: Ctx): Promise<DistributionState> {
  const [settings, rules, loads, pool] = await Promise.all([
    readSettings(ctx),
    rulesOf(ctx),
    loadsOf(ctx),
    poolCount(ctx),
  ]);
  return {
    settings: {
      poolAfterDays: settings.pool_after_days,
      warnDays: settings.warn_days,
      takesADay: settings.takes_a_day,
      ownBranchOnly: settings.own_branch_only,
    },
    rules: rules.map(({ id, branchId, tag, source, memberIds }) => {
      return { id, branchId, tag, source, memberIds: [...memberIds] };
    }),
    people: loads,
    pool,
    version: settings.version,
  };
}

export async function changeDistribution(ctx: Ctx, change: DistributionChange): Promise<DistributionState> {
  const before = await holdSettings(ctx);
  const expected = change.version ?? ctx.request.ifMatch;
  // 0: as it is before anybody changed anything.
  if (expected !== null && Math.max(1, expected) !== before.version)
    throw refuseCommon('STALE', { current: await readDistribution(ctx) });
  const { settings = {}, rules, limits } = change;
  const after = {
    pool_after_days: settings.poolAfterDays === undefined ? before.pool_after_days : settings.poolAfterDays,
    warn_days: settings.warnDays ?? before.warn_days,
    takes_a_day: settings.takesADay ?? before.takes_a_day,
    own_branch_only: settings.ownBranchOnly ?? before.own_branch_only,
  };
  if (after.pool_after_days !== null && after.warn_days >= after.pool_after_days)
    throw refuse('DISTRIBUTION_WARNING_TOO_LONG', { path: 'settings.warnDays' });
  await ctx.db
    .updateTable('distribution_settings')
    .set({ ...after, version: before.version + 1 })
    .where('workspace_id', '=', ctx.workspace.id)
    .execute();
  if (rules) await replaceRules(ctx, rules);
  if (limits) await replaceLimits(ctx, limits);
  await recordAudit(ctx, {
    action: 'distribution.changed',
    entity: 'workspace',
    entityId: ctx.workspace.id,
    detail: { settings, rules: rules?.length ?? null, limits: limits ?? null },
  });
  return readDistribution(ctx);
}

async function replaceRules(ctx: Ctx, rules: NonNullable<DistributionChange['rules']>): Promise<void> {
  await admitMembers(
    ctx,
    rules.flatMap(({ memberIds }) => memberIds),
    'rules',
  );
  const branches = await branchNames(ctx);
  const strange = rules.find(({ branchId }) => branchId !== null && !branches.has(branchId));
  if (strange) throw refuse('DISTRIBUTION_BRANCH_UNKNOWN', { path: 'rules' });
  const old = await rulesOf(ctx);
  await ctx.db.deleteFrom('distribution_rules').where('workspace_id', '=', ctx.workspace.id).execute();
  if (rules.length === 0) return;
  await ctx.db
    .insertInto('distribution_rules')
    .values(
      rules.map(({ branchId, tag, source, memberIds }, position) => ({
        workspace_id: ctx.workspace.id,
        id: newId(),
        position,
        branch_id: branchId,
        tag,
        source,
        member_ids: [...new Set(memberIds)],
        // The same rule, moved or with another colleague, goes on in turn.
        last_member_id:
          old.find((one) => one.branchId === branchId && one.tag === tag && one.source === source)?.lastMemberId ??
          null,
      })),
    )
    .execute();
}

async function replaceLimits(ctx: Ctx, limits: NonNullable<DistributionChange['limits']>): Promise<void> {
  await admitMembers(
    ctx,
    limits.map(({ memberId }) => memberId),
    'limits',
  );
  await ctx.db.deleteFrom('distribution_limits').where('workspace_id', '=', ctx.workspace.id).execute();
  const last = new Map(limits.map(({ memberId, customers }) => [memberId, customers]));
  if (last.size === 0) return;
  await ctx.db
    .insertInto('distribution_limits')
    .values([...last].map(([member, customers]) => ({ workspace_id: ctx.workspace.id, member_id: member, customers })))
    .execute();
}

async function admitMembers(ctx: Ctx, ids: readonly string[], path: string): Promise<void> {
  const here = new Set((await members(ctx)).map(({ id }) => id));
  if (ids.some((id) => !here.has(id))) throw refuse('DISTRIBUTION_MEMBER_UNKNOWN', { path });
}

function ruleOf(row: Selectable<DistributionRules>): Rule {
  return {
    id: row.id,
    branchId: row.branch_id,
    tag: row.tag,
    source: row.source,
    memberIds: row.member_ids,
    lastMemberId: row.last_member_id,
  };
}
