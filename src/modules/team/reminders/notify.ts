import type { Ctx } from '../../../kernel/context.ts';
import { newId } from '../../../kernel/ids.ts';
import { tell } from '../../../kernel/live.ts';
import { memberContacts, premises } from '../../workspaces/index.ts';
import { nextWorkingTime } from '../calendar/rules/working-time.ts';
import { shopCalendar } from '../calendar/shop-calendar.ts';
import { deliverJob } from './deliver.ts';
import { notificationKindNamed } from './kinds.ts';
import { choicesOf } from './preferences.ts';

export const LIVE_TOPIC = 'notifications';

export interface News {
  /** Who left is left out. */
  memberIds: readonly string[];
  /** Registered by `registerNotificationKind`. */
  kind: string;
  params: Record<string, unknown>;
  /** The occasion: a member is told of the same one once, however often this is called. New each time unless said. */
  source?: string;
  /** A path inside the application. */
  link?: string | null;
  customerId?: string | null;
  /** Mail and push do not wait for working hours. */
  urgent?: boolean;
}

/** Tells members something: in the application at once, by mail and on their devices as they chose. */
export async function notify(ctx: Ctx, news: News): Promise<void> {
  const members = await memberContacts(ctx, [...new Set(news.memberIds)]);
  if (members.length === 0) return;
  const told = await ctx.db
    .insertInto('notifications')
    .values(
      members.map(({ id: member }) => ({
        workspace_id: ctx.workspace.id,
        id: newId(),
        member_id: member,
        kind: news.kind,
        source: news.source ?? newId(),
        params: JSON.stringify(news.params),
        link: news.link ?? null,
        customer_id: news.customerId ?? null,
        at: ctx.now,
      })),
    )
    .onConflict((conflict) => conflict.columns(['workspace_id', 'member_id', 'source']).doNothing())
    .returning(['id', 'member_id'])
    .execute();
  if (told.length === 0) return;
  await sendOut(ctx, news, told);
  const payload = { memberIds: told.map((row) => row.member_id) };
  await tell(ctx.db, { workspaceId: ctx.workspace.id, topic: LIVE_TOPIC, payload });
}

/** One row per way; those who want working hours get theirs when the shop opens. */
async function sendOut(ctx: Ctx, news: News, told: { id: string; member_id: string }[]): Promise<void> {
  const kind = notificationKindNamed(news.kind);
  if (!kind) return;
  const memberIds = told.map((row) => row.member_id);
  const [choices, devices, opening] = await Promise.all([
    choicesOf(ctx, memberIds),
    ctx.db
      .selectFrom('push_devices')
      .select(['id', 'member_id'])
      .where('workspace_id', '=', ctx.workspace.id)
      .where('member_id', 'in', memberIds)
      .execute(),
    news.urgent ? ctx.now : shopCalendar(ctx).then((calendar) => nextWorkingTime(calendar, ctx.now)),
  ]);
  const mails = premises().mail.configured;
  const ways = told.flatMap(({ id, member_id: member }) => {
    const { mail, push, workingHoursOnly } = choices(member, kind);
    const at = workingHoursOnly ? opening : ctx.now;
    const own = push ? devices.filter((device) => device.member_id === member).map((device) => device.id) : [];
    return [...(mail && mails ? ['mail'] : []), ...own].map((way) => ({ id, way, at }));
  });
  if (ways.length === 0) return;
  await ctx.db
    .insertInto('notification_deliveries')
    .values(
      ways.map(({ id, way, at }) => ({
        workspace_id: ctx.workspace.id,
        notification_id: id,
        way,
        state: 'waiting',
        at,
      })),
    )
    .execute();
  for (const [time, due] of Map.groupBy(ways, ({ at }) => at.getTime())) {
    const wait = time - ctx.now.getTime();
    const ids = [...new Set(due.map(({ id }) => id))];
    const options = wait > 0 ? { startAfter: new Date(Date.now() + wait) } : {};
    await premises().jobs.enqueue(ctx, deliverJob, { ids }, options);
  }
}
