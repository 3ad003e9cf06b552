import type { FastifyReply, FastifyRequest } from 'fastify';
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
import { readSelfSettings } from '../../customers/index.ts';
import { countAttempt } from '../../workspaces/index.ts';
import type { Frame } from './frame.ts';
import { gonePage, signInPage } from './sign-in-page.ts';

export type Asked = FastifyRequest<{ Params: { shop: string } }>;

/** A shop that has opened its page for members; of any other the page says the same as of one that does not exist. */
export async function frameOf(house: House, request: Asked, reply: FastifyReply): Promise<Frame | null> {
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
export async function within(
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
export function refuseOtherShop(inside: Ctx, { shopId }: Frame): void {
  if (inside.workspace.id !== shopId) throw new Refusal('SELF_LINK_EXPIRED', 404);
}

export function entryFor(request: FastifyRequest, locale: Locale): Entry {
  const { ip, id } = request;
  const userAgent = request.headers['user-agent'] ?? null;
  return { workspace: null, actor: stranger, locale, request: { id, ip, userAgent } };
}

export function gone(house: House, request: FastifyRequest, reply: FastifyReply) {
  return send(reply, gonePage(tongueOf(house, request)), 404);
}

export function send(reply: FastifyReply, page: Html, status = 200) {
  return reply.status(status).type('text/html; charset=utf-8').send(page.text);
}

/** A refusal in words; anything else is not ours to explain and goes where errors go. */
export function sentenceOf(error: unknown, tongue: Locale): string {
  if (error instanceof Refusal) return errorSentence(tongue, error.code, error.data ?? {});
  throw error;
}

export function statusOf(error: unknown): number {
  return error instanceof Refusal ? error.status : 500;
}

export function bodyOf(request: FastifyRequest): Record<string, string> {
  const { body } = request;
  return body !== null && typeof body === 'object' ? (body as Record<string, string>) : {};
}

export function field(request: FastifyRequest, name: string, most: number): string {
  return String(bodyOf(request)[name] ?? '')
    .trim()
    .slice(0, most);
}

const TONGUE = 'tongue';

export function tongueOf(house: House, request: FastifyRequest): Locale {
  const kept = locales.find((one) => one === cookieOf(house, request, TONGUE));
  return kept ?? pickLocale(request.headers['accept-language']);
}

/** `?lang=` for this page and the next ones. */
export function chosenTongue(house: House, request: FastifyRequest, reply: FastifyReply): Locale {
  const asked = (request.query as Record<string, unknown>)['lang'];
  const chosen = locales.find((one) => one === asked);
  if (chosen) cookie(house, reply, TONGUE, chosen, 31_536_000);
  return chosen ?? tongueOf(house, request);
}

export function keyIn(house: House, request: FastifyRequest, shopId: string): string | null {
  const key = cookieOf(house, request, memberCookie(shopId));
  return isId(shopId) && key !== undefined && /^[\w-]{20,100}$/.test(key) ? key : null;
}

const A_MONTH = 30 * 86_400;

/** One browser may be a member's of several shops. */
function memberCookie(shopId: string): string {
  return `member_${shopId}`;
}

export function remember(house: House, reply: FastifyReply, shopId: string, key: string | null): FastifyReply {
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
