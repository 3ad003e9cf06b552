import { sql } from 'kysely';
import type { Ctx } from '../../../../kernel/context.ts';
import { Refusal, refusals, refuse as refuseCommon } from '../../../../kernel/errors.ts';
import { newId } from '../../../../kernel/ids.ts';
import { countAttempt } from '../../../workspaces/index.ts';
import { revealField } from '../../fields/reveal.ts';
import { guarded, reachInto, type Guarded } from '../../masks.ts';
import { wholeCustomer } from '../../present.ts';
import { customerSeen, reaching, type CustomerRow } from '../../reach.ts';
import { privacyErrors } from '../errors-contract.ts';
import { readPrivacySettings } from '../settings.ts';
import { noteReading } from './book.ts';
import { actorIdOf } from './write-readings.ts';

const refuse = refusals(privacyErrors);
const DAY_SECONDS = 86_400;

/**
 * The whole of one covered value. Every statement stands for itself, and the row that says who asked and why is written
 * before the value is read: nothing is shown that is not in the log.
 */
export async function reveal(
  ctx: Ctx,
  { id, field, reason }: { id: string; field: string; reason: string },
): Promise<{ field: string; value: unknown; left: number }> {
  const card = await customerSeen(ctx, id);
  if (!(await reaching(ctx, card.id, ['customers.reveal'])).has('customers.reveal')) {
    throw refuseCommon('NOT_ALLOWED', { permission: 'customers.reveal' });
  }
  const known = (guarded as readonly string[]).includes(field) || field.startsWith('custom.');
  if (!known) throw refuse('REVEAL_FIELD_UNKNOWN', { path: 'field', field });
  if (reachInto(ctx, field) === 'hide') throw refuse('REVEAL_FIELD_HIDDEN', { path: 'field', field });
  const { revealsADay: most } = await readPrivacySettings(ctx);
  await admitOneMore(ctx, most);
  await writeDown(ctx, card.id, field, reason);
  const value = await valueOf(ctx, card, field);
  noteReading(ctx, 'revealed', [card.id]);
  return { field, value, left: Math.max(0, most - (await revealsToday(ctx))) };
}

async function admitOneMore(ctx: Ctx, most: number): Promise<void> {
  const key = `reveal ${ctx.workspace.id} ${actorIdOf(ctx)} ${ctx.today}`;
  try {
    await countAttempt({ key, attempts: most, seconds: DAY_SECONDS });
  } catch (error) {
    if (error instanceof Refusal && error.code === 'TOO_MANY_REQUESTS') {
      throw refuse('REVEAL_LIMIT', { most, seconds: error.data?.['seconds'] });
    }
    throw error;
  }
}

async function writeDown(ctx: Ctx, customerId: string, field: string, reason: string): Promise<void> {
  await ctx.db
    .insertInto('customer_disclosures')
    .values({
      workspace_id: ctx.workspace.id,
      id: newId(),
      kind: 'revealed',
      customer_id: customerId,
      actor_kind: ctx.actor.kind,
      actor_id: actorIdOf(ctx),
      actor_name: ctx.actor.name,
      field,
      reason,
      day: ctx.today,
      at: ctx.now,
    })
    .execute();
}

async function valueOf(ctx: Ctx, card: CustomerRow, field: string): Promise<unknown> {
  if (!field.startsWith('custom.')) return wholeCustomer(ctx, card)[field as Guarded];
  try {
    return await revealField(ctx, card.id, field.slice('custom.'.length));
  } catch (error) {
    if (error instanceof Refusal && error.code === 'FIELD_NOT_FOUND') {
      throw refuse('REVEAL_FIELD_UNKNOWN', { path: 'field', field });
    }
    throw error;
  }
}

async function revealsToday(ctx: Ctx): Promise<number> {
  const { rows } = await sql<{ made: number }>`
    select count(*)::int as made from customer_disclosures
    where workspace_id = ${ctx.workspace.id} and actor_id = ${actorIdOf(ctx)} and kind = 'revealed'
      and day = ${ctx.today}`.execute(ctx.db);
  return rows[0]?.made ?? 0;
}
