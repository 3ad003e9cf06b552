/** First day of `months` months up to `until` (`YYYY-MM`), and of the month after; never before the month `first`. */
export function monthsBack({ until, months, first }: { until: string; months: number; first: string }) {
  if (until < first) return null;
  const from = monthPlus(until, 1 - months);
  return { start: `${from < first ? first : from}-01`, end: `${monthPlus(until, 1)}-01`, until };
}

/** 2026-01 − 1 → 2025-12. */
export function monthPlus(month: string, by: number): string {
  const [year = 0, of = 1] = month.split('-').map(Number);
  const at = year * 12 + (of - 1) + by;
  return `${String(Math.floor(at / 12)).padStart(4, '0')}-${String((at % 12) + 1).padStart(2, '0')}`;
}
