import type { Ctx } from '../../../kernel/context.ts';
import { asSystem, query, workspaceById } from '../../../kernel/enter.ts';
import { refusals } from '../../../kernel/errors.ts';
import type { House } from '../../../kernel/house.ts';
import { pickLocale } from '../../../kernel/i18n/locales.ts';
import { translate } from '../../../kernel/i18n/translate.ts';
import { API } from '../../../kernel/http/routes.ts';
import { createHash, randomBytes } from 'node:crypto';
import { addDays } from '../../../maths/calendar.ts';
import { countAttempt, memberContacts, premises } from '../../workspaces/index.ts';
import { calendarErrors, type FeedView } from './contract.ts';
import { icalOf } from './rules/ical.ts';

const refuse = refusals(calendarErrors);

export async function readFeed(ctx: Ctx): Promise<FeedView> {
  const row = await ctx.db
    .selectFrom('calendar_feeds')
    .select(['with_details', 'last_read_at'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('member_id', '=', ctx.actor.memberId)
    .executeTakeFirst();
  return {
    on: row !== undefined,
    withDetails: row?.with_details ?? false,
    lastReadAt: row?.last_read_at?.toISOString() ?? null,
  };
}

/** The address is shown this once: only its SHA-256 is kept. */
export async function openFeed(ctx: Ctx, { withDetails }: { withDetails: boolean }) {
  const { memberId } = ctx.actor;
  if (memberId === null) throw refuse('CALENDAR_FEED_NOBODY');
  const token = randomBytes(32).toString('base64url');
  const row = { token_hash: hashOf(token), with_details: withDetails, created_at: ctx.now, last_read_at: null };
  await ctx.db
    .insertInto('calendar_feeds')
    .values({ workspace_id: ctx.workspace.id, member_id: memberId, ...row })
    .onConflict((conflict) => conflict.columns(['workspace_id', 'member_id']).doUpdateSet(row))
    .execute();
  const url = `${premises().config.publicUrl}${API}/team/feed/${token}.ics`;
  return { ...(await readFeed(ctx)), url };
}

export async function closeFeed(ctx: Ctx): Promise<{ ok: true }> {
  await ctx.db
    .deleteFrom('calendar_feeds')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('member_id', '=', ctx.actor.memberId)
    .execute();
  return { ok: true };
}

const READS_AN_HOUR = 120;
const MISSES_AN_HOUR = 60;
const DAYS_BACK = 30;
const ENTRIES = 1_000;

/** The tasks of whoever made the address, while they belong to the business; else it is gone. */
export async function calendarText(
  house: House,
  token: string,
  as: 'events' | 'todos',
  ip: string | null,
): Promise<string> {
  const feed = await house.database.local
    .selectFrom('calendar_feeds')
    .selectAll()
    .where('token_hash', '=', hashOf(token))
    .executeTakeFirst();
  if (!feed) {
    await countAttempt({ key: `feed from ${ip}`, attempts: MISSES_AN_HOUR, seconds: 3600 });
    throw refuse('CALENDAR_FEED_GONE');
  }
  await countAttempt({ key: `feed ${feed.token_hash.toString('hex')}`, attempts: READS_AN_HOUR, seconds: 3600 });
  const workspace = await workspaceById(house.database, feed.workspace_id);
  if (!workspace) throw refuse('CALENDAR_FEED_GONE');
  return query(house.database, asSystem(workspace), async (ctx) => {
    const [member] = await memberContacts(ctx, [feed.member_id]);
    if (!member) throw refuse('CALENDAR_FEED_GONE');
    await house.database.local
      .updateTable('calendar_feeds')
      .set({ last_read_at: ctx.now })
      .where('token_hash', '=', feed.token_hash)
      .execute();
    const language = pickLocale(member.language ?? workspace.language);
    const name = translate(language, 'team:feed.name', { workspace: workspace.name });
    const entries = await entriesOf(ctx, feed.member_id, feed.with_details);
    return icalOf({ name, language, now: ctx.now, entries }, as);
  });
}

async function entriesOf(ctx: Ctx, memberId: string, withDetails: boolean) {
  const rows = await ctx.db
    .selectFrom('tasks')
    .select(['id', 'title', 'note', 'due_on', 'due_at', 'created_at', 'version'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('assignee_id', '=', memberId)
    .where('done_at', 'is', null)
    .where('deleted_at', 'is', null)
    .where('due_on', '>=', addDays(ctx.today, -DAYS_BACK))
    .orderBy('due_by')
    .limit(ENTRIES)
    .execute();
  const base = premises().config.publicUrl;
  return rows.map((row) => ({
    uid: `${row.id}@regulars`,
    title: row.title,
    note: withDetails ? row.note : null,
    url: `${base}/team/tasks?task=${row.id}`,
    on: row.due_on as string,
    at: row.due_at,
    changed: row.created_at,
    version: row.version,
  }));
}

function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
