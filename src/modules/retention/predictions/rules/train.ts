import { fitBetaGeometric, type BetaGeometricFit } from '../../../../maths/clv/beta-geometric-fit.ts';
import type { BuyingHistory } from '../../../../maths/clv/histories.ts';
import { fitNbd, type NbdFit } from '../../../../maths/clv/nbd.ts';
import { rawChance, type BuyingModel, type Predictor } from '../../../../maths/clv/predictor.ts';
import { recalibrationOf } from '../../../../maths/clv/recalibration.ts';
import { boughtWithin, DAYS_PER_WEEK, historyAt, type Buyer } from './buyers.ts';

/** The chance that is told, and that alerts are ranked by, is for so many weeks. */
export const HORIZON = 13;

export type ModelKind = Exclude<BuyingModel['kind'], 'average'>;
export type ModelFit = BetaGeometricFit | NbdFit;

export function fitModel(kind: ModelKind, histories: Iterable<BuyingHistory>): ModelFit | null {
  return kind === 'nbd' ? fitNbd(histories) : fitBetaGeometric(kind, histories);
}

export function historiesAt(buyers: readonly Buyer[], day: number): BuyingHistory[] {
  return buyers.flatMap((buyer) => historyAt(buyer, day) ?? []);
}

/**
 * What could have been told at the end of that day: the model fitted to everything before, and, where asked for, held
 * against what came in the weeks before that day.
 */
export function trainAt(
  buyers: readonly Buyer[],
  day: number,
  kind: ModelKind,
  { recalibrate, weeks = HORIZON }: { recalibrate: boolean; weeks?: number },
): { predictor: Predictor; fit: ModelFit } | null {
  const fit = fitModel(kind, historiesAt(buyers, day));
  if (!fit) return null;
  const recalibration = recalibrate ? curveAt(buyers, day, kind, weeks) : null;
  return { fit, predictor: { model: fit, recalibration, weeks } };
}

function curveAt(buyers: readonly Buyer[], day: number, kind: ModelKind, weeks: number) {
  const then = day - weeks * DAYS_PER_WEEK;
  const model = fitModel(kind, historiesAt(buyers, then));
  if (!model) return null;
  const looked = buyers.flatMap((buyer) => {
    const history = historyAt(buyer, then);
    if (!history) return [];
    return { history, p: rawChance(model, history, weeks), bought: boughtWithin(buyer, then, day) > 0 };
  });
  return recalibrationOf(looked);
}
