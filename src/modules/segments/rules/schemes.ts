import { SIGNALS, WEIGHTS, type Signal } from './intention.ts';
import type { BuyerMeasure, Measure } from './measures.ts';

export const CUT_WAYS = ['mean', 'median', 'percentile', 'fixed', 'rank', 'natural', 'shares'] as const;
export type CutBy = (typeof CUT_WAYS)[number];

/** Whether the whole shop is cut in the same places, or each branch or currency where its own customers lie. */
export const APART = ['shop', 'branch', 'currency'] as const;
export type Apart = (typeof APART)[number];

/** Why nobody is divided. */
export const LACKS = ['purchases', 'customers', 'alike', 'prospects', 'categories', 'off'] as const;
export type Lack = (typeof LACKS)[number];

/**
 * A way of dividing customers: up to three measures, each cut into levels, and a table that says which class the levels
 * together make.
 */
export interface Scheme {
  key: string;
  /** A workspace's own: its name, and its names for classes. */
  own: { name: string; names: Record<string, string>; version: number } | null;
  population: 'buyers' | 'prospects' | 'tastes';
  measures: readonly SchemeMeasure[];
  /** Levels are spread over 1 to this, however many there are; else each measure has its own number. */
  scale?: number;
  /** In the order in which they are shown. Those of tastes are the shop's own categories. */
  classes: readonly string[];
  /** The class at l₁, l₂, l₃ (last running fastest). */
  table: readonly string[];
  /** The classes from the best down, by which a move is one up or down; empty where none is better. */
  ranking: readonly string[];
  ways: readonly CutBy[];
  defaults: SchemeSettings;
}

export interface SchemeMeasure {
  measure: Measure;
  levels: number;
  /** Cut here whatever the way of cutting. */
  always?: readonly number[];
}

/** How a workspace divides its customers by one scheme. */
export interface SchemeSettings {
  active: boolean;
  /** Months counted back from the shop's newest purchase; 0 = everything. */
  periodMonths: number;
  cutBy: CutBy;
  /** Of buyers, unless the cuts are set by hand. */
  apart: Apart;
  /** For `percentile`: so many customers in a hundred lie below either cut. */
  percent: number | null;
  /** For `shares`: how many customers in a hundred are on the highest level, the next, … */
  shares: number[];
  /** For `fixed`: the cuts of each measure, ascending; money in minor units. */
  bounds: Record<string, number[]>;
  /** RFM: 3 or 5 steps; null goes by the number of customers. */
  steps: 3 | 5 | null;
  weights: Record<Signal, number>;
  /** How many contacts a month the business can make with chosen classes. */
  serves: number | null;
  /** Class → the workspace's own words. */
  playbooks: Record<string, OwnPlaybook>;
  version: number;
}

export interface OwnPlaybook {
  strategy: string;
  playbook: string[];
  words?: string | undefined;
  offer?: string | undefined;
  /** Of what the class brings in the period, in a hundred. */
  budgetPercent?: number | undefined;
  /** Days between two contacts; 0 is only when they ask. */
  rhythmDays?: number | undefined;
  role?: string | undefined;
}

export const NOTHING_SET: SchemeSettings = {
  active: true,
  periodMonths: 12,
  cutBy: 'mean',
  apart: 'shop',
  percent: null,
  shares: [],
  bounds: {},
  steps: null,
  weights: WEIGHTS,
  serves: null,
  playbooks: {},
  version: 0,
};

export interface OwnAxes {
  across: BuyerMeasure;
  acrossLevels: 2 | 3;
  up: BuyerMeasure;
  upLevels: 2 | 3;
}

/** A shop's own scheme: classes are `<level across>-<level up>`, the highest of both the best. */
export function ownScheme(key: string, axes: OwnAxes, own: NonNullable<Scheme['own']>): Scheme {
  const { across, acrossLevels, up, upLevels } = axes;
  const places = range(acrossLevels).flatMap((x) => range(upLevels).map((y) => ({ x, y, key: `${x}-${y}` })));
  const best = places.toSorted((a, b) => b.x + b.y - (a.x + a.y) || b.y - a.y);
  const ways: CutBy[] =
    acrossLevels === 2 && upLevels === 2
      ? ['mean', 'median', 'percentile', 'rank', 'natural', 'fixed']
      : ['rank', 'natural', 'fixed'];
  return {
    key,
    own,
    population: 'buyers',
    measures: [
      { measure: across, levels: acrossLevels },
      { measure: up, levels: upLevels },
    ],
    // As on paper: high above, much at the right.
    classes: places.toSorted((a, b) => b.y - a.y || a.x - b.x).map((place) => place.key),
    table: places.map((place) => place.key),
    ranking: best.map((place) => place.key),
    ways,
    defaults: { ...NOTHING_SET, cutBy: ways[0] ?? 'rank' },
  };
}

/** Whether trade is counted by whole months, so that nobody's stability moves every night. */
export function byWholeMonths({ measures }: Scheme): boolean {
  return measures.some(({ measure }) => measure === 'stability');
}

/** Where the values of one customer stand under the bounds of a run; 1 is the lowest level. */
export function levelIn(value: number, bounds: readonly number[], levels: number): number {
  if (bounds.length === 0) return Math.floor((levels + 1) / 2);
  const reached = bounds.filter((bound) => value >= bound).length;
  return 1 + Math.floor(((levels - 1) * reached) / bounds.length + 0.5);
}

export function classAt({ measures, scale, table }: Scheme, levels: readonly number[]): string | undefined {
  const place = measures.reduce((sum, { levels: own }, at) => sum * (scale ?? own) + ((levels[at] ?? 1) - 1), 0);
  return table[place];
}

/** 1: the move leads up, −1: down, 0: neither, or in or out of all classes. */
export function directionOf({ ranking }: Pick<Scheme, 'ranking'>, from: string | null, to: string | null): -1 | 0 | 1 {
  const [a, b] = [from === null ? -1 : ranking.indexOf(from), to === null ? -1 : ranking.indexOf(to)];
  if (a < 0 || b < 0 || a === b) return 0;
  return b < a ? 1 : -1;
}

export function weightsFrom(own: Partial<Record<Signal, number>> | undefined): Record<Signal, number> {
  return Object.fromEntries(SIGNALS.map((signal) => [signal, own?.[signal] ?? WEIGHTS[signal]])) as Record<
    Signal,
    number
  >;
}

function range(end: number): number[] {
  return Array.from({ length: end }, (_one, at) => at + 1);
}
