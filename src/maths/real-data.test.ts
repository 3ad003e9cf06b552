import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { daysBetween } from './calendar.ts';
import { levelOf, rankBounds } from './cuts.ts';
import { gapsOf, momentsOf } from './log-moments.ts';
import { estimateShopPrior } from './rhythm-prior.ts';
import { OVERDUE_QUIETNESS, rhythmOf } from './rhythm.ts';
import { silenceRisk } from './silence.ts';
import { mean, variance, welch } from './statistics.ts';

const folder = new URL('../../../shared/data/', import.meta.url);

const hasData = existsSync(folder);
if (!hasData) process.stderr.write('tests on real data skipped: ../shared/data is not here\n');

describe.skipIf(!hasData)('CDNOW', () => {
  const calibrationEnd = '1997-09-30';

  it('has the published customers and repeat purchase days', () => {
    const customers = readCdnow();
    const repeats = customers.map((days) => days.filter((day) => day <= calibrationEnd).length - 1);
    expect(customers).toHaveLength(2357);
    expect(repeats.reduce((sum, x) => sum + x, 0)).toBe(2457);
    expect(repeats.filter((x) => x === 0)).toHaveLength(1411);
    expect(customers.flatMap((days) => days.filter((day) => day > calibrationEnd))).toHaveLength(1882);
  });

  it('gives every repeat customer a rhythm', () => {
    const gaps = readCdnow().map((days) => momentsOf(gapsOf(days.filter((day) => day <= calibrationEnd))));
    const prior = estimateShopPrior(gaps);
    const rhythms = gaps.flatMap((moments) => rhythmOf(moments, prior) ?? []);
    expect(prior.customers).toBe(946);
    expect(rhythms).toHaveLength(946);
    expect(rhythms.every(({ usualDays }) => usualDays > 1 && usualDays < 273)).toBe(true);
  });

  it('names silent customers who then stay away at least as surely as the fixed 113 days', async ({ annotate }) => {
    const watched = watchedCdnow(calibrationEnd);
    const byRhythm = detection(watched, ({ quiet }) => quiet >= OVERDUE_QUIETNESS);
    const byDays = detection(watched, ({ elapsed }) => elapsed >= 113);
    await annotate(`stayed away 13 weeks: rhythm ${JSON.stringify(byRhythm)}, 113 days ${JSON.stringify(byDays)}`);
    expect(byRhythm.precision).toBeGreaterThanOrEqual(byDays.precision);
  });

  it('ranks who stays away at least as well by the chance of being away as by days of silence', () => {
    const watched = watchedCdnow(calibrationEnd);
    const byChance = rankedRight(watched, ({ away }) => away);
    expect(byChance).toBeGreaterThan(0.7);
    expect(byChance).toBeGreaterThanOrEqual(rankedRight(watched, ({ elapsed }) => elapsed));
  });

  it('has frequencies that fall into five levels with ties together', () => {
    const visits = readCdnow().map((days) => days.length);
    const bounds = rankBounds(visits, 5);
    expect(bounds).toEqual([2, 3, 4, 6]);
    expect(visits.filter((count) => levelOf(count, bounds) === 1)).toHaveLength(1218);
  });
});

describe.skipIf(!hasData)('Artea', () => {
  it('has the published result: more orders, no more money', () => {
    const rows = readArtea();
    const sample = (coupon: boolean, column: 'orders' | 'revenue') => {
      const values = rows.filter((row) => row.coupon === coupon).map((row) => row[column]);
      return { n: values.length, mean: mean(values) ?? 0, variance: variance(values) ?? 0 };
    };
    const orders = welch(sample(true, 'orders'), sample(false, 'orders'));
    const revenue = welch(sample(true, 'revenue'), sample(false, 'revenue'));
    expect(sample(true, 'orders').mean).toBeCloseTo(0.1519, 4);
    expect(sample(false, 'orders').mean).toBeCloseTo(0.1257, 4);
    expect(orders?.p).toBeCloseTo(0.027, 3);
    expect(revenue?.p).toBeCloseTo(0.72, 2);
  });
});

/** Purchase days of each customer, in order. */
function readCdnow(): string[][] {
  const days = new Map<string, Set<string>>();
  for (const line of readFileSync(new URL('cdnow/CDNOW_sample.txt', folder), 'utf8').split('\n')) {
    const [, customer, day] = line.trim().split(/\s+/);
    if (!customer || !day) continue;
    const known = days.get(customer) ?? new Set<string>();
    days.set(customer, known.add(`${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}`));
  }
  return [...days.values()].map((known) => [...known].sort());
}

type Watched = { elapsed: number; quiet: number; away: number; stayedAway: boolean };

/** Customers with two gaps or more at the end of calibration, and whether the next 13 weeks brought them back. */
function watchedCdnow(end: string): Watched[] {
  const customers = readCdnow().map((days) => {
    const before = days.filter((day) => day <= end);
    const next = days.find((day) => day > end);
    const gaps = momentsOf(gapsOf(before));
    const stayedAway = !next || daysBetween(end, next) > 91;
    return { gaps, elapsed: daysBetween(before.at(-1) ?? end, end), stayedAway };
  });
  const prior = estimateShopPrior(customers.map(({ gaps }) => gaps));
  return customers
    .filter(({ gaps }) => gaps.n >= 2)
    .flatMap(({ gaps, elapsed, stayedAway }) => {
      const rhythm = rhythmOf(gaps, prior);
      if (!rhythm) return [];
      const risk = silenceRisk({ rhythm, total: 0n, activeDays: 0, elapsedDays: elapsed });
      return [{ elapsed, stayedAway, quiet: risk.quietness, away: risk.pAway }];
    });
}

function detection(watched: readonly Watched[], isAlert: (customer: Watched) => boolean) {
  const alerts = watched.filter(isAlert);
  const right = alerts.filter(({ stayedAway }) => stayedAway).length;
  const away = watched.filter(({ stayedAway }) => stayedAway).length;
  return { alerts: alerts.length, precision: right / alerts.length, recall: right / away };
}

/** Share of pairs (one who stayed away, one who came back) that the score puts in the right order; the area under ROC. */
function rankedRight(watched: readonly Watched[], score: (customer: Watched) => number): number {
  const away = watched.filter(({ stayedAway }) => stayedAway).map(score);
  const back = watched.filter(({ stayedAway }) => !stayedAway).map(score);
  const right = away.reduce(
    (sum, high) => sum + back.reduce((pairs, low) => pairs + (high > low ? 1 : high === low ? 0.5 : 0), 0),
    0,
  );
  return right / (away.length * back.length);
}

function readArtea(): { orders: number; revenue: number; coupon: boolean }[] {
  const [, ...lines] = readFileSync(new URL('artea/artea-a_b-experiment.csv', folder), 'utf8').trim().split('\n');
  return lines.map((line) => {
    const [, orders, revenue, coupon] = line.split(',');
    return { orders: Number(orders), revenue: Number(revenue), coupon: coupon === '1' };
  });
}
