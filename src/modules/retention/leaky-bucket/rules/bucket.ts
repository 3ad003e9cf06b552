/** What a year of the bucket says; shares 0…1, money in minor units of the base currency. Null: not to be told. */
export interface Economy {
  /** Of those there at the beginning, lost within the year: who came later is not counted. */
  churn: number | null;
  /** Money that one active customer brings in a year, after the margin where one is known. */
  perCustomerMinor: number | null;
  winningPerNewMinor: number | null;
  keepingPerKeptMinor: number | null;
  /** How many times as dear winning one is as keeping one. */
  ratio: number | null;
  /** What one customer in a hundred more staying is worth in a year. */
  pointMinor: number | null;
}

export interface YearFigures {
  start: number;
  /** Of those at the start. */
  lostOfStart: number;
  new: number;
  /** Customers there in an average month. */
  active: number;
  revenueMinor: bigint;
  winningMinor: bigint;
  keepingMinor: bigint;
  marginPercent: number | null;
}

/** The plain arithmetic; every figure it cannot carry is null and never an infinity. */
export function economyOf(year: YearFigures): Economy {
  const margin = (year.marginPercent ?? 100) / 100;
  const perCustomerMinor = per(Number(year.revenueMinor) * margin, year.active);
  const winningPerNewMinor = booked(year.winningMinor, year.new);
  const keepingPerKeptMinor = booked(year.keepingMinor, year.active);
  return {
    churn: per(Math.min(year.lostOfStart, year.start), year.start),
    perCustomerMinor,
    winningPerNewMinor,
    keepingPerKeptMinor,
    ratio:
      winningPerNewMinor !== null && keepingPerKeptMinor !== null ? winningPerNewMinor / keepingPerKeptMinor : null,
    pointMinor: perCustomerMinor === null ? null : (perCustomerMinor * year.active) / 100,
  };
}

/**
 * Of a hundred who are given something, so many have to stay who would have gone, until it has paid: what a hundred
 * cost, divided by what one who stays brings in a year. More than a hundred: it can never pay within a year.
 */
export function breakEven(giftMinor: number, perCustomerMinor: number | null): number | null {
  return perCustomerMinor === null || perCustomerMinor <= 0 ? null : (100 * giftMinor) / perCustomerMinor;
}

export type Warning = 'nobody' | 'few' | 'one_day' | 'too_short' | 'one_customer';

/** Why the figures are not to be trusted, or not to be told; the gravest first. */
export function warningsOf(facts: {
  customers: number;
  days: number;
  /** From the first purchase to the last day looked at. */
  spanDays: number;
  lostAfter: number;
  largestShare: number;
}): Warning[] {
  if (facts.customers === 0) return ['nobody'];
  const told: Warning[] = [];
  if (facts.days === 1) told.push('one_day');
  else if (facts.spanDays < facts.lostAfter + 30) told.push('too_short');
  if (facts.customers < 50) told.push('few');
  if (facts.largestShare > 0.2 && facts.customers > 1) told.push('one_customer');
  return told;
}

function per(amount: number, of: number): number | null {
  return of > 0 ? amount / of : null;
}

/** Nothing booked is not the same as free. */
function booked(minor: bigint, of: number): number | null {
  return minor > 0n && of > 0 ? Number(minor) / of : null;
}
