import type { LongWork } from '../../../kernel/jobs/jobs.ts';
import { newId } from '../../../kernel/ids.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { openWay } from '../channels/ways.ts';
import { readSettings } from '../settings.ts';
import type { ChannelKind, Purpose, Tongue } from '../shapes-contract.ts';
import { inventedPerson, sampleFields } from '../templates/preview.ts';
import { readTemplate } from '../templates/templates.ts';
import { write, wordingFor } from './compose-message.ts';

/** The shop's own addresses get a copy of what goes out, once: marked before it leaves, like every message. */
export async function sendSeeds(work: LongWork, sendingId: string): Promise<void> {
  const copies = await work.step((ctx) => copiesOf(ctx, sendingId));
  if (!copies) return;
  const way = await openWay(work.house, copies.channel);
  try {
    for (const outbound of copies.outbound(work.house.config.publicUrl)) await way.send(outbound);
  } finally {
    way.close();
  }
}

async function copiesOf(ctx: Ctx, sendingId: string) {
  const settings = await readSettings(ctx);
  const row = await ctx.db
    .updateTable('care_sendings as d')
    .from('care_campaigns as c')
    .set({ seeded_at: ctx.now })
    .where('d.workspace_id', '=', ctx.workspace.id)
    .where('d.id', '=', sendingId)
    .where('d.seeded_at', 'is', null)
    .where('d.state', '=', 'open')
    .whereRef('c.workspace_id', '=', 'd.workspace_id')
    .whereRef('c.id', '=', 'd.sender_id')
    .returning(['d.channel_id', 'd.purpose', 'c.template_id', 'c.offer'])
    .executeTakeFirst();
  if (!row || settings.seeds.length === 0) return null;
  const channel = await ctx.db
    .selectFrom('care_channels')
    .selectAll()
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', row.channel_id)
    .executeTakeFirstOrThrow();
  if (channel.kind !== 'email') return null;
  const { content } = await readTemplate(ctx, { id: row.template_id });
  const language = ctx.workspace.language as Tongue;
  const spoken = wordingFor(content, language, language);
  const outbound = (publicUrl: string) => {
    const written = write({
      ...spoken,
      kind: channel.kind as ChannelKind,
      purpose: row.purpose as Purpose,
      person: inventedPerson(spoken.language),
      fields: sampleFields(ctx, spoken.language, row.offer ?? ''),
      workspace: ctx.workspace,
      settings,
      publicUrl,
    });
    return settings.seeds.map((to) => ({ ...written, key: newId(), to }));
  };
  return { channel, outbound };
}
