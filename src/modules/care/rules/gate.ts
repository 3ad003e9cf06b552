import type { Purpose, Refused } from '../shapes-contract.ts';

/** What is known of one person when something is to go out to them; the same facts for every sender. */
export interface Facts {
  /** Still on file, and within reach of whoever sends. */
  there: boolean;
  /** There is an address for the channel. */
  reachable: boolean;
  /** The newest word on this channel and purpose. */
  consent: 'yes' | 'no' | 'none';
  /** The channel's address bounced, complained or unsubscribed. */
  suppressed: boolean;
  noContact: boolean;
  noProfiling: boolean;
  /** An open complaint, a bereavement …: promotion is silent. */
  silenced: boolean;
  /** Messages of the last days, over all channels; with what is on the wire, or may have arrived. */
  contacts: number;
  /** A promotion went out within the shop's own gap. */
  promotedLately: boolean;
  /** Another card with this address gets it already. */
  sameAddress: boolean;
}

export interface Policy {
  purpose: Purpose;
  /** Chosen by what was computed of people: classes, rhythms. */
  profiled: boolean;
  budgetContacts: number;
}

/** Less goes first. */
export const PRIORITY: Readonly<Record<Purpose, number>> = { service: 1, promise: 2, greeting: 3, promotion: 4 };

/** Which consent a purpose rests on; a greeting that carries an offer is a promotion. */
export function consentFor(purpose: Purpose): 'service' | 'marketing' {
  return purpose === 'promotion' ? 'marketing' : 'service';
}

/**
 * Greetings leave the last contact of the budget to what matters more, and promotions the last two, as long as the
 * budget has so many; service and promises are never refused by it.
 */
export function shareOfBudget(purpose: Purpose, budget: number): number {
  if (purpose === 'service' || purpose === 'promise') return Infinity;
  return Math.max(1, budget - (purpose === 'promotion' ? 2 : 1));
}

/** Why this person gets nothing; null: they may get it. The first reason is the one that weighs most. */
export function refusalOf(facts: Facts, { purpose, profiled, budgetContacts }: Policy): Refused | null {
  if (!facts.there) return 'gone';
  if (facts.noContact) return 'noContact';
  if (facts.consent === 'no') return 'saidNo';
  if (facts.suppressed) return 'suppressed';
  if (!facts.reachable) return 'noAddress';
  if (facts.consent === 'none') return 'noConsent';
  if (facts.silenced && purpose === 'promotion') return 'silenced';
  if (facts.noProfiling && profiled) return 'noProfiling';
  if (facts.contacts >= shareOfBudget(purpose, budgetContacts)) return 'budget';
  if (facts.promotedLately && purpose === 'promotion') return 'tooSoon';
  if (facts.sameAddress) return 'sameAddress';
  return null;
}
