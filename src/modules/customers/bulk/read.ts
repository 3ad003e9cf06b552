import type { Selectable } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import type { CustomerBulkChanges } from '../../../kernel/db/tables.ts';
import { refusals } from '../../../kernel/errors.ts';
import { errorSentence } from '../../../kernel/i18n/translate.ts';
import { bulkErrors, type BulkView } from './contract.ts';

const refuse = refusals(bulkErrors);

/** Whoever asked for the change sees how far it is. */
export async function readBulk(ctx: Ctx, { id }: { id: string }): Promise<BulkView> {
  const row = await ctx.db
    .selectFrom('customer_bulk_changes')
    .selectAll()
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row || row.created_by !== (ctx.actor.userId ?? ctx.actor.keyId)) throw refuse('BULK_NOT_FOUND');
  return present(ctx, row);
}

function present(ctx: Ctx, row: Selectable<CustomerBulkChanges>): BulkView {
  const failure = row.failure as { code: string; params: Record<string, unknown> } | null;
  return {
    id: row.id,
    state: row.state as BulkView['state'],
    counts: {
      matched: row.matched,
      toChange: row.to_change,
      already: row.already,
      notYours: row.not_yours,
      unfit: row.unfit,
    },
    changed: row.changed,
    progress: row.state === 'done' ? 1 : Math.min(0.99, row.changed / Math.max(1, row.to_change)),
    changeSet: row.change_set_id,
    failure: failure && errorSentence(ctx.locale, failure.code, failure.params),
  };
}
