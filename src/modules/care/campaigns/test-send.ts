import type { Ctx } from '../../../kernel/context.ts';
import { refusals } from '../../../kernel/errors.ts';
import { newId } from '../../../kernel/ids.ts';
import { countAttempt, premises } from '../../workspaces/index.ts';
import { channelOf } from '../channels/channels.ts';
import { targetOf } from '../channels/test-channel.ts';
import { openWay } from '../channels/ways.ts';
import { careErrors } from '../errors-contract.ts';
import { write, wordingFor } from '../sending/compose-message.ts';
import { readSettings } from '../settings.ts';
import type { ChannelKind, Purpose, Tongue } from '../shapes-contract.ts';
import { inventedPerson, personSeen, sampleFields } from '../templates/preview.ts';
import { readTemplate } from '../templates/templates.ts';
import { campaignOf } from './campaigns.ts';

const refuse = refusals(careErrors);

interface Asked {
  id: string;
  to: readonly string[];
  customerId?: string | null | undefined;
}

/** To addresses of one's own, in the words of one customer; both versions where there are two. */
export async function sendTest(ctx: Ctx, { id, to, customerId }: Asked): Promise<{ sent: number }> {
  const row = await campaignOf(ctx, id);
  const channel = await channelOf(ctx, row.channel_id);
  const kind = channel.kind as ChannelKind;
  await countAttempt({ key: `campaign test ${ctx.workspace.id}`, attempts: 60, seconds: 3600 });
  const targets = await Promise.all(to.map((one, n) => targetOf(ctx, kind, one, `to.${n}`)));
  const language = ctx.locale as Tongue;
  const person = customerId ? await personSeen(ctx, customerId) : inventedPerson(language);
  const settings = await readSettings(ctx);
  const way = await openWay(premises(), channel);
  let sent = 0;
  try {
    for (const templateId of [row.template_id, ...(row.template_b_id ? [row.template_b_id] : [])]) {
      const { content } = await readTemplate(ctx, { id: templateId });
      const written = write({
        ...wordingFor(content, language, ctx.workspace.language),
        kind,
        purpose: row.purpose as Purpose,
        person,
        fields: sampleFields(ctx, language, row.offer ?? ''),
        workspace: ctx.workspace,
        settings,
        publicUrl: premises().config.publicUrl,
      });
      for (const target of targets) {
        const result = await way.send({ ...written, key: newId(), to: target });
        if (result.outcome !== 'sent') throw refuse('CARE_TEST_REFUSED', { answer: result.answer });
        sent += 1;
      }
    }
  } finally {
    way.close();
  }
  return { sent };
}
