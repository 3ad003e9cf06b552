import { expressionBuilder, sql } from 'kysely';
import { recordAudit } from '../../../kernel/audit.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { dayIn } from '../../../maths/calendar.ts';
import type { DB } from '../../../kernel/db/tables.ts';
import { refusals, refuse as refuseCommon } from '../../../kernel/errors.ts';
import { dayInWords } from '../../../kernel/i18n/print.ts';
import { noteReading, readable, visibleCustomers } from '../../customers/index.ts';
import { premises } from '../../workspaces/index.ts';
import { careErrors } from '../errors-contract.ts';
import { addressLines } from '../rules/address-lines.ts';
import { peopleOf } from '../sending/people.ts';
import { write, wordingFor } from '../sending/compose-message.ts';
import { readSettings } from '../settings.ts';
import type { Purpose, Tongue } from '../shapes-contract.ts';
import type { Content } from '../templates/contract.ts';
import type { Letter } from './pdf.ts';

const refuse = refusals(careErrors);

/** One letter, those of a campaign, or what greetings have given out since a day. */
export type Wanted = { messageId: string } | { campaignId: string } | { greetingsSince: string };

/** So many stand in one file; the next part has the next. */
const A_PART = 200;

interface Row {
  customerId: string;
  language: Tongue | null;
  purpose: Purpose;
  fields: Record<string, string> | null;
  content: Content;
  address: Record<string, string> | null;
  sentAt: Date;
}

/** The words and addresses of letters and gifts that colleagues were asked to send, of customers in reach. */
export async function collectLetters(
  ctx: Ctx,
  wanted: Wanted,
  part: number,
): Promise<{ letters: Letter[]; shop: string }> {
  if (!readable(ctx, 'address')) throw refuseCommon('NOT_ALLOWED', { permission: 'customers.address' });
  const rows = await rowsOf(ctx, wanted, part);
  if (rows.length === 0) throw refuse('LETTERS_NONE');
  const settings = await readSettings(ctx);
  const people = await peopleOf(
    ctx,
    rows.map(({ customerId }) => customerId),
  );
  const shop = settings.imprint || ctx.workspace.name;
  const letters = rows.flatMap(({ customerId, language, purpose, fields, content, address, sentAt }): Letter[] => {
    const person = people.get(customerId);
    if (!person) return [];
    const spoken = wordingFor(content, language, ctx.workspace.language);
    const { text } = write({
      ...spoken,
      kind: 'letter',
      purpose,
      person,
      fields: fields ?? {},
      workspace: ctx.workspace,
      settings,
      publicUrl: premises().config.publicUrl,
    });
    const day = dayIn(ctx.workspace.zone, sentAt);
    return [
      {
        language: spoken.language,
        address: addressLines(person.name, address, spoken.language),
        date: dayInWords({ ...ctx, locale: spoken.language }, day),
        text,
        signature: [person.owner, ctx.workspace.name].filter(Boolean).join('\n'),
      },
    ];
  });
  noteReading(
    ctx,
    'exported',
    rows.map(({ customerId }) => customerId),
    'letters',
  );
  await recordAudit(ctx, { action: 'letters.printed', entity: 'message', detail: { count: letters.length } });
  return { letters, shop };
}

async function rowsOf(ctx: Ctx, wanted: Wanted, part: number): Promise<Row[]> {
  const which =
    'messageId' in wanted
      ? sql`m.id = ${wanted.messageId}`
      : 'campaignId' in wanted
        ? sql`d.sender = 'campaign' and d.sender_id = ${wanted.campaignId}`
        : sql`d.sender = 'greeting' and (m.sent_at at time zone ${ctx.workspace.zone})::date >= ${wanted.greetingsSince}::date`;
  const visible = visibleCustomers(ctx)(expressionBuilder<DB, 'customers'>());
  const { rows } = await sql<Row>`
    select m.customer_id as "customerId", m.language, d.purpose, m.fields, v.content, customers.address, m.sent_at as "sentAt"
    from care_messages m
    join care_sendings d on d.workspace_id = m.workspace_id and d.id = m.sending_id
    join care_channels h on h.workspace_id = d.workspace_id and h.id = d.channel_id and h.kind in ('letter', 'gift')
    join care_template_versions v on v.workspace_id = m.workspace_id and v.template_id = m.template_id and v.version = m.template_version
    join customers on customers.workspace_id = m.workspace_id and customers.id = m.customer_id
    where m.workspace_id = ${ctx.workspace.id} and ${which} and m.state = 'sent' and ${visible}
    order by m.id limit ${A_PART} offset ${(part - 1) * A_PART}`.execute(ctx.db);
  return rows;
}
