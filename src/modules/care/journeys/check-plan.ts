import { sql } from 'kysely';
import { may, type Permission } from '../../../kernel/access.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { refuse, Refusal } from '../../../kernel/errors.ts';
import { sentencesOf, treeCondition } from '../../segments/index.ts';
import type { Plan, Step } from './plan-contract.ts';
import { allSteps } from './rules/flow.ts';
import { problemsOf, type PlanProblem } from './rules/problems.ts';

/** Everything that has to be mended: what the plan shows, and what it names that is not there. */
export async function problemsIn(ctx: Ctx, plan: Plan): Promise<PlanProblem[]> {
  const found = [...problemsOf(plan), ...(await unfitTemplates(ctx, plan)), ...(await goneCoupons(ctx, plan))];
  for (const [stepId, tree] of treesOf(plan)) {
    const fits = await treeCondition(ctx, tree).then(
      () => true,
      (error: unknown) => {
        if (error instanceof Refusal) return false;
        throw error;
      },
    );
    if (!fits)
      found.push({ stepId: stepId === 'trigger' || stepId === 'exit' ? null : stepId, kind: 'conditionUnfit' });
  }
  return found;
}

/** What the conditions of a plan ask for, in words; those that cannot be asked have none. */
export async function sentencesIn(ctx: Ctx, plan: Plan): Promise<Record<string, string>> {
  const said: Record<string, string> = {};
  for (const [stepId, tree] of treesOf(plan)) {
    const [sentence] = await sentencesOf(ctx, [tree]).catch((error: unknown) => {
      if (error instanceof Refusal) return [];
      throw error;
    });
    if (sentence) said[stepId] = sentence;
  }
  return said;
}

/** What steps do that not everybody may do: whoever publishes must be allowed it, for the journey acts in their name. */
const NEEDED: Readonly<Partial<Record<Step['kind'], Permission>>> = {
  points: 'loyalty.adjust',
  coupon: 'loyalty.post',
  tag: 'customers.edit',
  field: 'customers.edit',
  owner: 'customers.edit',
  task: 'tasks.edit',
};

export function admitDeeds(ctx: Ctx, plan: Plan): void {
  for (const { kind } of allSteps(plan.steps)) {
    const permission = NEEDED[kind];
    if (permission && !may(ctx.actor, permission)) throw refuse('NOT_ALLOWED', { permission });
  }
}

function treesOf(plan: Plan): [stepId: string, tree: unknown][] {
  const trees: [string, unknown][] = allSteps(plan.steps).flatMap((step) =>
    step.kind === 'condition' ? [[step.id, step.condition] as [string, unknown]] : [],
  );
  if (plan.trigger.kind === 'daily') trees.push(['trigger', plan.trigger.condition]);
  trees.push(['exit', plan.exit]);
  return trees.filter(([, tree]) => tree != null);
}

async function unfitTemplates(ctx: Ctx, plan: Plan): Promise<PlanProblem[]> {
  const wanted = allSteps(plan.steps).flatMap((step) =>
    step.kind === 'message' && step.channelId && step.templateId
      ? [{ step: step.id, channel: step.channelId, template: step.templateId }]
      : [],
  );
  if (wanted.length === 0) return [];
  const { rows } = await sql<{ step: string; channel: string | null; template: string | null }>`
    select x.step, h.kind as channel, t.channel as template
    from jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb) as x (step text, channel uuid, template uuid)
    left join care_channels h on h.workspace_id = ${ctx.workspace.id} and h.id = x.channel and h.removed_at is null
    left join care_templates t on t.workspace_id = ${ctx.workspace.id} and t.id = x.template and t.retired_at is null`.execute(
    ctx.db,
  );
  return rows.flatMap(({ step, channel, template }): PlanProblem[] => {
    if (channel === null) return [{ stepId: step, kind: 'noChannel' }];
    if (template === null) return [{ stepId: step, kind: 'noTemplate' }];
    return channel === template ? [] : [{ stepId: step, kind: 'templateOther' }];
  });
}

/** Coupons that have one code for all cannot be given out, nor those that are over. */
async function goneCoupons(ctx: Ctx, plan: Plan): Promise<PlanProblem[]> {
  const steps = allSteps(plan.steps).flatMap((step) => (step.kind === 'coupon' && step.couponId ? [step] : []));
  if (steps.length === 0) return [];
  const { rows } = await sql<{ id: string }>`
    select id from loyalty_coupons where workspace_id = ${ctx.workspace.id} and id = any (${steps.map(({ couponId }) => couponId)}::uuid[])
      and code is null and ended_at is null and (until_day is null or until_day >= ${ctx.today})`.execute(ctx.db);
  const there = new Set(rows.map(({ id }) => id));
  return steps.flatMap(({ id, couponId }) =>
    there.has(couponId ?? '') ? [] : [{ stepId: id, kind: 'noCoupon' as const }],
  );
}
