import { sql, type Selectable } from 'kysely';
import { recordAudit } from '../../../kernel/audit.ts';
import type { Config } from '../../../kernel/config.ts';
import type { Ctx } from '../../../kernel/context.ts';
import type { CareMailboxes } from '../../../kernel/db/tables.ts';
import { refusals, refuse as refuseCommon } from '../../../kernel/errors.ts';
import { newMails, type MailboxPlace } from '../../../kernel/mailbox.ts';
import { seal } from '../../../kernel/secrets.ts';
import { countAttempt, premises } from '../../workspaces/index.ts';
import { reach } from '../channels/ways.ts';
import { careErrors } from '../errors-contract.ts';
import type { Mailbox, MailboxGiven } from './contract.ts';
import { mailboxJob } from './read-mailbox.ts';
import { serverOf, type ServerColumns } from './server.ts';

const refuse = refusals(careErrors);

type MailboxRow = Selectable<CareMailboxes>;

export async function readMailbox(ctx: Ctx): Promise<{ mailbox: Mailbox | null; houseMailbox: boolean }> {
  const row = await mailboxRow(ctx);
  return { mailbox: row ? present(row) : null, houseMailbox: premises().config.imapUrl !== undefined };
}

/** Looks into it before it is kept; what came before today is left alone. */
export async function setMailbox(
  ctx: Ctx,
  { given, version }: { given: MailboxGiven; version?: number | undefined },
): Promise<Mailbox> {
  const before = await mailboxRow(ctx);
  const expected = version ?? ctx.request.ifMatch;
  if (before && expected !== null && expected !== before.version)
    throw refuseCommon('STALE', { current: present(before) });
  const columns = columnsOf(given, before);
  await countAttempt({ key: `mailbox test ${ctx.workspace.id}`, attempts: 20, seconds: 3600 });
  const place = await placeNow(premises().config, columns);
  const row = {
    ...columns,
    validity: place.validity,
    last_uid: BigInt(place.uid),
    checked_at: ctx.now,
    problem: null,
    version: (before?.version ?? 0) + 1,
  };
  const kept = await ctx.db
    .insertInto('care_mailboxes')
    .values({ workspace_id: ctx.workspace.id, ...row })
    .onConflict((conflict) => conflict.column('workspace_id').doUpdateSet(row))
    .returningAll()
    .executeTakeFirstOrThrow();
  await recordAudit(ctx, { action: 'mailbox.set', entity: 'mailbox', detail: { source: given.source } });
  await lookAgain(ctx);
  return present(kept);
}

export async function removeMailbox(ctx: Ctx): Promise<{ ok: true }> {
  await ctx.db.deleteFrom('care_mailboxes').where('workspace_id', '=', ctx.workspace.id).execute();
  await recordAudit(ctx, { action: 'mailbox.removed', entity: 'mailbox' });
  return { ok: true };
}

/** Begins the rounds anew: after a start, each night, and when the mailbox is set. Rounds of before end. */
export async function lookAgain(ctx: Ctx): Promise<void> {
  const { rows } = await sql<{ turn: number }>`
    update care_mailboxes set turn = turn + 1 where workspace_id = ${ctx.workspace.id} returning turn`.execute(ctx.db);
  const [row] = rows;
  if (row) await premises().jobs.enqueue(ctx, mailboxJob, { turn: row.turn });
}

function columnsOf(given: MailboxGiven, before: MailboxRow | undefined) {
  if (given.source === 'house') {
    if (!premises().config.imapUrl) throw refuse('MAILBOX_NOT_HERE', { path: 'given.source' });
    return { source: 'house', host: null, port: null, secure: null, user: null, secret: null };
  }
  const { source, host, port, secure, user, password } = given;
  // A password is kept for the server it was given for, and told to no other.
  const same = before?.host === host && before.port === port && before.user === user;
  const secret = password ? seal('care mailbox', password) : same ? before.secret : null;
  if (!secret) throw refuse('CHANNEL_SETTING_MISSING', { path: 'given.password', setting: 'password' });
  return { source, host, port, secure, user, secret };
}

async function placeNow(config: Config, columns: ServerColumns): Promise<MailboxPlace> {
  try {
    const { place } = await newMails(serverOf(config, columns), null, reach.mayReach);
    return place;
  } catch (error) {
    throw refuse('MAILBOX_REFUSED', { path: 'given.host', answer: error instanceof Error ? error.message : '' });
  }
}

async function mailboxRow(ctx: Ctx): Promise<MailboxRow | undefined> {
  return ctx.db
    .selectFrom('care_mailboxes')
    .selectAll()
    .where('workspace_id', '=', ctx.workspace.id)
    .executeTakeFirst();
}

function present(row: MailboxRow): Mailbox {
  return {
    source: row.source as Mailbox['source'],
    host: row.host,
    port: row.port,
    secure: row.secure,
    user: row.user,
    checkedAt: row.checked_at?.toISOString() ?? null,
    problem: row.problem,
    version: row.version,
  };
}
