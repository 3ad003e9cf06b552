import { draws } from '../kits/retail/draws.ts';
import { addDays, daysBetween } from '../src/maths/calendar.ts';
import { fitBetaGeometric } from '../src/maths/clv/beta-geometric-fit.ts';
import { drawsAround } from '../src/maths/clv/draws.ts';
import { amountsOf } from '../src/maths/clv/gamma-gamma.ts';
import { thinned } from '../src/maths/clv/histories.ts';
import { chanceToBuy, modelOf, type Predictor } from '../src/maths/clv/predictor.ts';
import { percentile } from '../src/maths/statistics.ts';
import { assess } from '../src/modules/retention/predictions/rules/assess.ts';
import type { Buyer } from '../src/modules/retention/predictions/rules/buyers.ts';
import { historyOf, scoreOf, type Bought } from '../src/modules/retention/predictions/rules/score.ts';
import { realShops } from './real-shops.ts';
import { timed, type Row } from './row.ts';

const UNTIL = '2026-11-22';
const WORTH = { margin: 0.4, discount: 0.1 };

/**
 * Fitting and scoring by themselves, in one thread, without the database. The floor is what no scoring can do without:
 * one logarithm and one exponential for each customer.
 */
export async function predictions(): Promise<Row[]> {
  const cdnow = realShops().find(({ name }) => name === 'CDNOW');
  const small = cdnow ? cdnow.buyers.map(boughtOf) : shopOf(2_357);
  // Once beforehand: the first run of any code is its slowest.
  fitAndScore(shopOf(5_000));
  const rows = [
    measured('fit and score 2,357 customers of CDNOW', small, '≤ 50 ms'),
    measured('fit and score 100,000', shopOf(100_000), '≤ 500 ms'),
    measured('fit and score 1,000,000', shopOf(1_000_000), '≤ 3 s, < 300 MB'),
  ];
  return [...rows, oneOrder(small), intervals(shopOf(100_000)), nightly(regulars(20_000))];
}

function measured(what: string, shop: readonly Bought[], aim: string): Row {
  const floor = best(() => shop.reduce((sum, { days }, i) => sum + Math.exp(-Math.log(days + i)), 0));
  const before = process.memoryUsage().rss;
  const ours = best(() => fitAndScore(shop), shop.length > 500_000 ? 2 : 5);
  const grown = Math.max(0, (process.memoryUsage().rss - before) / 1e6);
  return timed(what, ours, floor, aim, `, +${Math.round(grown)} MB`);
}

function fitAndScore(shop: readonly Bought[]): number {
  const { predictor, amounts } = fitted(shop);
  let total = 0;
  for (const bought of shop) total += scoreOf(predictor, amounts, WORTH, bought, UNTIL).value52Minor;
  return total;
}

function fitted(shop: readonly Bought[]) {
  const sample = thinned(shop, 20_000);
  const fit = fitBetaGeometric(
    'mbg-nbd',
    sample.map((bought) => historyOf(bought, UNTIL)),
  );
  const amounts = amountsOf(sample.map(({ days, spentMinor }) => ({ n: days, mean: spentMinor / days })));
  if (!fit || !amounts) throw new Error('Nothing to fit.');
  const predictor: Predictor = { model: fit, recalibration: null, weeks: 13 };
  return { fit, predictor, amounts };
}

function oneOrder(shop: readonly Bought[]): Row {
  const { predictor, amounts } = fitted(shop);
  const [first = boughtAt(0)] = shop;
  const thousand = (work: () => unknown) => () => {
    for (let n = 0; n < 1_000; n += 1) work();
  };
  const floor = best(thousand(() => Math.exp(-Math.log(first.days + 1)))) / 1_000;
  const ours = best(thousand(() => scoreOf(predictor, amounts, WORTH, first, UNTIL))) / 1_000;
  return timed('score one customer after an order', ours, floor, '≤ 5 ms');
}

