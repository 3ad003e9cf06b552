import { asSystem, query, workspaceById } from '../../../kernel/enter.ts';
import type { House } from '../../../kernel/house.ts';
import { translate } from '../../../kernel/i18n/translate.ts';
import type { Workspace } from '../../../kernel/context.ts';
import type { CareSettings } from '../channels/contract.ts';
import type { Outbound } from '../channels/ways.ts';
import { linkToken, type LinkKind } from '../public/tokens.ts';
import { composeMail, composePage, composeText, type Frame } from '../rules/compose.ts';
import { smsSize } from '../rules/sms.ts';
import { readSettings } from '../settings.ts';
import type { ChannelKind, Purpose, Tongue } from '../shapes-contract.ts';
import type { Content, Wording } from '../templates/contract.ts';
import type { Claimed } from './claim.ts';
import { valuesOf, type Person } from './people.ts';

export type Composer = (message: Claimed) => Promise<{ outbound: Outbound; parts: number }>;

/** Puts messages into words; template versions are read once per run. */
export function composer(house: Pick<House, 'database' | 'config'>, kind: ChannelKind): Composer {
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
  const { language, wording, kind, purpose, person, fields, workspace, settings, publicUrl, topics, message } = given;
  const values = { ...valuesOf(person, language, workspace.name), ...fields };
  const address = (of: LinkKind, n: number) =>
    message
      ? `${publicUrl}/c/${of}/${linkToken({ kind: of, workspaceId: message.workspaceId, id: message.id, n })}`
      : `${publicUrl}/`;
  const advertises = purpose === 'promotion';
  const word = (key: string, given?: Record<string, string>) => translate(language, `care:${key}`, given);
  const frame: Frame = {
    language,
    imprint: settings.imprint || workspace.name,
    link: (n, target) =>
      target === EVENT_PAGE
        ? address('e', 0)
        : message && settings.trackClicks && /^https?:/.test(target) && n < 256
          ? address('c', n)
          : target,
    mark:
      kind === 'email' && advertises && settings.law === 'CN' ? (subject) => word('law.mark', { subject }) : undefined,
  };
  if (kind === 'email') {
    const unsubscribeUrl = address('u', 0);
    const composed = composeMail(wording, values, {
      ...frame,
      unsubscribe: { url: unsubscribeUrl, words: word('unsubscribe.link') },
      choose: message && topics ? { url: address('p', 0), words: word('article.choose') } : undefined,
      pixel: message && settings.trackOpens ? address('o', 0) : undefined,
    });
    return {
      ...composed,
      unsubscribeUrl: message ? unsubscribeUrl : null,
      language,
      characters: [...composed.text].length,
      parts: 1,
    };
  }
  if (kind === 'page') {
    const page = composePage(wording, values, frame);
    return { ...page, html: '', unsubscribeUrl: null, language, characters: [...page.text].length, parts: 1 };
  }
  const said = composeText(wording, values, frame);
  const text =
    kind === 'sms' && advertises && settings.law !== 'none' ? word(`law.refuse.${settings.law}`, { text: said }) : said;
  const size = smsSize(text, settings.law !== 'none');
  return { subject: '', html: '', text, unsubscribeUrl: null, language, ...size };
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
