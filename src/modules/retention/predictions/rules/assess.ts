import { amountsOf, type Amounts } from '../../../../maths/clv/gamma-gamma.ts';
import { fitNbd } from '../../../../maths/clv/nbd.ts';
import type { BuyingModel, Predictor } from '../../../../maths/clv/predictor.ts';
import type { Season } from '../../../../maths/season.ts';
import { backtest, type BacktestCard } from './backtest.ts';
import { spendingAt, type Shop } from './buyers.ts';
import { hugeBuyer, missingIn, tooShort, type Missing } from './enough.ts';
import { drawsOf, errorOf, monthsAhead, monthsBefore, seasonAt, type MonthAhead, type MonthBefore } from './outlook.ts';
import { historiesAt, trainAt, type ModelFit, type ModelKind } from './train.ts';

/** What can be told of a shop's customers, and with what right. Everything in it can be written down as JSON. */
export type Assessment = TooLittle | Told;

export interface TooLittle {
  state: 'too-little';
  missing: Missing[];
}

export interface Told {
  /** `no-difference`: past buying tells nobody apart, so only averages are told. */
  state: 'ready' | 'no-difference';
  predictor: Predictor;
  /** ln of the parameters with their covariance, from which intervals are drawn again. */
  point: number[];
  covariance: number[][] | null;
  standardErrors: number[] | null;
  logLikelihood: number;
  logLikelihoodOfNbd: number;
  amounts: Amounts;
  card: BacktestCard;
  notes: Note[];
  season: Season | null;
  ahead: MonthAhead[];
  before: MonthBefore[];
}

/** `no-leaving`: nobody is seen to leave yet. `huge`: one customer is left out of fit and forecast. `no-season`: below two years. */
export type Note = 'no-leaving' | 'huge' | 'no-season';

/** Fits, holds back, chooses and forecasts: the whole nightly reckoning of one shop. */
export function assess(shop: Shop): Assessment {
  const missing = missingIn(shop);
  if (missing.length > 0) return { state: 'too-little', missing };
  const huge = hugeBuyer(shop);
  const usual = huge === null ? shop : without(shop, huge);
  const tested = backtest(usual);
  const amounts = amountsOf(usual.buyers.map((buyer) => spendingAt(buyer, shop.until)));
  const chosen = tested && choose(usual, tested.kind);
  if (!tested || !chosen || !amounts) return { state: 'too-little', missing: tooShort(shop) };
  const { card } = tested;
  const season = seasonAt(usual);
  const tellsApart = card.correlation >= 0.1 && errorChosen(card, tested.kind) <= 0.99 * card.sameForAll;
  const trained = trainAt(usual.buyers, shop.until, chosen.kind, {
    recalibrate: card.recalibrated,
    weeks: card.chanceWeeks,
  });
  const fit = trained?.fit ?? chosen.fit;
  const average: BuyingModel = { kind: 'average', rate: Math.max(1e-9, card.came / card.customers / card.weeks) };
  const predictor: Predictor =
    tellsApart && trained ? trained.predictor : { model: average, recalibration: null, weeks: card.chanceWeeks };
  const before = monthsBefore(usual, chosen.kind);
  const point = tellsApart ? fit.point : Float64Array.of(Math.log(average.rate));
  const covariance = tellsApart ? fit.covariance : null;
  const draws = drawsOf(predictor.model.kind, { point, covariance });
  const known = { model: predictor.model, predictor, draws, amounts, season };
  return {
    state: tellsApart ? 'ready' : 'no-difference',
    predictor: { ...predictor, model: plain(predictor.model) },
    point: [...point],
    covariance: covariance && covariance.map((row) => [...row]),
    standardErrors: tellsApart ? fit.standardErrors : null,
    logLikelihood: fit.logLikelihood,
    logLikelihoodOfNbd: chosen.logLikelihoodOfNbd,
    amounts,
    card,
    notes: notesOf(chosen.kind === 'nbd', huge !== null, season === null),
    season,
    ahead: monthsAhead(usual, known, errorOf(before, shop.until)),
    before,
  };
}

function without(shop: Shop, buyer: number): Shop {
  return { ...shop, of: shop.of - 1, buyers: shop.buyers.filter((_, index) => index !== buyer) };
}

function notesOf(nobodyLeaves: boolean, huge: boolean, underTwoYears: boolean): Note[] {
  return [
    ...(nobodyLeaves ? ['no-leaving' as const] : []),
    ...(huge ? ['huge' as const] : []),
    ...(underTwoYears ? ['no-season' as const] : []),
  ];
}

/** The model that held back purchases prefer, or NBD where nobody is seen to leave. */
function choose(
  { buyers, until }: Shop,
  kind: ModelKind,
): { kind: ModelKind; fit: ModelFit; logLikelihoodOfNbd: number } | null {
  const histories = historiesAt(buyers, until);
  const nbd = fitNbd(histories);
  const trained = trainAt(buyers, until, kind, { recalibrate: false });
  if (!nbd || !trained) return null;
  const { fit } = trained;
  const leaves =
    fit.kind !== 'nbd' &&
    fit.a / (fit.a + fit.b) >= 0.005 &&
    fit.b <= 1e4 &&
    fit.logLikelihood - nbd.logLikelihood >= 2;
  return { kind: leaves ? kind : 'nbd', fit: leaves ? fit : nbd, logLikelihoodOfNbd: nbd.logLikelihood };
}

function errorChosen(card: BacktestCard, kind: ModelKind): number {
  return card.errors.find(({ model }) => model === kind)?.mae ?? Infinity;
}

/** The parameters alone, without what the fit knows besides. */
function plain(model: BuyingModel): BuyingModel {
  if (model.kind === 'average') return { kind: model.kind, rate: model.rate };
  const { r, alpha } = model;
  return model.kind === 'nbd' ? { kind: model.kind, r, alpha } : { kind: model.kind, r, alpha, a: model.a, b: model.b };
}
