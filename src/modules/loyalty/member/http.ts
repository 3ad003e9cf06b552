import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { stranger } from '../../../kernel/access.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { cookieName, isSecure } from '../../../kernel/cookie-name.ts';
import { asSystem, command, query, workspaceById } from '../../../kernel/enter.ts';
import { Refusal } from '../../../kernel/errors.ts';
import type { Entry, House } from '../../../kernel/house.ts';
import type { Html } from '../../../kernel/http/html.ts';
import { locales, pickLocale, type Locale } from '../../../kernel/i18n/locales.ts';
import { errorSentence } from '../../../kernel/i18n/translate.ts';
import { isId } from '../../../kernel/ids.ts';
import {
  askCodeFor,
  atOwnCard,
  changeOwnCard,
  leaveMemberPage,
  openMemberPage,
  readOwnCard,
  readSelfSettings,
  sayOnOwnCard,
} from '../../customers/index.ts';
import { countAttempt } from '../../workspaces/index.ts';
import { readSale } from '../counter/sale.ts';
import { factsIn } from './own-facts.ts';
import { cardPage } from './card-page.ts';
import { memberPage } from './member-page.ts';
import type { Frame } from './frame.ts';
import { codePage, gonePage, signInPage } from './sign-in-page.ts';
import { receiptPage } from './receipt-page.ts';
import { readReceiptToken } from './receipt-token.ts';
import { readMember } from './view.ts';

/** The pages of members: made whole on the server, without script. The address says which shop, a cookie says who. */
export async function memberRoutes(api: FastifyInstance, house: House): Promise<void> {
  await api.register(async (app) => {
    app.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string', bodyLimit: 16_384 },
      (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(body as string))),
    );
    app.addHook('onRequest', async (_request, reply) => {
      reply.header('cache-control', 'no-store').header('x-robots-tag', 'noindex');
    });
    signIn(app, house);
    ownPages(app, house);
    homeScreen(app, house);
    receipts(app, house);
  });
}

type Asked = FastifyRequest<{ Params: { shop: string } }>;

function signIn(app: FastifyInstance, house: House): void {
  app.get('/m/:shop', async (request: Asked, reply) => {
    const at = await frameOf(house, request, reply);
    if (!at) return gone(house, request, reply);
    const key = keyIn(house, request, at.shopId);
    if (key === null) return send(reply, signInPage(at, {}));
    return within(house, request, reply, at, (ctx) =>
      atOwnCard(ctx, key, async (inside, card) => {
        refuseOtherShop(inside, at);
        return memberPage(at, inside, await readMember(inside, card));
      }),
    );
  });

  app.post('/m/:shop/code', async (request: Asked, reply) => {
    const at = await frameOf(house, request, reply);
    if (!at) return gone(house, request, reply);
    const address = field(request, 'address', 200);
    try {
      await command(house.database, entryFor(request, at.tongue), (ctx) => askCodeFor(ctx, at.shopId, address));
      return await send(reply, codePage(at, { address }));
    } catch (error) {
      return send(reply, signInPage(at, { address, problem: sentenceOf(error, at.tongue) }), statusOf(error));
    }
  });

  app.post('/m/:shop/open', async (request: Asked, reply) => {
    const at = await frameOf(house, request, reply);
    if (!at) return gone(house, request, reply);
    const address = field(request, 'address', 200);
    const code = field(request, 'code', 20).replace(/\D/g, '');
    try {
      const { key } = await command(house.database, entryFor(request, at.tongue), (ctx) =>
        openMemberPage(ctx, at.shopId, address, code),
      );
      return await remember(house, reply, at.shopId, key).redirect(`/m/${at.shopId}`, 303);
    } catch (error) {
      return send(reply, codePage(at, { address, problem: sentenceOf(error, at.tongue) }), statusOf(error));
    }
  });

  app.post('/m/:shop/leave', async (request: Asked, reply) => {
    const { shop } = request.params;
    const key = keyIn(house, request, shop);
    if (!isId(shop)) return gone(house, request, reply);
    if (key)
      await command(house.database, entryFor(request, tongueOf(house, request)), (ctx) => leaveMemberPage(ctx, key));
    return remember(house, reply, shop, null).redirect(`/m/${shop}`, 303);
  });
}

