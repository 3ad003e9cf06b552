import { asSystem, command, workspaceById } from '../../../kernel/enter.ts';
import { recordAudit } from '../../../kernel/audit.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { refusals } from '../../../kernel/errors.ts';
import type { House } from '../../../kernel/house.ts';
import { newId } from '../../../kernel/ids.ts';
import { customerNames, findCustomersBy } from '../../customers/index.ts';
import { premises } from '../../workspaces/index.ts';
import { careErrors } from '../errors-contract.ts';
import { linkToken, type Link } from '../public/tokens.ts';
import { signingSecret } from './calls.ts';
import type { Who } from './contract.ts';
import { enterJourney } from './enter.ts';
import { hear } from './heard.ts';
import { calledIn } from './rules/called-in.ts';
import { journeyOf, liveJourneys } from './stored.ts';

const refuse = refusals(careErrors);

/** The address is the secret: whoever knows it may let customers in, and nothing else. */
export async function readHook(ctx: Ctx, { id }: { id: string }) {
  const { hook_no: n } = await journeyOf(ctx, id);
  const token = linkToken({ kind: 'j', workspaceId: ctx.workspace.id, id, n });
  return { url: `${premises().config.publicUrl}/c/j/${token}`, signingSecret: signingSecret(id) };
}

export async function renewHook(ctx: Ctx, { id }: { id: string }) {
  const row = await journeyOf(ctx, id, true);
  if (row.hook_no >= 255) throw refuse('JOURNEY_HOOKS_USED_UP');
  await ctx.db
    .updateTable('care_journeys')
    .set({ hook_no: row.hook_no + 1 })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .execute();
  await recordAudit(ctx, { action: 'journey.hook_renewed', entity: 'journey', entityId: id });
  return readHook(ctx, { id });
}

/** Told by another program with a key of its own: lets in, and lets go on who waited for it. */
export async function tellEvent(
  ctx: Ctx,
  { name, customer, key }: { name: string; customer: Who; key?: string | undefined },
): Promise<{ entered: number; wentOn: number }> {
  const customerId = await customerMeant(ctx, customer);
  if (!customerId || !(await customerNames(ctx, [customerId])).has(customerId))
    throw refuse('CARE_CUSTOMER_UNFIT', { path: 'customer' });
  let entered = 0;
  for (const journey of await liveJourneys(ctx, ['event'])) {
    const { trigger } = journey.plan;
    if (trigger.kind !== 'event' || trigger.name !== name) continue;
    entered += await enterJourney(ctx, journey, [{ customerId, cause: `event ${name} ${key ?? newId()}` }]);
  }
  return { entered, wentOn: await hear(ctx, `event:${name}`, [customerId]) };
}

/** A call to the secret address. Null: there is no such address; what is said of unknown customers lets nobody in. */
export async function takeHookCall(house: House, link: Link, body: unknown): Promise<{ entered: number } | null> {
  const workspace = await workspaceById(house.database, link.workspaceId);
  if (!workspace) return null;
  return command(house.database, asSystem(workspace), async (ctx) => {
    const row = await journeyOf(ctx, link.id).catch(() => null);
    if (!row || row.hook_no !== link.n) return null;
    const journey = (await liveJourneys(ctx, ['hook'])).find(({ id }) => id === link.id);
    const call = calledIn(body);
    const customerId = call && (await customerMeant(ctx, call.who));
    if (!journey || !call || !customerId) return { entered: 0 };
    return { entered: await enterJourney(ctx, journey, [{ customerId, cause: `hook ${call.key ?? newId()}` }]) };
  });
}

async function customerMeant(ctx: Ctx, { id, externalId, phone, email }: Who): Promise<string | undefined> {
  if (id) return id;
  const found = await findCustomersBy(ctx, {
    externalIds: externalId ? [externalId] : [],
    phones: phone ? [phone] : [],
    emails: email ? [email] : [],
  });
  return found[0]?.id;
}
