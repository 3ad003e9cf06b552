import type { Locale } from '../../../kernel/i18n/locales.ts';

interface Hours {
  starts_at: Date;
  ends_at: Date;
}

/** Sat, Dec 5, 2026 14:00–16:00; 2026年12月5日周六 14:00–16:00. By the shop's clocks. */
export function whenInWords(tongue: Locale, zone: string, { starts_at: from, ends_at: to }: Hours): string {
  const { day, time } = formatsOf(tongue, zone);
  return `${day.format(from)} ${time.format(from)}–${time.format(to)}`;
}

interface Formats {
  day: Intl.DateTimeFormat;
  time: Intl.DateTimeFormat;
}

// Kept, because making one takes a hundred times as long as using it.
const formats = new Map<string, Formats>();

function formatsOf(tongue: Locale, timeZone: string): Formats {
  const key = `${tongue} ${timeZone}`;
  const known = formats.get(key);
  if (known) return known;
  const month = tongue === 'en' ? 'short' : 'long';
  const made = {
    day: new Intl.DateTimeFormat(tongue, { timeZone, weekday: 'short', year: 'numeric', month, day: 'numeric' }),
    time: new Intl.DateTimeFormat(tongue, { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
  };
  formats.set(key, made);
  return made;
}
