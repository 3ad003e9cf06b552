import { sql, type RawBuilder, type SqlBool } from 'kysely';
import { recordAudit } from '../../../../kernel/audit.ts';
import type { Ctx } from '../../../../kernel/context.ts';
import { refuse } from '../../../../kernel/errors.ts';
import { translate } from '../../../../kernel/i18n/translate.ts';
import { newId } from '../../../../kernel/ids.ts';
import { COUNT_LIMIT, countOf } from '../../../../kernel/paging.ts';
import { forget } from '../erasure/erase.ts';
import type { RuleKind, RulePreview, RulesView, RuleView } from './contract.ts';

interface Terms {
  months: number;
  keepBuyers: boolean;
}

/** Switched off, until somebody looks at whom they would forget. */
const PROPOSED: Record<RuleKind, Terms> = {
  leads: { months: 24, keepBuyers: true },
  lost: { months: 60, keepBuyers: true },
  binned: { months: 3, keepBuyers: true },
};
const KINDS = Object.keys(PROPOSED) as RuleKind[];

export async function readRules(ctx: Ctx): Promise<RulesView> {
  const rules = await ctx.db
    .selectFrom('customer_retention_rules')
    .selectAll()
    .where('workspace_id', '=', ctx.workspace.id)
    .execute();
  const runs = await ctx.db
    .selectFrom('customer_retention_runs')
    .selectAll()
    .where('workspace_id', '=', ctx.workspace.id)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(30)
    .execute();
  return {
    items: KINDS.map((kind) => {
      const row = rules.find((one) => one.kind === kind);
      return {
        kind,
        months: row?.months ?? PROPOSED[kind].months,
        keepBuyers: row?.keep_buyers ?? PROPOSED[kind].keepBuyers,
        activeSince: row?.active_since?.toISOString() ?? null,
        by: row?.by_name ?? null,
        version: row?.version ?? 0,
      };
    }),
    runs: runs.map(({ id, kind, months, erased, more, at }) => {
      return { id, kind: kind as RuleKind, months, erased, more, at: at.toISOString() };
    }),
  };
}

const SHOWN = 50;

export async function previewRule(ctx: Ctx, { kind, ...terms }: Terms & { kind: RuleKind }): Promise<RulePreview> {
  const [{ rows }, counted] = await Promise.all([
    sql<{ id: string; name: string; since: string }>`
      select c.id, c.name, ${SINCE[kind]}::date::text as since ${meant(ctx, kind, terms)}
      order by since, c.id limit ${SHOWN}`.execute(ctx.db),
    sql<{ count: number }>`
      select count(*)::int as count from (select 1 ${meant(ctx, kind, terms)} limit ${COUNT_LIMIT + 1}) found`.execute(
      ctx.db,
    ),
  ]);
  return { items: rows, count: countOf(counted.rows[0]?.count ?? 0) };
}

export async function changeRule(
  ctx: Ctx,
  { kind, months, keepBuyers, active, version }: Terms & { kind: RuleKind; active: boolean; version: number },
): Promise<RuleView> {
  const ruleOf = async () => (await readRules(ctx)).items.find((one) => one.kind === kind) as RuleView;
  const before = await ruleOf();
  const since = active ? (before.activeSince === null ? ctx.now : new Date(before.activeSince)) : null;
  const row = { months, keep_buyers: keepBuyers, active_since: since, by_name: ctx.actor.name, version: version + 1 };
  const written = await ctx.db
    .insertInto('customer_retention_rules')
    .values({ workspace_id: ctx.workspace.id, kind, ...row })
    .onConflict((conflict) =>
      conflict
        .columns(['workspace_id', 'kind'])
        .doUpdateSet(row)
        .where('customer_retention_rules.version', '=', version),
    )
    .executeTakeFirst();
  if (before.version !== version || !written.numInsertedOrUpdatedRows) throw refuse('STALE', { current: before });
  await recordAudit(ctx, {
    action: 'privacy_rule.changed',
    entity: 'privacy_rule',
    detail: { kind, months, keepBuyers, active },
  });
  return ruleOf();
}

/** A night forgets so many at most, that no transaction grows without bound; the rest follows the next night. */
const A_NIGHT = 500;

export async function runRules(ctx: Ctx): Promise<void> {
  const { items } = await readRules(ctx);
  for (const { kind, months, keepBuyers } of items.filter(({ activeSince }) => activeSince !== null)) {
    const { rows } = await sql<{ id: string }>`
      select c.id ${meant(ctx, kind, { months, keepBuyers })} order by c.id limit ${A_NIGHT + 1}`.execute(ctx.db);
    const ids = rows.slice(0, A_NIGHT).map(({ id }) => id);
    if (ids.length === 0) continue;
    await forget(ctx, ids, translate(ctx.workspace.language, `customers:privacy.rules.reason.${kind}`, { months }));
    await ctx.db
      .insertInto('customer_retention_runs')
      .values({
        workspace_id: ctx.workspace.id,
        id: newId(),
        kind,
        months,
        erased: ids.length,
        more: rows.length > A_NIGHT,
        day: ctx.today,
        at: ctx.now,
      })
      .execute();
  }
}

const SINCE: Record<RuleKind, RawBuilder<unknown>> = {
  leads: sql`greatest(c.created_at, c.stage_since)`,
  lost: sql`greatest(c.stage_since, s.last_on)`,
  binned: sql`c.binned_at`,
};

/** Of whom the rule speaks: nobody with a promise to keep (an open request), and no merged or erased card. */
function meant(ctx: Ctx, kind: RuleKind, { months, keepBuyers }: Terms): RawBuilder<unknown> {
  const place: Record<RuleKind, RawBuilder<SqlBool>> = {
    leads: sql`c.binned_at is null and c.stage in ('lead', 'prospect') and coalesce(s.orders, 0) = 0`,
    lost: sql`c.binned_at is null and c.stage = 'lost'`,
    binned: sql`c.binned_at is not null`,
  };
  return sql`
    from customers c
    left join customer_statistics s on s.workspace_id = c.workspace_id and s.customer_id = c.id
    where c.workspace_id = ${ctx.workspace.id} and c.erased_at is null and c.merged_into is null and ${place[kind]}
      and ${SINCE[kind]} < ${ctx.today}::date - make_interval(months => ${months}::int)
      ${keepBuyers ? sql`and coalesce(s.orders, 0) = 0` : sql``}
      and not exists (
        select from customer_requests q
        where q.workspace_id = c.workspace_id and q.customer_id = c.id and q.closed_at is null)`;
}
