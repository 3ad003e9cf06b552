import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { translate } from '../../../kernel/i18n/translate.ts';
import { isId } from '../../../kernel/ids.ts';
import { announceChanged, consentsOf, recordConsents } from '../../customers/index.ts';
import { noteOpened } from '../public/follow.ts';

export interface PageMessage {
  id: string;
  title: string;
  body: string;
  at: Date;
  read: boolean;
}

/** As many as anybody scrolls through. */
const SHOWN = 50;
/** How exactly it is known when somebody was last there. */
const VISIT_MS = 3_600_000;

export async function listPageMessages(ctx: Ctx, customerId: string): Promise<PageMessage[]> {
  const { rows } = await sql<PageMessage>`
    select id, title, body, at, read_at is not null as read from care_page_messages
    where workspace_id = ${ctx.workspace.id} and customer_id = ${customerId}
    order by at desc, id desc limit ${SHOWN}`.execute(ctx.db);
  return rows;
}

/** What is waiting there, of all that there is. */
export async function countPageMessages(ctx: Ctx, customerId: string): Promise<{ unread: number; any: boolean }> {
  const { rows } = await sql<{ unread: number; any: boolean }>`
    select (select count(*)::int from care_page_messages m
        where m.workspace_id = ${ctx.workspace.id} and m.customer_id = ${customerId} and m.read_at is null) as unread,
      exists (select from care_page_messages m
        where m.workspace_id = ${ctx.workspace.id} and m.customer_id = ${customerId}) as any`.execute(ctx.db);
  return rows[0] ?? { unread: 0, any: false };
}

/** The member opens it: read from then on, and opened, as a mail is. */
export async function readPageMessage(ctx: Ctx, customerId: string, id: string): Promise<PageMessage | null> {
  if (!isId(id)) return null;
  const row = await ctx.db
    .selectFrom('care_page_messages')
    .select(['id', 'title', 'body', 'at', 'read_at'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('customer_id', '=', customerId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (!row) return null;
  const { read_at: readAt, ...message } = row;
  if (readAt === null) {
    await ctx.db
      .updateTable('care_page_messages')
      .set({ read_at: ctx.now })
      .where('workspace_id', '=', ctx.workspace.id)
      .where('id', '=', id)
      .execute();
    await noteOpened(ctx, id);
  }
  return { ...message, read: true };
}

/** There is a channel that leads here. */
export async function isPageChannelOpen(ctx: Ctx): Promise<boolean> {
  const row = await ctx.db
    .selectFrom('care_channels')
    .select('id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('kind', '=', 'page')
    .where('removed_at', 'is', null)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

export async function noteVisit(ctx: Ctx, customerId: string): Promise<void> {
  await sql`
    insert into care_page_visits (workspace_id, customer_id, last_at)
    values (${ctx.workspace.id}, ${customerId}, ${ctx.now})
    on conflict (workspace_id, customer_id) do update set last_at = excluded.last_at
      where care_page_visits.last_at < ${new Date(ctx.now.getTime() - VISIT_MS)}`.execute(ctx.db);
}

/** The newest word on being written to here; null: nothing was ever said. */
export async function pageConsent(ctx: Ctx, customerId: string): Promise<boolean | null> {
  const said = (await consentsOf(ctx, customerId)).filter(
    ({ channel, purpose }) => (channel === 'page' || channel === 'any') && purpose === 'marketing',
  );
  return said.sort((a, b) => b.at.localeCompare(a.at))[0]?.granted ?? null;
}

/** A yes is one press, as a no is; it is about this page alone. */
export async function sayForPage(ctx: Ctx, customerId: string, granted: boolean): Promise<void> {
  const proof = translate(ctx.workspace.language, 'care:page.proof');
  const said = { channel: 'page', granted, proof, source: 'web', language: ctx.locale };
  await recordConsents(
    ctx,
    customerId,
    ['marketing', 'service'].map((purpose) => ({ ...said, purpose })),
  );
  await announceChanged(ctx, [customerId], null);
}
