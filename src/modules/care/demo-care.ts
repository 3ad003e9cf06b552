import { sql } from 'kysely';
import demo from '../../../kits/retail/care.json' with { type: 'json' };
import type { Ctx } from '../../kernel/context.ts';
import { addDays } from '../../maths/calendar.ts';
import { isDemoShop, type Undo } from '../transfer/index.ts';
import { writeCampaign } from './campaigns/campaigns.ts';
import { createChannel } from './channels/channels.ts';
import { addOwnDay } from './greetings/own-days.ts';
import { setGreeting } from './greetings/greetings.ts';
import { createTemplate } from './templates/templates.ts';
import type { Tongue } from './shapes-contract.ts';

/**
 * The demo shop keeps in touch by telephone: birthday calls at a tap, its own birthday in ten days, and a campaign that waits to be
 * started. Once, and only where nothing is set up yet.
 */
export async function openDemoCare(ctx: Ctx, changeSetId: string | null): Promise<void> {
  if (changeSetId === null || !(await isDemoShop(ctx, changeSetId))) return;
  const there = await sql`select from care_channels where workspace_id = ${ctx.workspace.id} limit 1`.execute(ctx.db);
  if (there.rows.length > 0) return;
  const words = demo[ctx.workspace.language as Tongue];
  const given = { provider: 'people', dueDays: 2 } as const;
  const channel = await createChannel(ctx, { kind: 'call', name: words.channel, perMinute: null, given });
  const [greeting, campaign] = [
    await templateFor(ctx, 'greeting', (tongue) => demo[tongue].greeting),
    await templateFor(ctx, 'promotion', (tongue) => demo[tongue].campaign),
  ];
  const rule = {
    channelId: channel.id,
    templateId: greeting,
    automatic: false,
    daysAhead: 0,
    atTime: '10:00',
    couponId: null,
  };
  await setGreeting(ctx, { ...rule, kind: 'birthday' });
  const anniversary = addDays(ctx.today, 10);
  const own = await addOwnDay(ctx, {
    name: words.ownDay,
    calendar: 'solar',
    month: Number(anniversary.slice(5, 7)),
    day: Number(anniversary.slice(8)),
  });
  await setGreeting(ctx, { ...rule, kind: `own-${own.id}` });
  for (const table of ['care_channels', 'care_templates', 'care_greetings', 'care_own_days'])
    await sql`update ${sql.table(table)} set change_set_id = ${changeSetId} where workspace_id = ${ctx.workspace.id}`.execute(
      ctx.db,
    );
  await writeCampaign(
    ctx,
    {
      name: words.campaign.name,
      purpose: 'promotion',
      channelId: channel.id,
      templateId: campaign,
      audience: { include: [], exclude: [] },
      holdOutPercent: 10,
      effectDays: 28,
      marginPercent: 40,
    },
    changeSetId,
  );
}

type DemoText = { name: string; text: string };

async function templateFor(
  ctx: Ctx,
  purpose: 'greeting' | 'promotion',
  textIn: (tongue: Tongue) => DemoText,
): Promise<string> {
  const wording = (tongue: Tongue) => ({
    subject: '',
    preheader: '',
    blocks: [{ kind: 'text' as const, text: textIn(tongue).text }],
  });
  const content = { 'zh-CN': wording('zh-CN'), 'zh-TW': wording('zh-TW'), en: wording('en') };
  const { name } = textIn(ctx.workspace.language as Tongue);
  return (await createTemplate(ctx, { name, channel: 'call', purpose, content })).id;
}

/** What people have used or changed since stays. */
export const undoCare: Undo = {
  entity: 'care',
  order: 11,
  async undo(ctx, changeSetId) {
    const ours = sql`workspace_id = ${ctx.workspace.id} and change_set_id = ${changeSetId}`;
    const unused = (column: string) => sql`
      not exists (select from care_campaigns c where c.workspace_id = x.workspace_id and c.${sql.ref(column)} = x.id)
      and not exists (select from care_greetings g where g.workspace_id = x.workspace_id and g.${sql.ref(column)} = x.id)`;
    const past = sql`${ours} and state = 'started' and started_by is null`;
    await sql`
      delete from care_sendings where workspace_id = ${ctx.workspace.id} and sender = 'campaign' and sender_id in (
        select id from care_campaigns where ${past})`.execute(ctx.db);
    const gone = [
      await sql`delete from care_campaigns where ${past}`.execute(ctx.db),
      await sql`delete from care_campaigns where ${ours} and state = 'draft' and version = 1`.execute(ctx.db),
      await sql`
        delete from care_greetings x where ${ours} and version = 1 and not exists (
          select from care_sendings d where d.workspace_id = x.workspace_id and d.sender = 'greeting' and d.sender_id = x.id)`.execute(
        ctx.db,
      ),
      await sql`
        delete from care_own_days x where ${ours} and not exists (
          select from care_greetings g where g.workspace_id = x.workspace_id and g.kind = 'own-' || x.id)`.execute(
        ctx.db,
      ),
      await sql`
        delete from care_templates x where ${ours} and version = 1 and ${unused('template_id')} and not exists (
          select from care_messages m where m.workspace_id = x.workspace_id and m.template_id = x.id)`.execute(ctx.db),
      await sql`
        delete from care_channels x where ${ours} and version = 1 and ${unused('channel_id')} and not exists (
          select from care_gatherings e where e.workspace_id = x.workspace_id and e.channel_id = x.id) and not exists (
          select from care_sendings d where d.workspace_id = x.workspace_id and d.channel_id = x.id)`.execute(ctx.db),
    ];
    const { rows } = await sql<{ id: string; what: string }>`
      select id, name as what from care_campaigns where ${ours}
      union all select id, name from care_own_days where ${ours}
      union all select id, name from care_templates where ${ours}
      union all select id, name from care_channels where ${ours}`.execute(ctx.db);
    return {
      reversed: gone.reduce((sum, { numAffectedRows }) => sum + Number(numAffectedRows ?? 0n), 0),
      kept: rows.map((row) => ({ ...row, why: 'transfer:undo.usedSince' })),
      failed: [],
    };
  },
};
