import { recordAudit } from '../../../kernel/audit.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { newId } from '../../../kernel/ids.ts';
import { translate } from '../../../kernel/i18n/translate.ts';
import { closeChangeSet, openChangeSet } from '../../transfer/index.ts';
import { premises } from '../../workspaces/index.ts';
import { conditionsFor, resolved } from './chosen.ts';
import type { BulkAsked, BulkChange, BulkCounts, BulkView } from './contract.ts';
import { countRows, nextIds } from './rows.ts';
import { planOf } from './plan.ts';
import { bulkJob } from './run.ts';
import { readBulk } from './read.ts';

/** Up to so many are changed while the caller waits. */
const AT_ONCE = 1_000;

export async function previewBulk(ctx: Ctx, { target, change }: BulkAsked): Promise<BulkCounts> {
  const plan = await planOf(ctx, change);
  return countRows(ctx, plan, await conditionsFor(ctx, await resolved(ctx, target)));
}

export async function startBulk(ctx: Ctx, { target, change }: BulkAsked): Promise<BulkView> {
  const plan = await planOf(ctx, change);
  const kept = await resolved(ctx, target);
  const conditions = await conditionsFor(ctx, kept);
  const counts = await countRows(ctx, plan, conditions);
  const atOnce = counts.toChange <= AT_ONCE;
  const changeSetId = counts.toChange > 0 ? await openSet(ctx, change) : null;
  const id = newId();
  await ctx.db
    .insertInto('customer_bulk_changes')
    .values({
      workspace_id: ctx.workspace.id,
      id,
      change_set_id: changeSetId,
      target: JSON.stringify(kept),
      change: JSON.stringify(change),
      state: atOnce ? 'done' : 'queued',
      matched: counts.matched,
      already: counts.already,
      not_yours: counts.notYours,
      unfit: counts.unfit,
      to_change: counts.toChange,
      changed:
        atOnce && changeSetId
          ? await plan.apply(ctx, await nextIds(ctx, plan, conditions, null, AT_ONCE), changeSetId)
          : 0,
      created_by: ctx.actor.userId ?? ctx.actor.keyId,
      created_by_name: ctx.actor.name,
      created_at: ctx.now,
      finished_at: atOnce ? ctx.now : null,
    })
    .execute();
  if (changeSetId) {
    await recordAudit(ctx, {
      action: 'customers.bulk_changed',
      entity: 'change_set',
      entityId: changeSetId,
      detail: { what: Object.keys(change), ...counts },
    });
    if (atOnce) await closeChangeSet(ctx, changeSetId);
    else await premises().jobs.enqueue(ctx, bulkJob, { id });
  }
  return readBulk(ctx, { id });
}

function openSet(ctx: Ctx, change: BulkChange): Promise<string> {
  const [what = 'stage'] = Object.keys(change);
  const title = translate(ctx.locale, `customers:bulk.set.${what}`);
  return openChangeSet(ctx, { kind: 'bulk-edit', title, undoNeeds: 'customers.edit' });
}