function ownPages(app: FastifyInstance, house: House): void {
  const show = async (request: Asked, reply: FastifyReply, at: Frame, problem?: string, status = 200) => {
    const key = keyIn(house, request, at.shopId);
    if (key === null) return reply.redirect(`/m/${at.shopId}`, 303);
    const said = (request.query as Record<string, unknown>)['said'];
    return within(
      house,
      request,
      reply,
      at,
      async (ctx) => {
        await atOwnCard(ctx, key, async (inside) => refuseOtherShop(inside, at));
        return cardPage(at, await readOwnCard(ctx, { key }), { problem, said: problem ? null : said });
      },
      status,
    );
  };
  const change = async (request: Asked, reply: FastifyReply, work: (ctx: Ctx, key: string) => Promise<string>) => {
    const at = await frameOf(house, request, reply);
    if (!at) return gone(house, request, reply);
    const key = keyIn(house, request, at.shopId);
    if (key === null) return reply.redirect(`/m/${at.shopId}`, 303);
    try {
      const said = await command(house.database, entryFor(request, at.tongue), async (ctx) => {
        await atOwnCard(ctx, key, async (inside) => refuseOtherShop(inside, at));
        return work(ctx, key);
      });
      return await reply.redirect(`/m/${at.shopId}/card?said=${said}`, 303);
    } catch (error) {
      return show(request, reply, at, sentenceOf(error, at.tongue), statusOf(error));
    }
  };

  app.get('/m/:shop/card', async (request: Asked, reply) => {
    const at = await frameOf(house, request, reply);
    return at ? show(request, reply, at) : gone(house, request, reply);
  });
  app.post('/m/:shop/card', (request: Asked, reply) =>
    change(request, reply, async (ctx, key) => {
      const { fields, facts: now } = await readOwnCard(ctx, { key });
      const facts = factsIn(bodyOf(request), fields, now);
      const stillRight = Object.keys(facts).length === 0;
      const { waiting } = await changeOwnCard(ctx, { key, facts, stillRight });
      return stillRight ? 'still' : waiting ? 'waiting' : 'saved';
    }),
  );
  app.post('/m/:shop/consent', (request: Asked, reply) =>
    change(request, reply, async (ctx, key) => {
      const [channel, purpose] = [field(request, 'channel', 40), field(request, 'purpose', 40)];
      await sayOnOwnCard(ctx, { key, channel, purpose, granted: field(request, 'granted', 5) === 'yes' });
      return 'consent';
    }),
  );
}

/** The shop's own name and place under the icon on the phone. */
function homeScreen(app: FastifyInstance, house: House): void {
  app.get('/m/:shop/manifest.webmanifest', async (request: Asked, reply) => {
    const at = await frameOf(house, request, reply);
    if (!at) return gone(house, request, reply);
    const start = `/m/${at.shopId}`;
    const icon = (src: string, sizes: string, purpose = 'any') => ({ src, sizes, type: 'image/png', purpose });
    return reply.type('application/manifest+json; charset=utf-8').send(
      JSON.stringify({
        name: at.shop,
        short_name: at.shop,
        id: start,
        start_url: start,
        scope: start,
        display: 'standalone',
        background_color: '#FAF8F4',
        theme_color: '#0F766E',
        icons: [
          icon('/icon-192.png', '192x192'),
          icon('/icon-512.png', '512x512'),
          icon('/icon-maskable-512.png', '512x512', 'maskable'),
        ],
      }),
    );
  });
}

function receipts(app: FastifyInstance, house: House): void {
  app.get('/r/:token', async (request: FastifyRequest<{ Params: { token: string } }>, reply) => {
    const found = readReceiptToken(request.params.token);
    await countAttempt({
      key: `receipt ${found ? 'true' : 'false'} from ${request.ip}`,
      attempts: found ? 300 : 30,
      seconds: 60,
    });
    const workspace = found && (await workspaceById(house.database, found.workspaceId));
    if (!workspace) return gone(house, request, reply);
    const tongue = chosenTongue(house, request, reply);
    const entry = { ...asSystem(workspace), locale: tongue };
    return query(house.database, entry, async (ctx) => {
      const sale = await readSale(ctx, { id: found.orderId }).catch(() => null);
      if (!sale) return gone(house, request, reply);
      const member = (await readSelfSettings(ctx)).codes ? `/m/${workspace.id}` : null;
      const at = { shop: workspace.name, shopId: workspace.id, tongue, here: request.url.split('?')[0] ?? '' };
      return send(reply, receiptPage(at, ctx, sale, member));
    });
  });
}

