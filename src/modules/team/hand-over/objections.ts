import { sql } from 'kysely';
import { recordAudit } from '../../../kernel/audit.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { enterWorkspace } from '../../../kernel/db/database.ts';
import { comeBack, workspaceById } from '../../../kernel/enter.ts';
import { refusals } from '../../../kernel/errors.ts';
import { raiseNotice, type NoticeKind } from '../../today/index.ts';
import { countAttempt, memberNames, premises } from '../../workspaces/index.ts';
import { handOverErrors } from './contract.ts';
import { hashOf } from './letters.ts';

const refuse = refusals(handOverErrors);

export const objectionKind: NoticeKind = { kind: 'handOverObjection', module: 'team' };

/** Programs that look through mails open every link, so opening one says nothing. */
export async function openHandOverLink(ctx: Ctx, { token }: { token: string }) {
  const link = await linkOf(ctx, token);
  const inside = await insideOf(ctx, link.workspace_id);
  const item = await itemOf(inside, link);
  const names = await memberNames(inside, item.to_id === null ? [] : [item.to_id]);
  return {
    workspace: inside.workspace.name,
    to: names.get(item.to_id ?? '') ?? '',
    language: link.language,
    objected: item.objected_at !== null,
  };
}

/** One tap; saying it again changes nothing. Who owns the business is told, and decides. */
export async function objectToHandOver(
  ctx: Ctx,
  { token, note }: { token: string; note?: string | undefined },
): Promise<{ ok: true }> {
  const link = await linkOf(ctx, token);
  const inside = await insideOf(ctx, link.workspace_id);
  const { numAffectedRows } = await sql`
    update hand_over_customers set objected_at = ${ctx.now}, objection = ${note || null}
    where workspace_id = ${inside.workspace.id} and hand_over_id = ${link.hand_over_id}
      and customer_id = ${link.customer_id} and objected_at is null`.execute(inside.db);
  if (!numAffectedRows) {
    await comeBack(ctx);
    return { ok: true };
  }
  await recordAudit(inside, {
    action: 'hand_over.objected',
    entity: 'customer',
    entityId: link.customer_id,
    detail: { handOverId: link.hand_over_id, ip: ctx.request.ip },
  });
  await raiseNotice(inside, {
    kind: 'handOverObjection',
    source: `${link.hand_over_id} ${link.customer_id}`,
    forMembers: 'owners',
    link: `/customers/${link.customer_id}`,
  });
  await comeBack(ctx);
  return { ok: true };
}

async function linkOf(ctx: Ctx, token: string) {
  await countAttempt({ key: `hand-over link from ${ctx.request.ip}`, attempts: 60, seconds: 3600 });
  const link = await ctx.db
    .selectFrom('hand_over_links')
    .selectAll()
    .where('token_hash', '=', hashOf(token))
    .where('expires_at', '>', ctx.now)
    .executeTakeFirst();
  if (!link) throw refuse('HAND_OVER_LINK_EXPIRED');
  return link;
}

async function insideOf(ctx: Ctx, workspaceId: string): Promise<Ctx> {
  const { database } = premises();
  const workspace = await workspaceById(database, workspaceId);
  if (!workspace) throw refuse('HAND_OVER_LINK_EXPIRED');
  const inside = { ...ctx, workspace, actor: { ...ctx.actor, kind: 'anonymous' as const, name: '' } };
  // Of a look, every statement runs on its own, behind the wall of the reader.
  if (ctx.client === null) return { ...inside, db: database.reader(workspaceId) };
  await enterWorkspace(ctx.db, workspaceId);
  return inside;
}

async function itemOf(ctx: Ctx, link: { hand_over_id: string; customer_id: string }) {
  const item = await ctx.db
    .selectFrom('hand_over_customers')
    .select(['to_id', 'objected_at'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('hand_over_id', '=', link.hand_over_id)
    .where('customer_id', '=', link.customer_id)
    .executeTakeFirst();
  if (!item) throw refuse('HAND_OVER_LINK_EXPIRED');
  return item;
}
