import { daysBetween } from '../../../maths/calendar.ts';
import type { CivilDate } from '../../../maths/calendar.ts';

export type LifeCycleStage = 'lead' | 'prospect' | 'active' | 'sleeping' | 'lost';

export type LifeCycleFacts = {
  /** Orders that stand: not those wholly refunded. */
  orders: number;
  lastOrderOn?: CivilDate | undefined;
  /** Somebody talked with them about buying: a visit, a quotation, a deal. */
  showedInterest: boolean;
};

export type LifeCycleThresholds = { sleepingAfterDays: number; lostAfterDays: number };

/**
 * A stage begins on the day after so many days of silence: on day `sleepingAfterDays` itself the customer is still
 * active.
 */
export function stageOf(facts: LifeCycleFacts, thresholds: LifeCycleThresholds, today: CivilDate): LifeCycleStage {
  if (facts.orders < 1 || !facts.lastOrderOn) return facts.showedInterest ? 'prospect' : 'lead';
  const silence = daysBetween(facts.lastOrderOn, today);
  if (silence > thresholds.lostAfterDays) return 'lost';
  return silence > thresholds.sleepingAfterDays ? 'sleeping' : 'active';
}
