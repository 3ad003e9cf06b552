import type { Config } from './config.ts';

/** Carries the session of a person who signed in. */
export const SESSION_COOKIE = 'regulars_session';

/** People reach this installation over TLS. */
export function isSecure({ publicUrl }: Pick<Config, 'publicUrl'>): boolean {
  return publicUrl.startsWith('https:');
}

/** Browsers take a `__Host-` cookie from this very host over TLS alone; a neighbour's cannot stand in for it. */
export function cookieName(name: string, config: Pick<Config, 'publicUrl'>): string {
  return isSecure(config) ? `__Host-${name}` : name;
}
