import type { Ctx } from './context.ts';
import { newId } from './ids.ts';

export interface AuditFact {
  /** `noun.verb`, e.g. `customer.created`. */
  action: string;
  entity: string;
  entityId?: string | null;
  /** What changed, without personal data that the reader of the log may not see on the card. */
  detail?: Record<string, unknown>;
}

/** One row per act of a person, key or job, in the same transaction as the act. */
export async function recordAudit(ctx: Ctx, fact: AuditFact): Promise<void> {
  await ctx.db
    .insertInto('audit_entries')
    .values({
      workspace_id: ctx.workspace.id,
      id: newId(),
      at: ctx.now,
      actor_kind: ctx.actor.kind,
      actor_id: ctx.actor.userId ?? ctx.actor.keyId,
      actor_name: ctx.actor.name,
      action: fact.action,
      entity: fact.entity,
      entity_id: fact.entityId ?? null,
      detail: JSON.stringify(fact.detail ?? {}),
      request_id: ctx.request.id,
    })
    .execute();
}
