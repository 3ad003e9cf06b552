import { daysBetween } from '../../../maths/calendar.ts';
import type { CivilDate } from '../../../maths/calendar.ts';

/** What a card should say, how much it counts, and the age in days from which it is no longer trusted. */
export type FactRule = { kind: string; weight: number; staleAfterDays?: number; of: 'person' | 'company' | 'both' };

/** What a card says. `known` without `confirmedOn` is known, of an age nobody can tell. */
export type CardFact = { kind: string; known: boolean; confirmedOn?: CivilDate | undefined };

/** A question once put. `declined` is respected for good; the others are let rest. */
export type AskedQuestion = { kind: string; on: CivilDate; answer: 'given' | 'later' | 'declined' };

export type NextQuestion = { kind: string; why: 'missing' | 'stale'; ageInDays?: number };

/**
 * In the order in which they are asked for: first what reaches the customer, then what delights them. People move about
 * every few years (address 2 y), change number, mailbox and taste sooner (1 y); names, gender and birthdays stay.
 */
export const DEFAULT_FACT_RULES: readonly FactRule[] = [
  { kind: 'name', weight: 20, of: 'both' },
  { kind: 'phone', weight: 20, staleAfterDays: 365, of: 'both' },
  { kind: 'gender', weight: 5, of: 'person' },
  { kind: 'birthday', weight: 15, of: 'person' },
  { kind: 'contactPerson', weight: 15, staleAfterDays: 365, of: 'company' },
  { kind: 'preferences', weight: 15, staleAfterDays: 365, of: 'both' },
  { kind: 'address', weight: 10, staleAfterDays: 730, of: 'both' },
  { kind: 'email', weight: 5, staleAfterDays: 365, of: 'both' },
  { kind: 'source', weight: 5, of: 'both' },
  { kind: 'occupation', weight: 5, staleAfterDays: 730, of: 'person' },
];

export type CardKind = 'person' | 'company';

export function missingFacts(facts: readonly CardFact[], of: CardKind, rules = DEFAULT_FACT_RULES): string[] {
  return rulesFor(of, rules)
    .filter(({ kind }) => !factOf(facts, kind)?.known)
    .map(({ kind }) => kind);
}

/** Whole percent by weight; 100 only when nothing is missing. */
export function completenessOf(facts: readonly CardFact[], of: CardKind, rules = DEFAULT_FACT_RULES): number {
  const asked = rulesFor(of, rules);
  const total = sumOfWeights(asked);
  const known = sumOfWeights(asked.filter(({ kind }) => factOf(facts, kind)?.known));
  return total === 0 ? 100 : Math.floor((known * 100) / total);
}

/** Each fact that counts, with its weight and what is known of it. */
export function weighedFacts(facts: readonly CardFact[], of: CardKind, rules = DEFAULT_FACT_RULES) {
  return rulesFor(of, rules).map(({ kind, weight, staleAfterDays }) => {
    const fact = factOf(facts, kind);
    const known = fact?.known === true;
    return { kind, weight, known, on: (known && fact.confirmedOn) || null, keepsDays: staleAfterDays ?? null };
  });
}

/** How old the facts are that should be confirmed again. */
export function staleFacts(
  facts: readonly CardFact[],
  of: CardKind,
  today: CivilDate,
  rules = DEFAULT_FACT_RULES,
): { kind: string; ageInDays: number }[] {
  return rulesFor(of, rules).flatMap(({ kind, staleAfterDays }) => {
    const fact = factOf(facts, kind);
    if (staleAfterDays === undefined || !fact?.known || !fact.confirmedOn) return [];
    const ageInDays = daysBetween(fact.confirmedOn, today);
    return ageInDays > staleAfterDays ? [{ kind, ageInDays }] : [];
  });
}

/**
 * The one question worth asking now, or none. Nobody is questioned twice within `quietDays`; the same thing is not
 * asked again before `againAfterDays`. Missing facts come before stale ones.
 */
export function nextQuestion(
  card: { of: CardKind; facts: readonly CardFact[]; asked: readonly AskedQuestion[] },
  today: CivilDate,
  { rules = DEFAULT_FACT_RULES, quietDays = 7, againAfterDays = 90 } = {},
): NextQuestion | undefined {
  const restsUntil = (question: AskedQuestion, days: number) => daysBetween(question.on, today) < days;
  if (card.asked.some((question) => restsUntil(question, quietDays))) return undefined;
  const mayAsk = (kind: string) =>
    !card.asked.some((question) => {
      return question.kind === kind && (question.answer === 'declined' || restsUntil(question, againAfterDays));
    });
  const missing = missingFacts(card.facts, card.of, rules).find(mayAsk);
  if (missing) return { kind: missing, why: 'missing' };
  const stale = staleFacts(card.facts, card.of, today, rules).find(({ kind }) => mayAsk(kind));
  return stale && { ...stale, why: 'stale' };
}

function rulesFor(of: CardKind, rules: readonly FactRule[]): FactRule[] {
  return rules.filter((rule) => rule.of === 'both' || rule.of === of);
}

function factOf(facts: readonly CardFact[], kind: string): CardFact | undefined {
  return facts.find((fact) => fact.kind === kind);
}

function sumOfWeights(rules: readonly FactRule[]): number {
  return rules.reduce((sum, { weight }) => sum + weight, 0);
}
