import { mean, variance } from './statistics.ts';

/** How much more (1.2) or less (0.9) than in an average month is bought, January first. */
export type Season = readonly number[];

/**
 * Classical ratio to the moving average of twelve months, from whole months in order; `firstMonth` 0 is January. What
 * scatters no more than by chance is not a season: the ratios are drawn to 1 by that share (a month of n purchases
 * scatters by 1/n of its square). Null below two years.
 */
export function seasonOf(counts: readonly number[], firstMonth: number): Season | null {
  if (counts.length < 24) return null;
  const ratios: number[][] = Array.from({ length: 12 }, () => []);
  const chance: number[] = [];
  for (let i = 6; i + 6 < counts.length; i += 1) {
    const around = counts
      .slice(i - 6, i + 7)
      .reduce((sum, count, j) => sum + count * (j === 0 || j === 12 ? 0.5 : 1), 0);
    if (!(around > 0)) return null;
    ratios[(firstMonth + i) % 12]?.push(((counts[i] ?? 0) * 12) / around);
    chance.push(12 / around);
  }
  const averages = ratios.map((ofMonth) => mean(ofMonth) ?? 1);
  const centre = mean(averages) ?? 1;
  const times = (counts.length - 12) / 12;
  const noise = (mean(chance) ?? 0) / Math.max(1, times);
  const seen = variance(averages) ?? 0;
  const kept = seen > 0 ? Math.max(0, 1 - noise / seen) : 0;
  return averages.map((average) => Math.min(3, Math.max(0.3, 1 + kept * (average / centre - 1))));
}
