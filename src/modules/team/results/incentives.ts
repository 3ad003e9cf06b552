import { recordAudit } from '../../../kernel/audit.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { refusals } from '../../../kernel/errors.ts';
import { inBase } from '../../../kernel/i18n/print.ts';
import { newId } from '../../../kernel/ids.ts';
import { formatDecimal, parseMoney } from '../../../maths/money.ts';
import { membersInReach } from '../tasks/reach.ts';
import { resultErrors, type IncentiveSheet, type RuleGiven } from './contract.ts';
import { allFigures, figureNamed } from './figures.ts';
import { peopleIn, targetKey, targetsOf } from './results.ts';
import { faultIn, payFor, type IncentiveRule } from './rules/incentive.ts';
import { isRunning, measured, presentCell, presentFigure, spanOf, unitOf, valuesOf } from './values.ts';

const refuse = refusals(resultErrors);

/** The sheet of the month: as it was reckoned up, or as rules and figures say now. Rows of colleagues in reach. */
export async function readSheet(
  ctx: Ctx,
  { month = ctx.today.slice(0, 7) }: { month?: string | undefined },
): Promise<IncentiveSheet> {
  const closed = await closedSheet(ctx, month);
  const sheet = closed ?? (await reckonSheet(ctx, month));
  const reach = membersInReach(ctx, 'results.read');
  const rows = sheet.rows.filter(({ member }) => reach === null || reach.includes(member.id));
  const figures = allFigures().map((figure) => presentFigure(ctx, figure));
  return {
    ...sheet,
    figures,
    rows,
    total: sumOf(
      ctx,
      rows.map(({ total }) => total),
    ),
  };
}

export async function setRules(
  ctx: Ctx,
  { fromMonth, rules }: { fromMonth: string; rules: RuleGiven[] },
  changeSetId: string | null = null,
): Promise<IncentiveSheet> {
  const ready = rules.map((rule, n) => ruleFrom(ctx, rule, n));
  const figures = new Map(allFigures().map(({ key, unit, sales = false }) => [key, { unit, sales }]));
  const found = faultIn(ready, figures);
  if (found?.fault === 'only-sales') throw refuse('INCENTIVE_ONLY_SALES', { path: 'rules' });
  if (found)
    throw refuse('INCENTIVE_RULE_UNFIT', { path: `rules.${found.at}.${found.fault === 'kind' ? 'kind' : 'from'}` });
  if (await closedSheet(ctx, fromMonth)) throw refuse('INCENTIVE_MONTH_CLOSED', { path: 'fromMonth' });
  await ctx.db
    .insertInto('incentive_rules')
    .values({
      workspace_id: ctx.workspace.id,
      id: newId(),
      from_month: spanOf(fromMonth).from,
      rules: JSON.stringify(ready, (_key, value) => (typeof value === 'bigint' ? value.toString() : value)),
      by_name: ctx.actor.name,
      at: ctx.now,
      change_set_id: changeSetId,
    })
    .execute();
  await recordAudit(ctx, { action: 'incentives.ruled', entity: 'workspace', detail: { fromMonth, rules } });
  return readSheet(ctx, { month: fromMonth });
}

export async function closeMonth(
  ctx: Ctx,
  { month }: { month: string },
  changeSetId: string | null = null,
): Promise<IncentiveSheet> {
  if (isRunning(ctx, month)) throw refuse('INCENTIVE_MONTH_RUNNING');
  const sheet = await reckonSheet(ctx, month);
  const made = await ctx.db
    .insertInto('incentive_sheets')
    .values({
      workspace_id: ctx.workspace.id,
      month: spanOf(month).from,
      sheet: JSON.stringify(sheet),
      closed_by_name: ctx.actor.name,
      closed_at: ctx.now,
      change_set_id: changeSetId,
    })
    .onConflict((conflict) => conflict.columns(['workspace_id', 'month']).doNothing())
    .returning('month')
    .executeTakeFirst();
  if (!made) throw refuse('INCENTIVE_MONTH_CLOSED');
  await recordAudit(ctx, { action: 'incentives.closed', entity: 'workspace', detail: { month, total: sheet.total } });
  return readSheet(ctx, { month });
}

export async function reopenMonth(ctx: Ctx, { month }: { month: string }): Promise<IncentiveSheet> {
  const removed = await ctx.db
    .deleteFrom('incentive_sheets')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('month', '=', spanOf(month).from)
    .returning('sheet')
    .executeTakeFirst();
  if (!removed) throw refuse('INCENTIVE_MONTH_OPEN');
  const { total } = removed.sheet as unknown as IncentiveSheet;
  await recordAudit(ctx, { action: 'incentives.reopened', entity: 'workspace', detail: { month, total } });
  return readSheet(ctx, { month });
}

