import { createHash, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { Ctx } from '../../../../kernel/context.ts';
import { enterWorkspace } from '../../../../kernel/db/database.ts';
import { comeBack, workspaceById } from '../../../../kernel/enter.ts';
import { refusals } from '../../../../kernel/errors.ts';
import type { Locale } from '../../../../kernel/i18n/locales.ts';
import { translate } from '../../../../kernel/i18n/translate.ts';
import { countAttempt, premises } from '../../../workspaces/index.ts';
import { recordConsents } from '../../consents.ts';
import { announceChanged } from '../../created.ts';
import { keptCardOf } from '../../family.ts';
import { customerToChange } from '../../reach.ts';
import { privacyErrors } from '../errors-contract.ts';
import type { ConsentLedger } from './contract.ts';
import { readLedger } from './ledger.ts';
import { currentTexts, wordingIn } from './texts.ts';

const refuse = refusals(privacyErrors);
const DAYS = 14;

/** Sends the question; only the answer by its link counts as a yes. Asking again replaces the older link. */
export async function askByMail(
  ctx: Ctx,
  { id, purpose, language = ctx.locale }: { id: string; purpose: string; language?: Locale | undefined },
): Promise<ConsentLedger> {
  const card = await customerToChange(ctx, id, 'customers.edit');
  if (card.email === null) throw refuse('CONSENT_MAIL_MISSING');
  const { mail, config } = premises();
  if (!mail.configured) throw refuse('CONSENT_MAIL_UNSET');
  await countAttempt({ key: `consent mail ${card.id}`, attempts: 5, seconds: 86_400 });
  const text = (await currentTexts(ctx)).get(purpose);
  const token = randomBytes(24).toString('base64url');
  await ctx.db
    .deleteFrom('customer_consent_links')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('customer_id', '=', card.id)
    .where('purpose', '=', purpose)
    .execute();
  await ctx.db
    .insertInto('customer_consent_links')
    .values({
      token_hash: hashOf(token),
      workspace_id: ctx.workspace.id,
      customer_id: card.id,
      purpose,
      text_version: text?.version ?? null,
      language,
      asked_by_name: ctx.actor.name,
      created_at: ctx.now,
      expires_at: new Date(ctx.now.getTime() + DAYS * 86_400_000),
    })
    .execute();
  const values = {
    workspace: ctx.workspace.name,
    link: `${config.publicUrl}/consent/${token}`,
    days: DAYS,
    wording: wordingIn(text?.texts ?? null, language) ?? translate(language, `customers:consent.purpose.${purpose}`),
  };
  const sent = await mail.send({
    to: card.email,
    subject: translate(language, 'customers:privacy.mail.subject', values),
    text: translate(language, 'customers:privacy.mail.text', values),
  });
  if (!sent) throw refuse('CONSENT_MAIL_UNSET');
  return readLedger(ctx, { id: card.id });
}

/** Programs that look through mails open every link, so opening one says nothing yet. */
export async function openLink(ctx: Ctx, { token }: { token: string }) {
  const link = await linkOf(ctx, token);
  const { rows } = await sql<{ texts: Record<string, string> }>`
    select texts from customer_consent_texts
    where workspace_id = ${link.workspace_id} and purpose = ${link.purpose} and version = ${link.text_version}`.execute(
    premises().database.reader(link.workspace_id),
  );
  const workspace = await workspaceById(premises().database, link.workspace_id);
  return {
    workspace: workspace?.name ?? '',
    purpose: link.purpose,
    wording: wordingIn(rows[0]?.texts ?? null, link.language),
    language: link.language,
  };
}

export async function confirmLink(ctx: Ctx, { token }: { token: string }): Promise<{ ok: true }> {
  const link = await linkOf(ctx, token);
  const workspace = await workspaceById(premises().database, link.workspace_id);
  if (!workspace) throw refuse('CONSENT_LINK_EXPIRED');
  // Whoever deletes the link is the one whose yes counts; a second press finds none.
  const { numDeletedRows } = await ctx.db
    .deleteFrom('customer_consent_links')
    .where('token_hash', '=', hashOf(token))
    .executeTakeFirst();
  if (numDeletedRows === 0n) throw refuse('CONSENT_LINK_EXPIRED');
  await enterWorkspace(ctx.db, workspace.id);
  const inside: Ctx = { ...ctx, workspace, actor: { ...ctx.actor, kind: 'anonymous', name: '' } };
  const customerId = await keptCardOf(inside, link.customer_id);
  const { purpose, language } = link;
  const proof = translate(workspace.language, 'customers:privacy.mail.proof', {
    asked: link.created_at.toISOString(),
    ip: ctx.request.ip ?? '–',
  });
  await recordConsents(inside, customerId, [
    { channel: 'email', purpose, granted: true, proof, source: 'mail', language },
  ]);
  await announceChanged(inside, [customerId], null);
  await comeBack(ctx);
  return { ok: true };
}

async function linkOf(ctx: Ctx, token: string) {
  await countAttempt({ key: `consent link from ${ctx.request.ip}`, attempts: 60, seconds: 3600 });
  const link = await ctx.db
    .selectFrom('customer_consent_links')
    .selectAll()
    .where('token_hash', '=', hashOf(token))
    .where('expires_at', '>', ctx.now)
    .executeTakeFirst();
  if (!link) throw refuse('CONSENT_LINK_EXPIRED');
  return link;
}

function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
