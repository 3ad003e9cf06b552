import { asSystem, query, workspaceById } from '../../../kernel/enter.ts';
import type { House } from '../../../kernel/house.ts';
import { translate } from '../../../kernel/i18n/translate.ts';
import type { Workspace } from '../../../kernel/context.ts';
import type { CareSettings } from '../channels/contract.ts';
import type { Outbound, Way } from '../channels/ways.ts';
import { linkToken, TOKEN_LENGTH, type LinkKind } from '../public/tokens.ts';
import { composeMail, composePage, composeText, type Frame } from '../rules/compose.ts';
import { smsSize } from '../rules/sms.ts';
import { readSettings } from '../settings.ts';
import type { ChannelKind, Purpose, Tongue } from '../shapes-contract.ts';
import type { Content, Wording } from '../templates/contract.ts';
import type { Claimed } from './claim.ts';
import { valuesOf, type Person } from './people.ts';

export type Composer = (message: Claimed) => Promise<{ outbound: Outbound; parts: number }>;

/** Puts messages into words; template versions are read once per run. */
export function composer(
  house: Pick<House, 'database' | 'config'>,
  { kind, sign }: Pick<Way, 'kind' | 'sign'>,
): Composer {
  const versions = new Map<string, Promise<Content>>();
  let about: ReturnType<typeof aboutShop> | undefined;
  return async (message) => {
    about ??= aboutShop(house, message.workspace_id);
    const { workspace, settings, topics } = await about;
    const key = `${message.template_id} ${message.template_version}`;
    let content = versions.get(key);
    if (!content) versions.set(key, (content = contentOf(house, message)));
    const spoken = wordingFor(await content, message.language, workspace.language);
    const written = write({
      ...spoken,
      kind,
      purpose: message.sending.purpose as Purpose,
      person: message.person,
      fields: (message.fields as Record<string, string> | null) ?? {},
      workspace,
      settings,
      publicUrl: house.config.publicUrl,
      topics,
      sign,
      message: { workspaceId: message.workspace_id, id: message.id },
    });
    return {
      outbound: { ...written, to: message.address ?? '', key: message.id, customerId: message.customer_id },
      parts: written.parts,
    };
  };
}

interface Writing {
  language: Tongue;
  wording: Wording;
  kind: ChannelKind;
  purpose: Purpose;
  person: Person;
  fields: Readonly<Record<string, string>>;
  workspace: Pick<Workspace, 'name'>;
  settings: Pick<CareSettings, 'trackOpens' | 'trackClicks' | 'law' | 'imprint'>;
  publicUrl: string;
  /** There are topics to choose from. */
  topics?: boolean | undefined;
  /** What the gateway puts before an SMS; it counts. */
  sign?: string | undefined;
  /** Absent in previews and tests: nothing is counted, and nobody can unsubscribe. */
  message?: { workspaceId: string; id: string } | undefined;
}

export interface Written {
  subject: string;
  html: string;
  text: string;
  unsubscribeUrl: string | null;
  language: Tongue;
  characters: number;
  parts: number;
}

/** The link of a letter of an event leads each guest to the own page. */
export const EVENT_PAGE = '{{eventPage}}';

/** One message as the person gets it. */
export function write(given: Writing): Written {
  const { kind, wording, language } = given;
  const values = { ...valuesOf(given.person, language, given.workspace.name), ...given.fields };
  if (kind === 'email') return writeMail(given, values);
  if (kind === 'page') {
    const page = composePage(wording, values, frameOf(given));
    return { ...page, html: '', unsubscribeUrl: null, language, characters: lengthOf(page.text), parts: 1 };
  }
  const text = writeShort(given, values, frameOf(given));
  // A preview shows where links lead; what goes out, and is charged, has the address in them that counts.
  const charged = given.message ? text : writeShort(given, values, { ...frameOf(given), link: countedLink(given) });
  const size = smsSize(`${(kind === 'sms' && given.sign) || ''}${charged}`, given.settings.law !== 'none');
  return { subject: '', html: '', text, unsubscribeUrl: null, language, ...size };
}

type Values = Readonly<Record<string, string>>;

