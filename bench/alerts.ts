import { chanceToBuy, stillHere } from '../src/maths/clv/predictor.ts';
import { momentsOf } from '../src/maths/log-moments.ts';
import { estimateShopPrior } from '../src/maths/rhythm-prior.ts';
import { FIXED_SILENCE_DAYS, OVERDUE_QUIETNESS, quietness, rhythmOf } from '../src/maths/rhythm.ts';
import { awayGivenSilence, USUAL_LEAVING } from '../src/maths/silence.ts';
import { backtest } from '../src/modules/retention/predictions/rules/backtest.ts';
import { boughtWithin, historyAt } from '../src/modules/retention/predictions/rules/buyers.ts';
import { HORIZON, trainAt } from '../src/modules/retention/predictions/rules/train.ts';
import { realShops, type RealShop } from './real-shops.ts';
import type { Row } from './row.ts';

/** One customer on the day of the look, by every way of telling; the larger, the more likely away. */
interface Looked {
  silence: number;
  awayByModel: number;
  awayByRhythm: number;
  quiet: number | null;
  putRight: number;
  raw: number;
  stayedAway: boolean;
}

/**
 * Whom to worry about: at the same number of alarms as the watch would raise, the share that truly stays away for the
 * next 13 weeks. Looked at on several days of each shop's past, each time from what was known by then.
 */
export async function alerts(): Promise<Row[]> {
  const shops = realShops();
  if (shops.length === 0) console.log('../shared/data is not here: nothing to look at.');
  return shops.flatMap((shop) => {
    const looks = daysToLook(shop)
      .map((day) => lookAt(shop, day))
      .filter((look) => look.length > 0);
    const raised = looks.map((look) => look.filter(isRaised).length);
    const precision = (score: (one: Looked) => number) => precisionAt(looks, raised, score);
    const fixed = precisionOfFixed(looks);
    const rows: [string, number | null][] = [
      ['chance to buy, put right (the product)', precision(({ putRight }) => putRight)],
      ['chance to buy, as the model says it', precision(({ raw }) => raw)],
      ['away by rhythm', precision(({ awayByRhythm }) => awayByRhythm)],
      ['P(alive)', precision(({ awayByModel }) => awayByModel)],
      ['days of silence', precision(({ silence }) => silence)],
    ];
    const recency = precision(({ silence }) => silence) ?? 0;
    const count = raised.reduce((sum, one) => sum + one, 0);
    return [
      ...rows.map(([name, share]) => rowOf(`${shop.name}: ${name}, ${count} alarms`, share, recency)),
      rowOf(
        `${shop.name}: fixed ${FIXED_SILENCE_DAYS} days, its own ${fixed.alarms} alarms`,
        fixed.share,
        precisionAt(looks, fixed.raised, ({ silence }) => silence) ?? 0,
      ),
      rowOf(
        `${shop.name}: the product at those ${fixed.alarms} alarms`,
        precisionAt(looks, fixed.raised, ({ putRight }) => putRight),
        precisionAt(looks, fixed.raised, ({ silence }) => silence) ?? 0,
      ),
    ];
  });
}

const LOOKS = 4;
const DAYS = HORIZON * 7;

/** The last looks end with the data; between them lie thirteen weeks, or less where the past is short. */
function daysToLook({ first, until }: RealShop): number[] {
  const last = until - DAYS;
  const step = Math.min(DAYS, Math.floor((last - first - DAYS) / LOOKS));
  return step < 7 ? [last] : Array.from({ length: LOOKS }, (_, n) => last - n * step);
}

function lookAt({ buyers }: RealShop, day: number): Looked[] {
  const known = buyers.flatMap(({ days, minors }) => {
    const count = days.filter((one) => one <= day).length;
    return count > 0 ? { days: days.slice(0, count), minors: minors.slice(0, count) } : [];
  });
  // As the product would have chosen on that day.
  const tested = backtest({ buyers: known, of: known.length, until: day });
  const kind = tested?.kind ?? 'mbg-nbd';
  const trained = trainAt(known, day, kind, { recalibrate: tested?.card.recalibrated ?? false });
  const leaving = trainAt(known, day, 'mbg-nbd', { recalibrate: false });
  if (!trained || !leaving) return [];
  const { predictor } = trained;
  const gaps = buyers.map(({ days }) => {
    const known = days.filter((one) => one <= day);
    return momentsOf(known.slice(1).map((one, i) => one - (known[i] ?? one)));
  });
  const prior = estimateShopPrior(gaps);
  return buyers.flatMap((buyer, index) => {
    const history = historyAt(buyer, day);
    const moments = gaps[index];
    // Who is watched: bought lately enough to be kept, three months after the fixed days at most.
    if (!history || !moments) return [];
    const silence = Math.round((history.T - history.tx) * 7);
    if (silence > FIXED_SILENCE_DAYS + 90) return [];
    const rhythm = rhythmOf(moments, prior);
    const quiet = rhythm && quietness(rhythm, silence);
    const rate = USUAL_LEAVING.a / (USUAL_LEAVING.a + USUAL_LEAVING.b + history.x);
    return {
      silence,
      quiet: history.x >= 2 ? quiet : null,
      awayByRhythm: awayGivenSilence(rate, quiet ?? Math.min(1, silence / 365)),
      awayByModel: 1 - (stillHere(leaving.predictor.model, history) ?? 1),
      raw: 1 - chanceToBuy({ ...predictor, recalibration: null }, history, HORIZON),
      putRight: 1 - chanceToBuy(predictor, history, HORIZON),
      stayedAway: boughtWithin(buyer, day, day + DAYS) === 0,
    };
  });
}

/** By the rhythm, or after the fixed days where there is none. */
function isRaised({ quiet, silence }: Looked): boolean {
  return quiet === null ? silence >= FIXED_SILENCE_DAYS : quiet >= OVERDUE_QUIETNESS;
}

function precisionAt(looks: Looked[][], raised: readonly number[], score: (one: Looked) => number): number | null {
  const chosen = looks.flatMap((look, i) => look.toSorted((a, b) => score(b) - score(a)).slice(0, raised[i] ?? 0));
  return chosen.length === 0 ? null : chosen.filter(({ stayedAway }) => stayedAway).length / chosen.length;
}

function precisionOfFixed(looks: Looked[][]) {
  const chosen = looks.map((look) => look.filter(({ silence }) => silence >= FIXED_SILENCE_DAYS));
  const all = chosen.flat();
  const share = all.length === 0 ? null : all.filter(({ stayedAway }) => stayedAway).length / all.length;
  return { raised: chosen.map((look) => look.length), alarms: all.length, share };
}

function rowOf(what: string, share: number | null, floor: number): Row {
  const percent = (value: number) => `${(value * 100).toFixed(1)} %`;
  return {
    what,
    ours: share === null ? '–' : percent(share),
    floor: `${percent(floor)} by silence`,
    ratio: share === null || floor === 0 ? '–' : `${(share / floor).toFixed(3)}×`,
    aim: '≥ 1×',
  };
}
