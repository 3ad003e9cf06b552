import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { refusals } from '../../../kernel/errors.ts';
import { customerNames, cardIds } from '../../customers/index.ts';
import { careErrors } from '../errors-contract.ts';
import { factsOf, type FactRow } from '../gate/facts.ts';
import { refusalOf } from '../rules/gate.ts';
import { readSettings } from '../settings.ts';
import type { ChannelKind, Refused } from '../shapes-contract.ts';
import { drawAt } from './act.ts';
import { problemsIn } from './check-plan.ts';
import type { Rehearsed } from './contract.ts';
import { peopleMeeting } from './meeting.ts';
import { meansOf } from './messages.ts';
import type { Plan, Step } from './plan-contract.ts';
import { branchFor } from './rules/entering.ts';
import { flowOf, goesTo } from './rules/flow.ts';
import { spanEnds, waitEnds } from './rules/wait.ts';
import { journeyOf } from './stored.ts';

const refuse = refusals(careErrors);

interface Asked {
  id: string;
  customerId: string;
  happens?: Record<string, boolean> | undefined;
}

/** The very rules of the walk, with a clock that leaps; conditions and the gate are asked as things stand now. */
export async function rehearseJourney(ctx: Ctx, { id, customerId, happens = {} }: Asked) {
  const plan = (await journeyOf(ctx, id)).plan as unknown as Plan;
  const card = await cardOf(ctx, customerId);
  if ((await problemsIn(ctx, plan)).length > 0) throw refuse('JOURNEY_NOT_READY');
  const flow = flowOf(plan);
  const steps: Rehearsed[] = [];
  let at = ctx.now;
  for (let here = flow.first; here !== null;) {
    const placed = flow.at.get(here);
    if (!placed) break;
    const { step } = placed;
    if (plan.exit != null && (await meets(ctx, plan.exit, card))) return { steps, ends: 'left' as const };
    at = timeAfter(ctx, step, happens[step.id] === true, at);
    const outcome = await outcomeOf(ctx, step, card, happens[step.id] === true);
    const refused = step.kind === 'message' ? await refusedBy(ctx, step, card) : null;
    steps.push({ stepId: step.id, at: at.toISOString(), outcome, refused });
    if (step.kind === 'leave') return { steps, ends: 'left' as const };
    here = goesTo(placed, outcome);
  }
  return { steps, ends: 'done' as const };
}

async function cardOf(ctx: Ctx, customerId: string): Promise<string> {
  if (!(await customerNames(ctx, [customerId])).has(customerId))
    throw refuse('CARE_CUSTOMER_UNFIT', { path: 'customerId' });
  return (await cardIds(ctx, customerId))[0] ?? customerId;
}

function timeAfter(ctx: Ctx, step: Step, happens: boolean, at: Date): Date {
  const { zone } = ctx.workspace;
  if (step.kind === 'wait') return waitEnds(step.wait, zone, at);
  // What happens is taken to happen half-way.
  if (step.kind !== 'until') return at;
  const ends = spanEnds(step.within, zone, at);
  return happens ? new Date((at.getTime() + ends.getTime()) / 2) : ends;
}

async function outcomeOf(ctx: Ctx, step: Step, card: string, happens: boolean): Promise<string> {
  switch (step.kind) {
    case 'until':
      return happens ? 'came' : 'missed';
    case 'condition':
      return (await meets(ctx, step.condition, card)) ? 'yes' : 'no';
    case 'split':
      return String(
        branchFor(
          step.branches.map(({ share }) => share),
          drawAt(step.id, card),
        ),
      );
    default:
      return 'done';
  }
}

async function meets(ctx: Ctx, condition: unknown, card: string): Promise<boolean> {
  return (await peopleMeeting(ctx, condition, [card]))?.has(card) ?? false;
}

async function refusedBy(ctx: Ctx, step: Extract<Step, { kind: 'message' }>, card: string): Promise<Refused | null> {
  const means = await meansOf(ctx, step);
  if (!means) return null;
  const settings = await readSettings(ctx);
  const { kind } = await ctx.db
    .selectFrom('care_channels')
    .select('kind')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', means.channel)
    .executeTakeFirstOrThrow();
  const facts = factsOf(ctx, { channel: kind as ChannelKind, purpose: means.purpose, settings });
  const { rows } = await sql<FactRow>`
    select ${facts.columns} from customers ${facts.joins}
    where customers.workspace_id = ${ctx.workspace.id} and customers.id = ${card}`.execute(ctx.db);
  const [row] = rows;
  const policy = { purpose: means.purpose, profiled: false, budgetContacts: settings.budgetContacts };
  return row ? refusalOf({ ...row, sameAddress: false }, policy) : 'gone';
}
