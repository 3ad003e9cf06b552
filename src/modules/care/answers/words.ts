import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { translate } from '../../../kernel/i18n/translate.ts';
import { customerNames, type TimelineEntry, type TimelinePlace, type TimelineSource } from '../../customers/index.ts';
import type { NotificationFacts, NotificationKind } from '../../team/index.ts';
import type { ReasonKind } from '../../today/index.ts';

const byWay = (ctx: Ctx, channel: unknown) => translate(ctx.locale, `care:answer.by.${String(channel)}`);

export const answeredReason: ReasonKind = {
  kind: 'answered',
  module: 'care',
  values: (ctx, { params }) => ({ way: byWay(ctx, params['channel']) }),
};

export const answeredNews: NotificationKind = {
  kind: 'answered',
  module: 'care',
  mail: true,
  push: true,
  async values(ctx: Ctx, facts: readonly NotificationFacts[]) {
    const names = await customerNames(
      ctx,
      facts.map(({ params }) => String(params['customerId'])),
    );
    return facts.map(({ params }) => ({
      name: names.get(String(params['customerId']))?.name ?? translate(ctx.locale, 'care:answer.somebody'),
      way: byWay(ctx, params['channel']),
    }));
  },
};

/** What a customer wrote, in their own words. */
export const answersOnTimeline: TimelineSource = { kind: 'answer', permission: 'care.read', read: readAnswers };

async function readAnswers(
  ctx: Ctx,
  customerId: string,
  before: TimelinePlace | null,
  limit: number,
): Promise<TimelineEntry[]> {
  const older = before ? sql`and (a.at, a.id) < (${before.at}, ${before.id}::uuid)` : sql``;
  const { rows } = await sql<{ id: string; at: Date; channel: string; subject: string | null; body: string }>`
    select a.id, a.at, a.channel, a.subject, a.body from care_answers a
    where a.workspace_id = ${ctx.workspace.id} and a.customer_id = ${customerId} ${older}
    order by a.at desc, a.id desc limit ${limit}`.execute(ctx.db);
  return rows.map(({ id, at, channel, subject, body }) => ({
    id,
    at,
    kind: 'answer',
    text: { key: `care:answer.on.${channel}`, values: { subject } },
    body: body || null,
  }));
}