function writeMail(given: Writing, values: Values): Written {
  const { wording, language, message, settings, topics } = given;
  const unsubscribeUrl = addressIn(given, 'u', 0);
  const composed = composeMail(wording, values, {
    ...frameOf(given),
    unsubscribe: { url: unsubscribeUrl, words: translate(language, 'care:unsubscribe.link') },
    choose:
      message && topics
        ? { url: addressIn(given, 'p', 0), words: translate(language, 'care:article.choose') }
        : undefined,
    pixel: message && settings.trackOpens ? addressIn(given, 'o', 0) : undefined,
  });
  return {
    ...composed,
    unsubscribeUrl: message ? unsubscribeUrl : null,
    language,
    characters: lengthOf(composed.text),
    parts: 1,
  };
}

function writeShort({ kind, purpose, wording, language, settings }: Writing, values: Values, frame: Frame): string {
  const said = composeText(wording, values, frame);
  return kind === 'sms' && purpose === 'promotion' && settings.law !== 'none'
    ? translate(language, `care:law.refuse.${settings.law}`, { text: said })
    : said;
}

function frameOf(given: Writing): Frame {
  const { language, kind, purpose, settings, workspace, message } = given;
  const marked = kind === 'email' && purpose === 'promotion' && settings.law === 'CN';
  return {
    language,
    imprint: settings.imprint || workspace.name,
    link: (n, target) => {
      if (target === EVENT_PAGE) return addressIn(given, 'e', 0);
      return message && isCounted(given, n, target) ? addressIn(given, 'c', n) : target;
    },
    mark: marked ? (subject) => translate(language, 'care:law.mark', { subject }) : undefined,
  };
}

function addressIn({ publicUrl, message }: Writing, kind: LinkKind, n: number): string {
  if (!message) return `${publicUrl}/`;
  return `${publicUrl}/c/${kind}/${linkToken({ kind, workspaceId: message.workspaceId, id: message.id, n })}`;
}

function isCounted({ settings }: Writing, n: number, target: string): boolean {
  return settings.trackClicks && /^https?:/.test(target) && n < 256;
}

/** As long as the address will be. */
function countedLink(given: Writing): Frame['link'] {
  return (n, target) =>
    target === EVENT_PAGE || isCounted(given, n, target)
      ? `${given.publicUrl}/c/c/${'x'.repeat(TOKEN_LENGTH)}`
      : target;
}

function lengthOf(text: string): number {
  return [...text].length;
}

/** In the customer's tongue; else the other Chinese; else the shop's; else whichever there is. */
export function wordingFor(
  content: Content,
  wanted: string | null,
  shops: Tongue,
): { language: Tongue; wording: Wording } {
  const chinese: Tongue[] = ['zh-CN', 'zh-TW'];
  const order: Tongue[] = [
    ...(wanted ? [wanted as Tongue] : []),
    ...(wanted?.startsWith('zh') ? chinese : []),
    shops,
    ...chinese,
    'en',
  ];
  const language = order.find((one) => content[one] !== undefined) ?? shops;
  return { language, wording: content[language] ?? { subject: '', preheader: '', blocks: [] } };
}

function contentOf({ database }: Pick<House, 'database'>, message: Claimed): Promise<Content> {
  return database
    .reader(message.workspace_id)
    .selectFrom('care_template_versions')
    .select('content')
    .where('workspace_id', '=', message.workspace_id)
    .where('template_id', '=', message.template_id)
    .where('version', '=', message.template_version)
    .executeTakeFirstOrThrow()
    .then(({ content }) => content as unknown as Content);
}

async function aboutShop({ database }: Pick<House, 'database'>, workspaceId: string) {
  const workspace = await workspaceById(database, workspaceId);
  if (!workspace) throw new Error('The workspace is gone.');
  return query(database, asSystem(workspace), async (ctx) => {
    const topic = await ctx.db
      .selectFrom('care_topics')
      .select('id')
      .where('workspace_id', '=', workspaceId)
      .where('removed_at', 'is', null)
      .limit(1)
      .executeTakeFirst();
    return { workspace, settings: await readSettings(ctx), topics: topic !== undefined };
  });
}
