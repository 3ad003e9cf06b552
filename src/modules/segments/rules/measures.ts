/** What a customer is measured by. More is better in every one of them, so recency counts days backwards. */
export type Measure = BuyerMeasure | 'expected' | 'intention' | 'favourite';

export const BUYER_MEASURES = [
  'frequency',
  'money',
  'average',
  'largest',
  'recency',
  'tenure',
  'stability',
  'net',
] as const;
export type BuyerMeasure = (typeof BUYER_MEASURES)[number];

export type Unit = 'times' | 'money' | 'days' | 'months' | 'points' | 'percent';

export const UNITS: Record<Measure, Unit> = {
  frequency: 'times',
  money: 'money',
  average: 'money',
  largest: 'money',
  recency: 'days',
  tenure: 'months',
  stability: 'points',
  net: 'money',
  expected: 'money',
  intention: 'points',
  favourite: 'percent',
};

/** Follows from the purchase days, the money and the last day that are kept with every member. */
export const FOLLOWING: readonly Measure[] = ['frequency', 'money', 'average', 'recency'];

export interface MeasuredRow {
  purchase_days: number | null;
  amount_minor: bigint;
  last_on: string | null;
  v1: number | null;
  v2: number | null;
  v3: number | null;
}

/** Which of the kept values is the measure at this place of its scheme; recency as a day, or null. */
export function keptValue(measure: Measure, place: number, row: MeasuredRow): number | null {
  if (measure === 'frequency') return row.purchase_days;
  if (measure === 'money') return Number(row.amount_minor);
  if (measure === 'average') return Number(row.amount_minor) / (row.purchase_days || 1);
  if (measure === 'recency') return null;
  return [row.v1, row.v2, row.v3][place] ?? null;
}
