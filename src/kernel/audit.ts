import { randomBytes } from 'node:crypto';
import { detailDigestOf, digestOf, stampOf } from './audit-chain.ts';
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

/**
 * One row per act of a person, key or job, in the same transaction as the act, with a digest and a stamp that bind it.
 * Its place in the chain is given after the commit (`audit-seal.ts`), so that acts do not wait for each other.
 */
export async function recordAudit(ctx: Ctx, fact: AuditFact): Promise<void> {
  const detail = JSON.stringify(fact.detail ?? {});
  const salt = randomBytes(16);
  const entry = {
    workspaceId: ctx.workspace.id,
    id: newId(),
    at: ctx.wroteAt ?? ctx.now,
    actorKind: ctx.actor.kind,
    actorId: ctx.actor.userId ?? ctx.actor.keyId,
    actorName: ctx.actor.name,
    action: fact.action,
    entity: fact.entity,
    entityId: fact.entityId ?? null,
    requestId: ctx.request.id,
    detailDigest: detailDigestOf(salt, JSON.parse(detail)),
  };
  const digest = digestOf(entry);
  await ctx.db
    .with('entry', (db) =>
      db
        .insertInto('audit_entries')
        .values({
          workspace_id: entry.workspaceId,
          id: entry.id,
          at: entry.at,
          actor_kind: entry.actorKind,
          actor_id: entry.actorId,
          actor_name: entry.actorName,
          action: entry.action,
          entity: entry.entity,
          entity_id: entry.entityId,
          request_id: entry.requestId,
          detail,
          salt,
          detail_digest: entry.detailDigest,
          digest,
          stamp: stampOf(digest),
        })
        .returning(['workspace_id', 'id as entry_id']),
    )
    .insertInto('audit_unsealed')
    .columns(['workspace_id', 'entry_id'])
    .expression((eb) => eb.selectFrom('entry').select(['workspace_id', 'entry_id']))
    .execute();
}
