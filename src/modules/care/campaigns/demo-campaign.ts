import { sql } from 'kysely';
import demo from '../../../../kits/retail/care.json' with { type: 'json' };
import { draws } from '../../../../kits/retail/draws.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { addDays, dayIn } from '../../../maths/calendar.ts';
import { isDemoShop } from '../../transfer/index.ts';
import { createChannel } from '../channels/channels.ts';
import { freezePortion } from '../sending/freeze.ts';
import { openSending, turnSending } from '../sending/sendings.ts';
import type { Tongue } from '../shapes-contract.ts';
import { createTemplate } from '../templates/templates.ts';
import { writeCampaign } from './campaigns.ts';

const DAY_MS = 86_400_000;
/** Its four weeks are over, and nobody has heard from the shop lately because of it. */
const AGO = 42;
const EFFECT_DAYS = 28;
/** So many that the two sides can be compared although few have a mailbox. */
const HOLD_OUT_PERCENT = 30;
const COST_MINOR = 5;

/**
 * The demo shop wrote to its customers six weeks ago and left some in peace: recipients and draw by the same verbs as
 * ever, what they bought since is what its own receipts say. Once per import.
 */
export async function runDemoCampaign(ctx: Ctx, changeSetId: string | null): Promise<void> {
  if (changeSetId === null || !(await isDemoShop(ctx, changeSetId, 'orders'))) return;
  const there = await sql`
    select from care_campaigns where workspace_id = ${ctx.workspace.id} and change_set_id = ${changeSetId} limit 1`.execute(
    ctx.db,
  );
  if (there.rows.length > 0) return;
  const now = new Date(ctx.now.getTime() - AGO * DAY_MS);
  const then: Ctx = { ...ctx, now, today: dayIn(ctx.workspace.zone, now) };
  const campaign = await writeDemoCampaign(then, changeSetId);
  const sendingId = await openSending(then, {
    sender: 'campaign',
    ...campaign,
    purpose: 'promotion',
    state: 'freezing',
  });
  while (await freezePortion(then, sendingId));
  await arrive(then, sendingId);
  await turnSending(then, sendingId, ['open'], 'finished');
}

/** Sent by nobody: what a person has started has a name. */
async function writeDemoCampaign(ctx: Ctx, changeSetId: string) {
  const words = demo[ctx.workspace.language as Tongue].mail;
  // A name that leads nowhere: a message sent by mistake reaches no stranger.
  const given = { provider: 'smtp', host: 'mail.example.com', port: 587, secure: false } as const;
  const from = { fromName: ctx.workspace.name, fromAddress: 'tea@example.com' };
  const channel = await createChannel(ctx, {
    kind: 'email',
    name: words.channel,
    perMinute: null,
    cost: { amount: '0.05', currency: ctx.workspace.baseCurrency },
    given: { ...given, ...from },
  });
  const wording = (tongue: Tongue) => ({
    subject: demo[tongue].mail.subject,
    preheader: '',
    blocks: [{ kind: 'text' as const, text: demo[tongue].mail.text }],
  });
  const template = await createTemplate(ctx, {
    name: words.name,
    channel: 'email',
    purpose: 'promotion',
    content: { 'zh-CN': wording('zh-CN'), 'zh-TW': wording('zh-TW'), en: wording('en') },
  });
  const id = await writeCampaign(
    ctx,
    {
      name: words.name,
      purpose: 'promotion',
      channelId: channel.id,
      templateId: template.id,
      // Whoever came later could not get it.
      audience: { include: [{ filter: { firstOn: { to: addDays(ctx.today, -1) } } }], exclude: [] },
      holdOutPercent: HOLD_OUT_PERCENT,
      effectDays: EFFECT_DAYS,
      marginPercent: 40,
    },
    changeSetId,
  );
  await sql`
    update care_campaigns set state = 'started', started_at = ${ctx.now}
    where workspace_id = ${ctx.workspace.id} and id = ${id}`.execute(ctx.db);
  for (const table of ['care_channels', 'care_templates'])
    await sql`
      update ${sql.table(table)} set change_set_id = ${changeSetId}
      where workspace_id = ${ctx.workspace.id} and id in (${channel.id}, ${template.id})`.execute(ctx.db);
  return { senderId: id, channelId: channel.id };
}

/** Nothing leaves the house: what would have been on the wire arrived, and some of it was read, the first within the hour. */
async function arrive(ctx: Ctx, sendingId: string): Promise<void> {
  const waiting = await ctx.db
    .selectFrom('care_messages')
    .select('id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('sending_id', '=', sendingId)
    .where('state', '=', 'planned')
    .orderBy('id')
    .execute();
  const draw = draws(23);
  const after = (hours: number) => new Date(ctx.now.getTime() + hours * 3_600_000);
  const read = waiting.map(({ id }) => {
    const hours = 0.2 + 60 * draw.unit() ** 3;
    const [opens, clicks, answers] = [draw.unit() < 0.44, draw.unit() < 0.3, draw.unit() < 0.12];
    return {
      id,
      opened: opens ? after(hours) : null,
      clicked: opens && clicks ? after(hours + 0.02) : null,
      answered: opens && answers ? after(hours + 3) : null,
    };
  });
  await sql`
    update care_messages m set state = 'sent', sent_at = ${ctx.now}, attempts = 1, cost_minor = ${COST_MINOR}, language = ${ctx.workspace.language},
      opened_at = x.opened, clicked_at = x.clicked, answered_at = x.answered
    from jsonb_to_recordset(${JSON.stringify(read)}::jsonb) as x (id uuid, opened timestamptz, clicked timestamptz, answered timestamptz)
    where m.workspace_id = ${ctx.workspace.id} and m.id = x.id`.execute(ctx.db);
}
