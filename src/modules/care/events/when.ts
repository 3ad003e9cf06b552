import type { Locale } from '../../../kernel/i18n/locales.ts';

interface Hours {
  starts_at: Date;
  ends_at: Date;
}

/** Sat, Dec 5, 2026, 14:00 – 16:00; by the shop's clocks. */
export function whenInWords(tongue: Locale, zone: string, { starts_at: from, ends_at: to }: Hours): string {
  const key = `${tongue} ${zone}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat(tongue, {
      timeZone: zone,
      weekday: 'short',
      year: 'numeric',
      month: tongue === 'en' ? 'short' : 'long',
      day: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
    formats.set(key, format);
  }
  return format.formatRange(from, to);
}

// Kept, because making one takes a hundred times as long as using it.
const formats = new Map<string, Intl.DateTimeFormat>();
