import type { Ctx } from '../../../kernel/context.ts';
import { refusals } from '../../../kernel/errors.ts';
import { translate } from '../../../kernel/i18n/translate.ts';
import { customerNames } from '../../customers/index.ts';
import { premises } from '../../workspaces/index.ts';
import { signOf, type Settings } from '../channels/ways.ts';
import { careErrors } from '../errors-contract.ts';
import { checksOf } from '../rules/mail-checks.ts';
import { peopleOf, type Person } from '../sending/people.ts';
import { write, wordingFor } from '../sending/compose-message.ts';
import { readSettings } from '../settings.ts';
import type { Purpose, Tongue } from '../shapes-contract.ts';
import { admitContent } from './admit-content.ts';
import type { Check, Content, TemplateChannel } from './contract.ts';

const refuse = refusals(careErrors);

interface Asked {
  channel: TemplateChannel;
  purpose: Purpose;
  content: Content;
  language: Tongue;
  customerId?: string | null | undefined;
  offer?: string | null | undefined;
}

/** As this customer would get it; links lead where they say, and nothing is counted. */
export async function previewTemplate(ctx: Ctx, asked: Asked) {
  const content = admitContent(asked.channel, asked.content);
  const person = asked.customerId ? await personSeen(ctx, asked.customerId) : inventedPerson(asked.language);
  const { wording, language } = wordingFor(content, asked.language, ctx.workspace.language);
  const { subject, html, text, characters, parts } = write({
    wording,
    language,
    kind: asked.channel,
    purpose: asked.purpose,
    person,
    fields: sampleFields(ctx, language, asked.offer),
    workspace: ctx.workspace,
    settings: await readSettings(ctx),
    publicUrl: premises().config.publicUrl,
    sign: asked.channel === 'sms' ? await usualSign(ctx) : undefined,
  });
  return {
    subject,
    html,
    text,
    characters,
    parts,
    checks: asked.channel === 'email' ? checks(language, wording, html, text) : [],
  };
}

/** What the shop's SMS begin with, by its oldest channel: it is charged with them. */
async function usualSign(ctx: Ctx): Promise<string | undefined> {
  const row = await ctx.db
    .selectFrom('care_channels')
    .select('settings')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('kind', '=', 'sms')
    .where('removed_at', 'is', null)
    .orderBy('created_at')
    .limit(1)
    .executeTakeFirst();
  return row && signOf('sms', row.settings as Settings);
}

/** A customer one may see, whose name the words may hold. */
export async function personSeen(ctx: Ctx, id: string): Promise<Person> {
  const seen = (await customerNames(ctx, [id])).has(id);
  const person = seen ? (await peopleOf(ctx, [id])).get(id) : undefined;
  if (!person) throw refuse('CARE_CUSTOMER_UNFIT', { path: 'customerId' });
  return person;
}

export function inventedPerson(language: Tongue): Person {
  return {
    name: translate(language, 'care:sample.name'),
    kind: 'person',
    gender: 'female',
    title: undefined,
    owner: '',
  };
}

export function sampleFields(
  ctx: Pick<Ctx, 'today'>,
  language: Tongue,
  offer: string | null | undefined,
): Record<string, string> {
  return {
    offer: offer ?? translate(language, 'care:sample.offer'),
    occasion: translate(language, 'care:sample.occasion'),
    date: ctx.today,
    years: '3',
    product: translate(language, 'care:sample.product'),
    coupon: '',
  };
}

function checks(language: Tongue, wording: Parameters<typeof checksOf>[0], html: string, text: string): Check[] {
  const words = translate(language, 'care:spamWords').split('|').filter(Boolean);
  return checksOf(wording, html, text, words).slice(0, 20);
}
