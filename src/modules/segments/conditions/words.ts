import type { Ctx } from '../../../kernel/context.ts';
import { translate } from '../../../kernel/i18n/translate.ts';
import { dayInWords, moneyInWords } from '../../../kernel/i18n/print.ts';
import type { Range } from './rules/measure.ts';

/** What conditions are said with, in the language of whoever reads. */
export interface Words {
  /** `key` within `segments:conditions`, or a whole message key `namespace:path`. */
  t(key: string, values?: Record<string, unknown>): string;
  /** Names of ids that the conditions mention; what has no name is said as it is. */
  name(id: string): string;
  list(items: readonly string[]): string;
  days(window: unknown): string;
  number(range: Range): string;
  money(range: Range): string;
}

export function wordsFor(ctx: Ctx, names: ReadonlyMap<string, string>): Words {
  const t: Words['t'] = (key, values) =>
    translate(ctx.locale, key.includes(':') ? key : `segments:conditions.${key}`, values);
  const between = (range: Range, print: (value: number) => string) => {
    const [from, to] = [range.from ?? null, range.to ?? null];
    if (from !== null && from === to) return t('range.just', { value: print(from) });
    if (from !== null && to !== null) return t('range.between', { from: print(from), to: print(to) });
    return from !== null ? t('range.from', { value: print(from) }) : t('range.to', { value: print(to ?? 0) });
  };
  return {
    t,
    name: (id) => names.get(id) ?? id,
    list: (items) => items.join(t('or')),
    days: (window) => daysInWords(ctx, t, window as Record<string, unknown>),
    number: (range) => between(range, String),
    money: (range) => between(range, (minor) => moneyInWords(ctx, BigInt(minor))),
  };
}

function daysInWords(ctx: Ctx, t: Words['t'], window: Record<string, unknown>): string {
  for (const mode of ['lastDays', 'moreDaysAgo', 'nextDays'] as const) {
    if (typeof window[mode] === 'number') return t(`days.${mode}`, { days: window[mode] });
  }
  const [from, to] = [window['from'], window['to']].map((day) => (day ? dayInWords(ctx, String(day)) : null));
  if (from && to) return t('days.between', { from, to });
  return from ? t('days.from', { day: from }) : t('days.to', { day: to });
}
