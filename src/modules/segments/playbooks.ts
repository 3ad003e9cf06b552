import type { Ctx } from '../../kernel/context.ts';
import { translate } from '../../kernel/i18n/translate.ts';
import type { Playbook } from './contract.ts';
import type { Scheme, SchemeSettings } from './rules/schemes.ts';

/** Message key of a word about a class. */
export function wordsOfClass(scheme: Scheme, key: string, word: 'name' | 'about' | 'strategy' | 'playbook'): string {
  return `segments:${scheme === 'rfm' ? 'rfm' : 'matrix'}.${key}.${word}`;
}

/** What the workspace says is to be done with a class; the standard advice where it says nothing. */
export function playbookOf(
  ctx: Ctx,
  scheme: Scheme,
  key: string,
  { playbooks }: Pick<SchemeSettings, 'playbooks'>,
): Playbook {
  const own = playbooks[key];
  if (own) return own;
  return {
    strategy: translate(ctx.locale, wordsOfClass(scheme, key, 'strategy')),
    playbook: translate(ctx.locale, wordsOfClass(scheme, key, 'playbook')).split('\n'),
  };
}