/** The chance of each customer under 200 draws of the parameters. */
function intervals(shop: readonly Bought[]): Row {
  const { fit, predictor } = fitted(shop);
  const predictors = drawsAround(fit.point, fit.covariance).map((point): Predictor => ({
    ...predictor,
    model: modelOf('mbg-nbd', point),
  }));
  const histories = shop.map((bought) => historyOf(bought, UNTIL));
  const floor = best(() => histories.reduce((sum, { x }) => sum + Math.exp(-Math.log(x + 1)), 0), 3);
  const ours = best(() => {
    let width = 0;
    for (const history of histories) {
      const chances = predictors.map((one) => chanceToBuy(one, history, 13));
      width += (percentile(chances, 90) ?? 0) - (percentile(chances, 10) ?? 0);
    }
    return width;
  }, 1);
  return timed('intervals of 100,000 from 200 draws', ours, floor, '≤ 15 s');
}

/** Everything a night reckons, of as many as are looked at of a shop of any size: hold-out, forecasts of 19 months, draws. */
function nightly(buyers: readonly Buyer[]): Row {
  const floor = best(() => buyers.reduce((sum, { days }, i) => sum + Math.exp(-Math.log(days.length + i)), 0));
  const until = daysBetween('1970-01-01', UNTIL);
  const ours = best(() => {
    if (assess({ buyers, of: buyers.length, until }).state !== 'ready') throw new Error('Nothing was told.');
  }, 1);
  return timed('nightly reckoning of 20,000 regulars', ours, floor, '< 30 s');
}

/** All alike in their pace, now and then one who leaves: the hardest for the sums of the forecast. */
function regulars(customers: number): Buyer[] {
  const draw = draws(2008);
  const end = daysBetween('1970-01-01', UNTIL);
  return Array.from({ length: customers }, () => {
    const days = [end - 1 - draw.below(730)];
    while (draw.unit() > 0.03) {
      const next = (days.at(-1) ?? end) + Math.ceil(-45 * Math.log(1 - draw.unit()));
      if (next > end) break;
      days.push(next);
    }
    return { days, minors: days.map(() => 5_000 + draw.below(5_000)) };
  });
}

/** The quickest of several runs in milliseconds of the processor: how busy the machine is otherwise does not count. */
function best(work: () => unknown, times = 5): number {
  const taken = Array.from({ length: times }, () => {
    const began = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(began);
    return (user + system) / 1000;
  });
  return Math.max(1e-3, Math.min(...taken));
}

/** Two years of a shop as MBG/NBD sees it: a pace of their own, and a chance to leave after each purchase. */
function shopOf(customers: number): Bought[] {
  const draw = draws(2007);
  return Array.from({ length: customers }, (_, n) => {
    const since = 1 + draw.below(730);
    const pace = 8 + 60 * draw.unit() ** 2;
    let [on, days] = [since, 1];
    for (; draw.unit() > 0.3; days += 1) {
      const next = on + Math.min(-1, Math.round(pace * Math.log(1 - draw.unit())));
      if (next < 1) break;
      on = next;
    }
    const spentMinor = days * (2_000 + (n % 100) * 300);
    return { firstOn: addDays(UNTIL, -since), lastOn: addDays(UNTIL, -on), days, spentMinor };
  });
}

function boughtOf({ days, minors }: { days: readonly number[]; minors: readonly number[] }): Bought {
  const shift = daysBetween('1998-06-30', UNTIL);
  const day = (number: number) => addDays('1970-01-01', number + shift);
  return {
    firstOn: day(days[0] ?? 0),
    lastOn: day(days.at(-1) ?? 0),
    days: days.length,
    spentMinor: minors.reduce((sum, minor) => sum + minor, 0),
  };
}

function boughtAt(ago: number): Bought {
  return { firstOn: addDays(UNTIL, -ago), lastOn: addDays(UNTIL, -ago), days: 1, spentMinor: 1 };
}
