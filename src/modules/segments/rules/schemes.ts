import { rfmGroup, type RfmGroup } from '../../../maths/rfm.ts';
import type { ValueMatrixKey } from '../../../maths/value-matrix.ts';

export type Scheme = 'value-matrix' | 'rfm';
export type CutBy = 'mean' | 'median' | 'percentile' | 'fixed' | 'rank';

/** How a workspace divides its customers by one scheme. */
export interface SchemeSettings {
  /** Months counted back from the shop's newest purchase; 0 = everything. */
  periodMonths: number;
  cutBy: CutBy;
  /** For `percentile`: so many customers in a hundred lie below either cut. */
  percent: number | null;
  /** For `fixed`: purchase days, and base-currency minor units per purchase day. */
  fixedFrequency: number | null;
  fixedAverageMinor: bigint | null;
  /** Class → the workspace's own words. */
  playbooks: Record<string, { strategy: string; playbook: string[] }>;
  version: number;
}

const VALUE_MATRIX: readonly ValueMatrixKey[] = ['spender', 'best', 'uncertain', 'frequent'];
const RFM: readonly RfmGroup[] = [
  'champions',
  'loyal',
  'potential',
  'new',
  'promising',
  'need-attention',
  'about-to-sleep',
  'at-risk',
  'cannot-lose',
  'hibernating',
  'lost',
];

/** The classes of a scheme in the order in which they are shown. */
export const CLASSES: Record<Scheme, readonly string[]> = { 'value-matrix': VALUE_MATRIX, rfm: RFM };

export const SCHEMES = ['value-matrix', 'rfm'] as const satisfies readonly Scheme[];

const COMMON = { percent: null, fixedFrequency: null, fixedAverageMinor: null, playbooks: {}, version: 0 };

export const DEFAULTS: Record<Scheme, SchemeSettings> = {
  'value-matrix': { ...COMMON, periodMonths: 12, cutBy: 'mean' },
  rfm: { ...COMMON, periodMonths: 24, cutBy: 'rank' },
};

/** Which ways of cutting a scheme has. */
export const CUTS_BY: Record<Scheme, readonly CutBy[]> = {
  'value-matrix': ['mean', 'median', 'percentile', 'fixed'],
  rfm: ['rank'],
};

const SCALE = [1, 2, 3, 4, 5];

/** The group for every R, F and M, at 25 (r − 1) + 5 (f − 1) + (m − 1). */
export const RFM_TABLE: readonly RfmGroup[] = SCALE.flatMap((r) =>
  SCALE.flatMap((f) => SCALE.map((m) => rfmGroup({ r, f, m }))),
);
