import { rfmGroup } from '../../../maths/rfm.ts';
import type { Measure } from './measures.ts';
import { NOTHING_SET, type Scheme, type SchemeMeasure } from './schemes.ts';

const HALVES = ['mean', 'median', 'percentile', 'natural', 'fixed'] as const;

const two = (measure: Measure): SchemeMeasure => ({ measure, levels: 2 });

const VALUE_MATRIX: Scheme = {
  key: 'value-matrix',
  own: null,
  population: 'buyers',
  measures: [two('frequency'), two('average')],
  classes: ['spender', 'best', 'uncertain', 'frequent'],
  table: ['uncertain', 'spender', 'frequent', 'best'],
  ranking: ['best', 'spender', 'frequent', 'uncertain'],
  ways: HALVES,
  defaults: NOTHING_SET,
};

const FIVE = [1, 2, 3, 4, 5];
const RFM: Scheme = {
  key: 'rfm',
  own: null,
  population: 'buyers',
  measures: [
    { measure: 'recency', levels: 5 },
    { measure: 'frequency', levels: 5 },
    { measure: 'money', levels: 5 },
  ],
  scale: 5,
  classes: [
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
  ],
  table: FIVE.flatMap((r) => FIVE.flatMap((f) => FIVE.map((m) => rfmGroup({ r, f, m })))),
  ranking: [
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
  ],
  ways: ['rank'],
  defaults: { ...NOTHING_SET, periodMonths: 24, cutBy: 'rank' },
};

const E_CLASS: Scheme = {
  key: 'e-class',
  own: null,
  population: 'buyers',
  measures: [two('money'), two('stability')],
  classes: ['EI', 'EII', 'EIII', 'EIV'],
  table: ['EIV', 'EIII', 'EII', 'EI'],
  ranking: ['EI', 'EII', 'EIII', 'EIV'],
  ways: HALVES,
  defaults: NOTHING_SET,
};

const P_CLASS: Scheme = {
  key: 'p-class',
  own: null,
  population: 'prospects',
  measures: [two('expected'), two('intention')],
  classes: ['PI', 'PII', 'PIII', 'PIV'],
  table: ['PIV', 'PIII', 'PII', 'PI'],
  ranking: ['PI', 'PII', 'PIII', 'PIV'],
  ways: HALVES,
  defaults: { ...NOTHING_SET, periodMonths: 0 },
};

const PYRAMID: Scheme = {
  key: 'pyramid',
  own: null,
  population: 'buyers',
  measures: [
    { measure: 'net', levels: 4 },
    // Who costs more than they bring stands below everybody, whatever their rank.
    { measure: 'net', levels: 2, always: [0] },
  ],
  classes: ['top', 'large', 'middle', 'small', 'negative'],
  table: ['negative', 'small', 'negative', 'middle', 'negative', 'large', 'negative', 'top'],
  ranking: ['top', 'large', 'middle', 'small', 'negative'],
  ways: ['shares', 'natural', 'fixed'],
  defaults: { ...NOTHING_SET, cutBy: 'shares', shares: [1, 4, 15] },
};

const CONSUMPTION: Scheme = {
  key: 'consumption',
  own: null,
  population: 'buyers',
  measures: [{ measure: 'money', levels: 3 }],
  classes: ['high', 'mid', 'low'],
  table: ['low', 'mid', 'high'],
  ranking: ['high', 'mid', 'low'],
  ways: ['natural', 'shares', 'rank', 'fixed'],
  defaults: { ...NOTHING_SET, active: false, cutBy: 'natural', shares: [20, 30] },
};

const BUYER_KIND: Scheme = {
  key: 'buyer-kind',
  own: null,
  population: 'buyers',
  measures: [two('frequency'), two('stability')],
  classes: ['regular', 'irregular', 'occasional'],
  table: ['occasional', 'occasional', 'irregular', 'regular'],
  ranking: ['regular', 'irregular', 'occasional'],
  ways: ['fixed'],
  defaults: { ...NOTHING_SET, active: false, cutBy: 'fixed', bounds: { frequency: [3], stability: [60] } },
};

const VIP: Scheme = {
  key: 'vip',
  own: null,
  population: 'buyers',
  measures: [{ measure: 'money', levels: 3 }],
  classes: ['vip', 'near', 'others'],
  table: ['others', 'near', 'vip'],
  ranking: ['vip', 'near', 'others'],
  ways: ['shares', 'fixed'],
  defaults: { ...NOTHING_SET, active: false, cutBy: 'shares', shares: [5, 15] },
};

/** Shares of categories: who has no favourite is mixed, who favours a small category is another. */
export const MIXED = '*mixed';
export const OTHER = '*other';

const PREFERENCE: Scheme = {
  key: 'preference',
  own: null,
  population: 'tastes',
  measures: [two('favourite')],
  classes: [MIXED, OTHER],
  table: [],
  ranking: [],
  ways: ['fixed'],
  defaults: { ...NOTHING_SET, active: false, cutBy: 'fixed', bounds: { favourite: [50] } },
};

export const BUILT_IN: readonly Scheme[] = [
  VALUE_MATRIX,
  RFM,
  E_CLASS,
  P_CLASS,
  PYRAMID,
  CONSUMPTION,
  BUYER_KIND,
  VIP,
  PREFERENCE,
];

/** The schemes whose classes are the same in every shop, so that lists can be filtered by them. */
export const FIXED_CLASSES = BUILT_IN.filter(({ population }) => population !== 'tastes');
