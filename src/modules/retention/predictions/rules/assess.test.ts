import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { brier, rankedRight } from '../../../../maths/accuracy.ts';
import { nextPurchase } from '../../../../maths/clv/next-purchase.ts';
import { chanceToBuy, stillHere } from '../../../../maths/clv/predictor.ts';
import { assess, type Told } from './assess.ts';
import { boughtWithin, historyAt, type Buyer } from './buyers.ts';
import { missingIn } from './enough.ts';
import { numberOf } from './outlook.ts';

/** Evenly spread over 0 to 1, the same every time. */
function chance(n: number): number {
  let t = Math.imul(n ^ (n >>> 15), 2_246_822_507);
  t = Math.imul(t ^ (t >>> 13), 3_266_489_909);
  return ((t ^ (t >>> 16)) >>> 0) / 4_294_967_296;
}

const UNTIL = 20_000;

interface Habit {
  /** Weeks between purchases, and the chance to leave after each. */
  weeks: (n: number) => number;
  leaving: number;
  minor?: (n: number) => number;
}

/** Customers who began in the last `years`, as the models suppose they buy. */
function shopOf(customers: number, years: number, { weeks, leaving, minor = () => 5_000 }: Habit): Buyer[] {
  return Array.from({ length: customers }, (_, n) => {
    const days = [UNTIL - 1 - Math.floor(chance(n) * years * 365)];
    for (let i = 1; i < 400 && chance(n * 977 + i) >= leaving; i += 1) {
      const gap = -Math.log(1 - chance(n * 7919 + i * 31)) * weeks(n) * 7;
      const next = (days.at(-1) ?? 0) + Math.max(1, Math.round(gap));
      if (next > UNTIL) break;
      days.push(next);
    }
    return { days, minors: days.map((_day, i) => minor(n * 100 + i)) };
  });
}

const told = (buyers: readonly Buyer[]) => assess({ buyers, of: buyers.length, until: UNTIL });
const usual: Habit = { weeks: (n) => 2 + (n % 17), leaving: 0.15, minor: (n) => 3_000 + (n % 70) * 100 };

describe('what can be told of a shop', () => {
  it.each([
    [49, 'customers'],
    [50, undefined],
  ])('with %i customers misses %s', (customers, what) => {
    const missing = missingIn({ buyers: shopOf(customers, 2, usual), of: customers, until: UNTIL });
    expect(missing.map((one) => one.what)).toEqual(what ? [what] : []);
  });

  it('misses days in a shop of some weeks, and repeaters where nobody comes back', () => {
    const young = shopOf(80, 0.1, usual);
    expect(told(young)).toMatchObject({ state: 'too-little', missing: [{ what: 'days', need: expect.any(Number) }] });
    const once = shopOf(80, 2, { ...usual, leaving: 1 });
    expect(told(once)).toMatchObject({ state: 'too-little', missing: [{ what: 'repeaters', have: 0, need: 10 }] });
  });

  it('knows who left from who only comes seldom', () => {
    const shop = told(shopOf(400, 2, usual)) as Told;
    expect(shop.state).toBe('ready');
    expect(shop.predictor.model.kind).toBe('mbg-nbd');
    expect(shop.logLikelihood).toBeGreaterThan(shop.logLikelihoodOfNbd + 2);
    const often = stillHere(shop.predictor.model, { x: 30, tx: 60, T: 90 }) ?? 1;
    const seldom = stillHere(shop.predictor.model, { x: 3, tx: 60, T: 90 }) ?? 0;
    expect(often).toBeLessThan(0.05);
    expect(seldom).toBeGreaterThan(0.2);
  });

  it('sees nobody leave where nobody does', () => {
    const shop = told(shopOf(300, 2, { ...usual, leaving: 0 })) as Told;
    expect(shop.notes).toContain('no-leaving');
    expect(shop.predictor.model.kind).toBe('nbd');
    expect(stillHere(shop.predictor.model, { x: 3, tx: 5, T: 90 })).toBeNull();
  });

  it('tells only averages where all are alike', () => {
    const shop = told(shopOf(300, 2, { weeks: () => 6, leaving: 0, minor: () => 5_000 }).map(startedAlike)) as Told;
    expect(shop.state).toBe('no-difference');
    expect(shop.predictor.model.kind).toBe('average');
    expect(shop.ahead).toHaveLength(12);
  });

  it('leaves the one customer out of the fit who makes a fifth of all sales', () => {
    const [first, ...others] = shopOf(200, 2, usual);
    const huge = { days: first?.days ?? [], minors: (first?.minors ?? []).map(() => 1e9) };
    const shop = told([huge, ...others]) as Told;
    expect(shop.notes).toContain('huge');
    expect(shop.ahead[0]?.minor).toBeLessThan(1e9);
  });

  it('does not fall over what cannot be: nothing spent, one day only, a thousand purchases', () => {
    const odd: Buyer[] = [
      { days: [UNTIL], minors: [1] },
      {
        days: Array.from({ length: 1_000 }, (_, i) => UNTIL - 1_000 + i),
        minors: Array.from({ length: 1_000 }, () => 1),
      },
    ];
    const shop = told([...odd, ...shopOf(120, 2, usual)]) as Told;
    for (const month of shop.ahead) {
      expect(Number.isFinite(month.orders) && Number.isFinite(month.minor)).toBe(true);
      expect(month.ordersLow).toBeLessThanOrEqual(month.orders);
    }
    expect(JSON.stringify(shop)).not.toMatch(/NaN|Infinity/);
  });
});