/** A shop that has opened its page for members; of any other the page says the same as of one that does not exist. */
async function frameOf(house: House, request: Asked, reply: FastifyReply): Promise<Frame | null> {
  const { shop } = request.params;
  await countAttempt({ key: `member page from ${request.ip}`, attempts: 300, seconds: 600 });
  const workspace = isId(shop) ? await workspaceById(house.database, shop) : undefined;
  if (!workspace) return null;
  const open = await query(house.database, asSystem(workspace), async (ctx) => (await readSelfSettings(ctx)).codes);
  if (!open) return null;
  const tongue = chosenTongue(house, request, reply);
  return { shop: workspace.name, shopId: workspace.id, tongue, here: `/m/${workspace.id}` };
}

/** Whoever holds no key any more signs in again; what is refused is said on the page of sign-in. */
async function within(
  house: House,
  request: FastifyRequest,
  reply: FastifyReply,
  at: Frame,
  work: (ctx: Ctx) => Promise<Html>,
  status = 200,
) {
  try {
    return await send(reply, await command(house.database, entryFor(request, at.tongue), work), status);
  } catch (error) {
    if (error instanceof Refusal && error.code === 'SELF_LINK_EXPIRED') {
      return send(remember(house, reply, at.shopId, null), signInPage(at, {}));
    }
    return send(reply, signInPage(at, { problem: sentenceOf(error, at.tongue) }), statusOf(error));
  }
}

/** A key opens the page of its own shop only. */
function refuseOtherShop(inside: Ctx, { shopId }: Frame): void {
  if (inside.workspace.id !== shopId) throw new Refusal('SELF_LINK_EXPIRED', 404);
}

function entryFor(request: FastifyRequest, locale: Locale): Entry {
  const { ip, id } = request;
  const userAgent = request.headers['user-agent'] ?? null;
  return { workspace: null, actor: stranger, locale, request: { id, ip, userAgent } };
}

function gone(house: House, request: FastifyRequest, reply: FastifyReply) {
  return send(reply, gonePage(tongueOf(house, request)), 404);
}

function send(reply: FastifyReply, page: Html, status = 200) {
  return reply.status(status).type('text/html; charset=utf-8').send(page.text);
}

/** A refusal in words; anything else is not ours to explain and goes where errors go. */
function sentenceOf(error: unknown, tongue: Locale): string {
  if (error instanceof Refusal) return errorSentence(tongue, error.code, error.data ?? {});
  throw error;
}

function statusOf(error: unknown): number {
  return error instanceof Refusal ? error.status : 500;
}

function bodyOf(request: FastifyRequest): Record<string, string> {
  const { body } = request;
  return body !== null && typeof body === 'object' ? (body as Record<string, string>) : {};
}

function field(request: FastifyRequest, name: string, most: number): string {
  return String(bodyOf(request)[name] ?? '')
    .trim()
    .slice(0, most);
}

const TONGUE = 'tongue';

function tongueOf(house: House, request: FastifyRequest): Locale {
  const kept = locales.find((one) => one === cookieOf(house, request, TONGUE));
  return kept ?? pickLocale(request.headers['accept-language']);
}

/** `?lang=` for this page and the next ones. */
function chosenTongue(house: House, request: FastifyRequest, reply: FastifyReply): Locale {
  const asked = (request.query as Record<string, unknown>)['lang'];
  const chosen = locales.find((one) => one === asked);
  if (chosen) cookie(house, reply, TONGUE, chosen, 31_536_000);
  return chosen ?? tongueOf(house, request);
}

function keyIn(house: House, request: FastifyRequest, shopId: string): string | null {
  const key = cookieOf(house, request, memberCookie(shopId));
  return isId(shopId) && key !== undefined && /^[\w-]{20,100}$/.test(key) ? key : null;
}

const A_MONTH = 30 * 86_400;

/** One browser may be a member's of several shops. */
function memberCookie(shopId: string): string {
  return `member_${shopId}`;
}

function remember(house: House, reply: FastifyReply, shopId: string, key: string | null): FastifyReply {
  return cookie(house, reply, memberCookie(shopId), key ?? '', key === null ? 0 : A_MONTH);
}

/** `Lax` keeps pages of others from posting here in the customer's name. */
function cookie(house: House, reply: FastifyReply, name: string, value: string, seconds: number) {
  const secure = isSecure(house.config) ? '; Secure' : '';
  const text = `${cookieName(name, house.config)}=${value}; Path=/; HttpOnly; SameSite=Lax`;
  return reply.header('set-cookie', `${text}; Max-Age=${seconds}${secure}`);
}

function cookieOf(house: House, request: FastifyRequest, name: string): string | undefined {
  const wanted = cookieName(name, house.config);
  const all = (request.headers.cookie ?? '').split(';').map((one) => one.trim());
  return all.find((one) => one.startsWith(`${wanted}=`))?.slice(wanted.length + 1);
}
