import { sql } from 'kysely';
import type { Ctx } from '../../../../kernel/context.ts';
import { refusals } from '../../../../kernel/errors.ts';
import { premises } from '../../../workspaces/index.ts';
import { recordConsents } from '../../consents.ts';
import { announceChanged } from '../../created.ts';
import { cardIds } from '../../family.ts';
import { customerSeen, customerToChange } from '../../reach.ts';
import { privacyErrors } from '../errors-contract.ts';
import type { ConsentLedger, NewConsent } from './contract.ts';
import { restrictionsOf } from './restrictions.ts';
import { currentTexts, wordingIn } from './texts.ts';

const refuse = refusals(privacyErrors);

export async function readLedger(ctx: Ctx, asked: { id: string }): Promise<ConsentLedger> {
  const { id } = await customerSeen(ctx, asked.id);
  const cards = await cardIds(ctx, id);
  const entries = await entriesOf(ctx, cards);
  return {
    items: entries.map((row) => presentEntry(ctx, row)),
    waiting: await waitingOf(ctx, cards),
    restrictions: await restrictionsOf(ctx, id),
    texts: [...(await currentTexts(ctx))].map(([purpose, { version, texts: all }]) => {
      return { purpose, version, wording: wordingIn(all, ctx.locale) ?? '' };
    }),
    mailPossible: premises().mail.configured,
  };
}

/** A no is recorded by the very same act as a yes. */
export async function recordConsent(ctx: Ctx, { id, ...said }: NewConsent): Promise<ConsentLedger> {
  const { id: cardId } = await customerToChange(ctx, id, 'customers.edit');
  if (said.fileId) await admitFile(ctx, cardId, said.fileId);
  await recordConsents(ctx, cardId, [said]);
  // Whoever says no need not answer the mail that still asks.
  if (!said.granted) {
    await sql`
      delete from customer_consent_links
      where workspace_id = ${ctx.workspace.id} and customer_id = ${cardId} and purpose = ${said.purpose}`.execute(
      ctx.db,
    );
  }
  await announceChanged(ctx, [cardId], null);
  return readLedger(ctx, { id: cardId });
}

async function admitFile(ctx: Ctx, customerId: string, fileId: string): Promise<void> {
  const there = await ctx.db
    .selectFrom('customer_files')
    .select('file_id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('customer_id', '=', customerId)
    .where('file_id', '=', fileId)
    .executeTakeFirst();
  if (!there) throw refuse('CONSENT_FILE_UNKNOWN', { path: 'fileId' });
}

interface EntryRow {
  id: string;
  channel: string;
  purpose: string;
  granted: boolean;
  proof: string | null;
  at: Date;
  by_name: string;
  source: string | null;
  language: string | null;
  text_version: number | null;
  texts: Record<string, string> | null;
  file_id: string | null;
  file_name: string | null;
  undone: boolean;
}

const SHOWN = 200;

async function entriesOf(ctx: Ctx, cards: readonly string[]): Promise<EntryRow[]> {
  const { rows } = await sql<EntryRow>`
    select c.id, c.channel, c.purpose, c.granted, c.proof, c.at, c.by_name, c.source, c.language, c.text_version,
      t.texts, f.id as file_id, f.name as file_name, coalesce(s.state = 'undone', false) as undone
    from customer_consents c
    left join customer_consent_texts t
      on t.workspace_id = c.workspace_id and t.purpose = c.purpose and t.version = c.text_version
    left join files f on f.workspace_id = c.workspace_id and f.id = c.file_id
    left join change_sets s on s.workspace_id = c.workspace_id and s.id = c.change_set_id
    where c.workspace_id = ${ctx.workspace.id} and c.customer_id = any (${[...cards]}::uuid[])
    order by c.at desc, c.id desc limit ${SHOWN}`.execute(ctx.db);
  return rows;
}

function presentEntry(ctx: Ctx, row: EntryRow): ConsentLedger['items'][number] {
  const wording = wordingIn(row.texts, row.language ?? ctx.locale);
  return {
    id: row.id,
    channel: row.channel,
    purpose: row.purpose,
    granted: row.granted,
    proof: row.proof,
    at: row.at.toISOString(),
    by: row.by_name,
    source: row.source,
    language: row.language,
    text: row.text_version !== null && wording !== null ? { version: row.text_version, wording } : null,
    file: row.file_id !== null && row.file_name !== null ? { id: row.file_id, name: row.file_name } : null,
    undone: row.undone,
  };
}

async function waitingOf(ctx: Ctx, cards: readonly string[]): Promise<ConsentLedger['waiting']> {
  const { rows } = await sql<{ purpose: string; askedBy: string; at: Date; expiresAt: Date }>`
    select purpose, asked_by_name as "askedBy", created_at as at, expires_at as "expiresAt" from customer_consent_links
    where workspace_id = ${ctx.workspace.id} and customer_id = any (${[...cards]}::uuid[]) and expires_at > ${ctx.now}
    order by created_at desc limit 20`.execute(ctx.db);
  return rows.map(({ at, expiresAt, ...one }) => {
    return { ...one, at: at.toISOString(), expiresAt: expiresAt.toISOString() };
  });
}