/** Nobody is told from the others by having begun earlier. */
function startedAlike({ days, minors }: Buyer, n: number): Buyer {
  const kept = days.length > 1 ? days : [UNTIL - 30 - (n % 7), UNTIL - 3];
  return { days: [UNTIL - 730, ...kept.slice(1)], minors: [5_000, ...minors.slice(1), 5_000].slice(0, kept.length) };
}

const log = new URL('../../../../../../shared/data/cdnow/CDNOW_sample.txt', import.meta.url);
const hasData = existsSync(log);
if (!hasData) process.stderr.write('assessing CDNOW skipped: ../shared/data is not here\n');

describe.skipIf(!hasData)('CDNOW at the end of its 39 weeks', () => {
  const buyers = hasData ? readCdnow() : [];
  const day = numberOf('1997-09-30');
  const known = buyers.flatMap((buyer) => {
    const count = buyer.days.filter((one) => one <= day).length;
    return count > 0 ? { days: buyer.days.slice(0, count), minors: buyer.minors.slice(0, count) } : [];
  });
  const shop = assess({ buyers: known, of: known.length, until: day }) as Told;
  const looked = buyers.flatMap((buyer) => {
    const history = historyAt(buyer, day);
    return history ? { buyer, history, bought: boughtWithin(buyer, day, day + 91) > 0 } : [];
  });

  it('ranks who buys within 13 weeks better than the last purchase alone, and tells no chance far off', async ({
    annotate,
  }) => {
    const chances = looked.map(({ history }) => chanceToBuy(shop.predictor, history, 13));
    const bought = looked.map((one) => one.bought);
    const auc = rankedRight(chances, bought) ?? 0;
    const recency = rankedRight(
      looked.map(({ history }) => history.tx - history.T),
      bought,
    );
    const off = brier(chances, bought) ?? 1;
    await annotate(`AUC ${auc}, of recency ${recency}, Brier ${off}`);
    expect(auc).toBeGreaterThanOrEqual(0.79);
    expect(auc).toBeGreaterThanOrEqual((recency ?? 1) - 0.002);
    expect(off).toBeLessThanOrEqual(0.15);
  });

  it('tells the day of the next purchase closer than the last plus the usual gap', () => {
    const { model } = shop.predictor;
    if (model.kind === 'average') throw new Error('CDNOW tells its customers apart.');
    const dated = looked.flatMap(({ buyer, history }) => {
      const next = buyer.days.find((one) => one > day);
      if (next === undefined || history.x < 2 || (stillHere(model, history) ?? 1) < 0.2) return [];
      const came = (next - day) / 7;
      const { p10, p50, p90 } = nextPurchase(model, history);
      const silence = history.T - history.tx;
      const naive = Math.max(0, history.tx / history.x - silence);
      return { off: Math.abs(p50 - came), naive: Math.abs(naive - came), within: p10 <= came && came <= p90 };
    });
    const mean = (of: (one: (typeof dated)[number]) => number) =>
      dated.reduce((sum, one) => sum + of(one), 0) / dated.length;
    expect(mean(({ off }) => off)).toBeLessThanOrEqual(0.85 * mean(({ naive }) => naive));
    expect(mean(({ within }) => (within ? 1 : 0))).toBeGreaterThanOrEqual(0.75);
    expect(mean(({ within }) => (within ? 1 : 0))).toBeLessThanOrEqual(0.88);
  });
});

function readCdnow(): Buyer[] {
  const customers = new Map<string, Map<number, number>>();
  for (const line of readFileSync(log, 'utf8').split('\n')) {
    const [, customer, day = '', , dollars] = line.trim().split(/\s+/);
    if (!customer || !(Number(dollars) > 0)) continue;
    const days = customers.get(customer) ?? new Map<number, number>();
    customers.set(customer, days);
    const number = numberOf(`${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}`);
    days.set(number, (days.get(number) ?? 0) + Math.round(Number(dollars) * 100));
  }
  return [...customers.values()].map((days) => {
    const sorted = [...days].sort(([a], [b]) => a - b);
    return { days: sorted.map(([day]) => day), minors: sorted.map(([, minor]) => minor) };
  });
}