async function closedSheet(ctx: Ctx, month: string): Promise<IncentiveSheet | null> {
  const row = await ctx.db
    .selectFrom('incentive_sheets')
    .selectAll()
    .where('workspace_id', '=', ctx.workspace.id)
    .where('month', '=', spanOf(month).from)
    .executeTakeFirst();
  if (!row) return null;
  return {
    ...(row.sheet as unknown as IncentiveSheet),
    closed: { at: row.closed_at.toISOString(), by: row.closed_by_name },
  };
}

/** Of everybody, whoever asks: what is closed is the same for all. */
async function reckonSheet(ctx: Ctx, month: string): Promise<IncentiveSheet> {
  const held = await rulesIn(ctx, month);
  const [values, targets] = [await valuesOf(ctx, month), await targetsOf(ctx, [month])];
  const everybody = {
    ...ctx,
    actor: { ...ctx.actor, grants: { ...ctx.actor.grants, 'results.read': 'all' as const } },
  };
  const rows = (await peopleIn(everybody, values)).map((member) => {
    const lines = held.rules.flatMap((rule) => {
      const figure = figureNamed(rule.figure);
      if (!figure) return [];
      const target = targets.get(targetKey(month, member.id, rule.figure)) ?? null;
      const value = values.get(member.id)?.get(rule.figure);
      const amount = payFor(rule, measured(figure, value, target), unitOf(ctx, figure));
      return [{ ruleId: rule.id, cell: presentCell(ctx, figure, value, target), amount: inBase(ctx, amount) }];
    });
    return {
      member,
      lines,
      total: sumOf(
        ctx,
        lines.map(({ amount }) => amount),
      ),
    };
  });
  return {
    month,
    running: isRunning(ctx, month),
    closed: null,
    figures: [],
    rules: held.rules.map((rule) => presentRule(ctx, rule)),
    rulesSince: held.since,
    rulesBy: held.by,
    rows,
    total: sumOf(
      ctx,
      rows.map(({ total }) => total),
    ),
  };
}

async function rulesIn(
  ctx: Ctx,
  month: string,
): Promise<{ rules: IncentiveRule[]; since: string | null; by: string | null }> {
  const row = await ctx.db
    .selectFrom('incentive_rules')
    .selectAll()
    .where('workspace_id', '=', ctx.workspace.id)
    .where('from_month', '<=', spanOf(month).from)
    .orderBy('from_month', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (!row) return { rules: [], since: null, by: null };
  const stored = row.rules as unknown as (Omit<IncentiveRule, 'amount' | 'atMost'> & {
    amount: string;
    atMost: string | null;
  })[];
  const rules = stored.map((rule) => ({
    ...rule,
    amount: BigInt(rule.amount),
    atMost: rule.atMost === null ? null : BigInt(rule.atMost),
  }));
  return { rules, since: row.from_month.slice(0, 7), by: row.by_name };
}

function ruleFrom(ctx: Ctx, { figure, kind, from, amount, percent, atMost }: RuleGiven, n: number): IncentiveRule {
  const minor = (decimal: string, field: string) => {
    const parsed = parseMoney(decimal, ctx.workspace.baseCurrency);
    if (!parsed.ok) throw refuse('INCENTIVE_AMOUNT_UNFIT', { path: `rules.${n}.${field}` });
    return parsed.value;
  };
  const missing = kind === 'percent' ? percent === null : amount === null;
  if (missing)
    throw refuse('INCENTIVE_AMOUNT_UNFIT', { path: `rules.${n}.${kind === 'percent' ? 'percent' : 'amount'}` });
  return {
    id: newId(),
    figure,
    kind,
    from: kind === 'reached' ? from : (from ?? 0),
    amount: kind === 'percent' ? BigInt(Math.round((percent ?? 0) * 100)) : minor(amount ?? '', 'amount'),
    atMost: atMost === null ? null : minor(atMost, 'atMost'),
  };
}

function presentRule(
  ctx: Ctx,
  { id, figure, kind, from, amount, atMost }: IncentiveRule,
): IncentiveSheet['rules'][number] {
  const money = (minor: bigint) => formatDecimal(minor, ctx.workspace.baseCurrency);
  return {
    id,
    figure,
    kind,
    from,
    amount: kind === 'percent' ? null : money(amount),
    percent: kind === 'percent' ? Number(amount) / 100 : null,
    atMost: atMost === null ? null : money(atMost),
  };
}

function sumOf(ctx: Ctx, amounts: readonly { amount: string; currency: string }[]) {
  const minor = amounts.reduce((sum, { amount, currency }) => {
    const parsed = parseMoney(amount, currency);
    return parsed.ok ? sum + parsed.value : sum;
  }, 0n);
  return inBase(ctx, minor);
}
