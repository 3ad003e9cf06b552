import type { ProgrammeRules } from '../contract.ts';

type Redeem = ProgrammeRules['redeem'];

/** What points are worth at the till, in minor units, rounded down. */
export function worthOf(redeem: Redeem, worthMinor: bigint, points: number): bigint {
  return (BigInt(points) * worthMinor) / BigInt(redeem.points);
}

/** The most points that may pay for an order of this amount: within the balance, the share and whole steps. */
export function mostFor(redeem: Redeem, worthMinor: bigint, balance: number, totalMinor: bigint): number {
  if (worthMinor === 0n || totalMinor <= 0n) return 0;
  const byShare = (totalMinor * BigInt(redeem.maxShare) * BigInt(redeem.points)) / (100n * worthMinor);
  const most = byShare < BigInt(balance) ? Number(byShare) : balance;
  const whole = most - (most % redeem.step);
  return whole < redeem.minimum ? 0 : whole;
}
