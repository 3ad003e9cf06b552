import { brier, calibrationBins, countError, rankedRight, type Bin } from '../../../../maths/accuracy.ts';
import { thinned } from '../../../../maths/clv/histories.ts';
import { fitParetoNbd, paretoExpected } from '../../../../maths/clv/pareto-nbd.ts';
import { chanceToBuy, rawChance, rawExpected, type Predictor } from '../../../../maths/clv/predictor.ts';
import { mean, pearson } from '../../../../maths/statistics.ts';
import { boughtWithin, DAYS_PER_WEEK, historyAt, type Shop } from './buyers.ts';
import { fitModel, historiesAt, HORIZON, trainAt, type ModelKind } from './train.ts';

/** How well the past would have told what came: the last third of the time held back, at most half a year. */
export interface BacktestCard {
  /** The weeks held back, and those the chance was told for. */
  weeks: number;
  chanceWeeks: number;
  customers: number;
  /** Mean distance from what came, per customer. */
  errors: { model: ModelKind | 'pareto-nbd'; mae: number }[];
  /** The same where everybody is told the same number. */
  sameForAll: number;
  /** Purchases told and come, of all customers looked at. */
  said: number;
  came: number;
  correlation: number;
  auc: number | null;
  /** The same of whoever bought last is the likeliest. */
  aucOfRecency: number | null;
  brier: number | null;
  bins: Bin[];
  /** Whether chances are put right by what came of the ones before. */
  recalibrated: boolean;
}

export interface Backtest {
  kind: ModelKind;
  card: BacktestCard;
}

/** The default first; another takes its place when it is one per cent closer. */
const KINDS: readonly ModelKind[] = ['mbg-nbd', 'bg-nbd', 'nbd'];
const WORTH_IT = 0.01;
const MOST_WEEKS = 26;
const ENOUGH_FOR_PARETO = 2_000;

/** Null where a third of the time is too short to hold anything against. */
export function backtest({ buyers, until }: Shop): Backtest | null {
  const first = buyers.reduce((earliest, { days }) => Math.min(earliest, days[0] ?? until), until);
  const weeks = Math.min(MOST_WEEKS, Math.floor((until - first) / 3 / DAYS_PER_WEEK));
  const cut = until - weeks * DAYS_PER_WEEK;
  const looked = buyers.flatMap((buyer) => {
    const history = historyAt(buyer, cut);
    return history ? { buyer, history, came: boughtWithin(buyer, cut, until) } : [];
  });
  const histories = looked.map(({ history }) => history);
  const came = looked.map((one) => one.came);
  if (weeks < 1 || looked.length === 0) return null;
  const fitted = KINDS.flatMap((kind) => {
    const model = fitModel(kind, histories);
    if (!model) return [];
    const said = histories.map((history) => rawExpected(model, history, weeks));
    return { kind, said, mae: countError(said, came)?.mae ?? Infinity };
  });
  const [usual] = fitted;
  if (!usual) return null;
  const best = fitted.reduce((a, b) => (b.mae < a.mae * (1 - WORTH_IT) ? b : a));
  const average = mean(best.said) ?? 0;
  return {
    kind: best.kind,
    card: {
      weeks,
      customers: looked.length,
      errors: [...fitted.map(({ kind, mae }) => ({ model: kind, mae })), ...paretoError(histories, came, weeks)],
      sameForAll:
        countError(
          came.map(() => average),
          came,
        )?.mae ?? 0,
      said: sum(best.said),
      came: sum(came),
      correlation: pearson(best.said, came) ?? 0,
      ...chances({ buyers, of: buyers.length, until }, best.kind, cut, weeks),
    },
  };
}

function paretoError(histories: ReturnType<typeof historiesAt>, came: readonly number[], weeks: number) {
  const model = fitParetoNbd(thinned(histories, ENOUGH_FOR_PARETO));
  const off =
    model &&
    countError(
      histories.map((history) => paretoExpected(model, history, weeks)),
      came,
    );
  return off ? [{ model: 'pareto-nbd' as const, mae: off.mae }] : [];
}

/** The chance to buy: as the model says it, or put right where that proves no worse. */
function chances({ buyers, until }: Shop, kind: ModelKind, cut: number, weeks: number) {
  const chanceWeeks = Math.min(HORIZON, weeks);
  const trained = trainAt(buyers, cut, kind, { recalibrate: true, weeks: chanceWeeks });
  const looked = buyers.flatMap((buyer) => {
    const history = historyAt(buyer, cut);
    return history ? { history, bought: boughtWithin(buyer, cut, Math.min(until, cut + chanceWeeks * 7)) > 0 } : [];
  });
  const bought = looked.map((one) => one.bought);
  const tell = (predictor: Predictor) => {
    const said = looked.map(({ history }) =>
      predictor.recalibration
        ? chanceToBuy(predictor, history, chanceWeeks)
        : rawChance(predictor.model, history, chanceWeeks),
    );
    return { auc: rankedRight(said, bought), brier: brier(said, bought), bins: calibrationBins(said, bought) };
  };
  const aucOfRecency = rankedRight(
    looked.map(({ history }) => history.tx - history.T),
    bought,
  );
  if (!trained) return { chanceWeeks, auc: null, aucOfRecency, brier: null, bins: [], recalibrated: false };
  const raw = tell({ ...trained.predictor, recalibration: null });
  const right = trained.predictor.recalibration ? tell(trained.predictor) : null;
  // Ranking counts first; a chance may not be told worse than the model's own by more than one per cent.
  const better =
    right !== null &&
    (right.auc ?? 0) >= (raw.auc ?? 0) - 0.002 &&
    (right.brier ?? 1) <= (raw.brier ?? 1) * (1 + WORTH_IT);
  return { chanceWeeks, aucOfRecency, ...(better && right ? right : raw), recalibrated: better };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
