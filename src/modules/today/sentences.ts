import type { Ctx } from '../../kernel/context.ts';
import type { Locale } from '../../kernel/i18n/locales.ts';
import { translate } from '../../kernel/i18n/translate.ts';
import { daysBetween } from '../../maths/calendar.ts';
import { reasonKindNamed, type ReasonFacts } from './kinds.ts';

/** The reason in the reader's language. A kind whose module is gone is named by its key. */
export function sentenceOf(ctx: Ctx, name: string, reason: ReasonFacts): string {
  return wordsOf(ctx, 'reasons', name, reason) ?? reason.kind;
}

/** What to say to the customer because of this reason, where its module has words for that. */
export function suggestionOf(ctx: Ctx, name: string, reason: ReasonFacts): string | null {
  return wordsOf(ctx, 'suggestions', name, reason)?.replace(/^\p{Ll}/u, (first) => first.toUpperCase()) ?? null;
}

/** `YYYY-MM-DD` as people write it: Nov 22, 11 月 22 日. */
export function dayInWords(locale: Locale, day: string): string {
  const month = locale === 'en' ? 'short' : 'long';
  return new Intl.DateTimeFormat(locale, { month, day: 'numeric', timeZone: 'UTC' })
    .format(Date.parse(day))
    .replace(/(\d)(?=\p{Script=Han})/gu, '$1 ')
    .replace(/(\p{Script=Han})(?=\d)/gu, '$1 ');
}

function wordsOf(ctx: Ctx, room: 'reasons' | 'suggestions', name: string, reason: ReasonFacts): string | null {
  const kind = reasonKindNamed(reason.kind);
  if (!kind) return null;
  const path = `${room}.${kind.kind}`;
  const text = translate(ctx.locale, `${kind.module}:${path}`, {
    name,
    ...dueValues(ctx, reason),
    ...valuesOf(ctx, reason),
  });
  return text === path ? null : text;
}

function valuesOf(ctx: Ctx, reason: ReasonFacts): Record<string, unknown> {
  return reasonKindNamed(reason.kind)?.values?.(ctx, reason) ?? reason.params;
}

function dueValues(ctx: Ctx, { dueOn }: ReasonFacts): Record<string, unknown> {
  return dueOn === null ? {} : { due: dayInWords(ctx.locale, dueOn), count: daysBetween(ctx.today, dueOn) };
}
