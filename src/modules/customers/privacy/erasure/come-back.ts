import { sql } from 'kysely';
import type { Ctx } from '../../../../kernel/context.ts';
import { refusals } from '../../../../kernel/errors.ts';
import { emit } from '../../../../kernel/outbox.ts';
import type { NewCustomerInput } from '../../contract.ts';
import { createWithHint } from '../../duplicates/hint.ts';
import { privacyErrors } from '../errors-contract.ts';
import { tombstonesLifted } from './contract.ts';
import { erasedAmong, marksOf } from './marks.ts';

const refuse = refusals(privacyErrors);

/**
 * Whoever asked to be forgotten is not written down again by the way. When they come back themselves, a colleague
 * confirms it, with what they agree to now.
 */
export async function createUnlessErased(ctx: Ctx, { cameBack, ...input }: NewCustomerInput) {
  if ((await erasedAmong(ctx, [input])).size > 0) {
    if (!cameBack || ctx.actor.kind !== 'user') throw refuse('CUSTOMER_ERASED_BEFORE');
    if (!input.consents?.some(({ granted }) => granted))
      throw refuse('CUSTOMER_ERASED_CONSENT_NEEDED', { path: 'consents' });
    const marks = marksOf(ctx, input);
    await sql`
      delete from customer_tombstones
      where workspace_id = ${ctx.workspace.id} and mark = any (${marks}::text[])`.execute(ctx.db);
    await emit(ctx, tombstonesLifted, { marks });
  }
  return createWithHint(ctx, input);
}
