import { recordAudit } from '../../../kernel/audit.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { refusals } from '../../../kernel/errors.ts';
import { addMonths } from '../../../maths/calendar.ts';
import { allMembers, members } from '../../workspaces/index.ts';
import { membersInReach } from '../tasks/reach.ts';
import { resultErrors, type Cell } from './contract.ts';
import { allFigures, figureNamed } from './figures.ts';
import { isRunning, presentCell, presentFigure, spanOf, valuesOf, type Values } from './values.ts';

const refuse = refusals(resultErrors);

export interface Person {
  id: string;
  name: string;
}

/** Colleagues whose results the reader may see: those who are here, and those who left something in the month. */
export async function peopleIn(ctx: Ctx, values: Values): Promise<Person[]> {
  const reach = membersInReach(ctx, 'results.read');
  const here = new Set((await members(ctx)).map(({ id }) => id));
  const all = (await allMembers(ctx)).filter(({ id }) => here.has(id) || values.has(id));
  return all
    .filter(({ id }) => reach === null || reach.includes(id))
    .map(({ id, name }) => ({ id, name }))
    .toSorted((a, b) => a.name.localeCompare(b.name, ctx.locale));
}

export async function listResults(ctx: Ctx, { month = ctx.today.slice(0, 7) }: { month?: string | undefined }) {
  const [values, targets] = [await valuesOf(ctx, month), await targetsOf(ctx, [month])];
  const people = await peopleIn(ctx, values);
  return {
    month,
    running: isRunning(ctx, month),
    figures: allFigures().map((figure) => presentFigure(ctx, figure)),
    rows: people.map((member) => ({ member, cells: cellsOf(ctx, values, targets, month, member.id) })),
  };
}

export async function readResults(
  ctx: Ctx,
  { memberId, month = ctx.today.slice(0, 7), months }: { memberId: string; month?: string | undefined; months: number },
) {
  const member = await colleagueSeen(ctx, memberId);
  const asked = Array.from({ length: months }, (_, back) => addMonths(`${month}-01`, -back).slice(0, 7));
  const targets = await targetsOf(ctx, asked);
  const told = [];
  for (const one of asked) {
    const values = await valuesOf(ctx, one);
    told.push({ month: one, running: isRunning(ctx, one), cells: cellsOf(ctx, values, targets, one, memberId) });
  }
  return { member, figures: allFigures().map((figure) => presentFigure(ctx, figure)), months: told };
}

export async function setTargets(
  ctx: Ctx,
  {
    memberId,
    month,
    targets,
  }: { memberId: string; month: string; targets: { figure: string; target: number | null }[] },
) {
  await colleagueSeen(ctx, memberId);
  for (const [n, { figure, target }] of targets.entries()) {
    const known = figureNamed(figure);
    if (!known) throw refuse('FIGURE_UNKNOWN', { path: `targets.${n}.figure` });
    if (known.unit === 'share' && (target ?? 0) > 100) throw refuse('TARGET_UNFIT', { path: `targets.${n}.target` });
  }
  const key = { workspace_id: ctx.workspace.id, month: spanOf(month).from, member_id: memberId };
  for (const { figure, target } of targets) {
    const row = { target: String(target ?? 0), by_name: ctx.actor.name, at: ctx.now };
    if (target === null) {
      await ctx.db
        .deleteFrom('colleague_targets')
        .where('workspace_id', '=', key.workspace_id)
        .where('month', '=', key.month)
        .where('member_id', '=', memberId)
        .where('figure', '=', figure)
        .execute();
    } else {
      await ctx.db
        .insertInto('colleague_targets')
        .values({ ...key, figure, ...row })
        .onConflict((conflict) => conflict.columns(['workspace_id', 'month', 'member_id', 'figure']).doUpdateSet(row))
        .execute();
    }
  }
  await recordAudit(ctx, { action: 'targets.set', entity: 'member', entityId: memberId, detail: { month, targets } });
  const values = await valuesOf(ctx, month);
  const cells = cellsOf(ctx, values, await targetsOf(ctx, [month]), month, memberId);
  return { month, running: isRunning(ctx, month), cells };
}

async function colleagueSeen(ctx: Ctx, memberId: string): Promise<Person> {
  const reach = membersInReach(ctx, 'results.read');
  const found = (await allMembers(ctx)).find(({ id }) => id === memberId);
  if (!found || (reach !== null && !reach.includes(memberId))) throw refuse('COLLEAGUE_NOT_FOUND');
  return { id: found.id, name: found.name };
}

/** `month member figure` → what is aimed at. */
export type Targets = ReadonlyMap<string, number>;

export async function targetsOf(ctx: Ctx, months: readonly string[]): Promise<Targets> {
  const rows = await ctx.db
    .selectFrom('colleague_targets')
    .select(['month', 'member_id', 'figure', 'target'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where(
      'month',
      'in',
      months.map((month) => spanOf(month).from),
    )
    .execute();
  return new Map(
    rows.map((row) => [targetKey(row.month.slice(0, 7), row.member_id, row.figure), Number(row.target)] as const),
  );
}

export function targetKey(month: string, memberId: string, figure: string): string {
  return `${month} ${memberId} ${figure}`;
}

function cellsOf(ctx: Ctx, values: Values, targets: Targets, month: string, memberId: string): Cell[] {
  return allFigures().map((figure) => {
    const target = targets.get(targetKey(month, memberId, figure.key)) ?? null;
    return presentCell(ctx, figure, values.get(memberId)?.get(figure.key), target);
  });
}
