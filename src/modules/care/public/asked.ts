import type { FastifyRequest } from 'fastify';
import { locales, pickLocale, type Locale } from '../../../kernel/i18n/locales.ts';
import { countAttempt } from '../../workspaces/index.ts';
import { readToken, type Link, type LinkKind } from './tokens.ts';

const A_MINUTE = 60;

/** Guessing is slow: so many an address and minute. */
export async function linkOf(request: FastifyRequest, kind: LinkKind): Promise<Link | null> {
  const { token = '' } = request.params as { token?: string };
  const link = readToken(token, kind);
  await countAttempt({
    key: `care link ${link ? 'true' : 'false'} from ${request.ip}`,
    attempts: link ? 600 : 30,
    seconds: A_MINUTE,
  });
  return link;
}

/** As `?lang=` asks, else as the browser prefers. */
export function tongueOf(request: FastifyRequest): Locale {
  return tongueAsked(request) ?? pickLocale(request.headers['accept-language']);
}

export function tongueAsked(request: FastifyRequest): Locale | null {
  const asked = (request.query as Record<string, unknown>)['lang'];
  return locales.find((one) => one === asked) ?? null;
}

export function fieldOf(request: FastifyRequest, name: string, most: number): string {
  const body = request.body as Record<string, unknown> | null | undefined;
  return String(body?.[name] ?? '')
    .toWellFormed()
    .replaceAll('\0', '')
    .trim()
    .slice(0, most);
}
