import { createHash, randomBytes } from 'node:crypto';
import type { Ctx } from '../../../kernel/context.ts';
import { refusals } from '../../../kernel/errors.ts';
import type { Locale } from '../../../kernel/i18n/locales.ts';
import { translate } from '../../../kernel/i18n/translate.ts';
import { memberNames, premises } from '../../workspaces/index.ts';
import { handOverErrors } from './contract.ts';
import { handOverSeen, type HandOverRow } from './reach.ts';

const refuse = refusals(handOverErrors);
const DAYS = 60;

/** The text for one customer, to copy into whatever way they are told. Each copy has a link of its own. */
export async function copyLetter(
  ctx: Ctx,
  { id, customerId }: { id: string; customerId: string },
): Promise<{ text: string }> {
  const row = await handOverSeen(ctx, id);
  if (row.state !== 'given') throw refuse('HAND_OVER_NOT_GIVEN');
  const item = await ctx.db
    .selectFrom('hand_over_customers')
    .select(['to_id', 'message'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('hand_over_id', '=', id)
    .where('customer_id', '=', customerId)
    .where('given', '=', true)
    .executeTakeFirst();
  if (!item || item.to_id === null) throw refuse('HAND_OVER_CUSTOMER_UNKNOWN');
  if (item.message === 'none' || item.message === 'failed') {
    await ctx.db
      .updateTable('hand_over_customers')
      .set({ message: 'copied' })
      .where('workspace_id', '=', ctx.workspace.id)
      .where('hand_over_id', '=', id)
      .where('customer_id', '=', customerId)
      .execute();
  }
  const { text } = await writeLetter(ctx, row, { customerId, toId: item.to_id }, ctx.workspace.language);
  return { text };
}

/** Words and link; the link is remembered by its hash alone. */
export async function writeLetter(
  ctx: Ctx,
  row: HandOverRow,
  { customerId, toId }: { customerId: string; toId: string },
  language: Locale,
): Promise<{ subject: string; text: string }> {
  const names = await memberNames(ctx, [row.member_id, toId]);
  const token = randomBytes(24).toString('base64url');
  await ctx.db
    .insertInto('hand_over_links')
    .values({
      token_hash: hashOf(token),
      workspace_id: ctx.workspace.id,
      hand_over_id: row.id,
      customer_id: customerId,
      language,
      created_at: ctx.now,
      expires_at: new Date(ctx.now.getTime() + DAYS * 86_400_000),
    })
    .execute();
  const values = {
    workspace: ctx.workspace.name,
    from: names.get(row.member_id) ?? '',
    to: names.get(toId) ?? '',
    link: `${premises().config.publicUrl}/hand-over/${token}`,
  };
  const words = row.message ?? translate(language, 'team:handOver.letter.text', values);
  return {
    subject: translate(language, 'team:handOver.letter.subject', values),
    text: `${words}\n\n${translate(language, 'team:handOver.letter.objection', values)}\n`,
  };
}

export function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
