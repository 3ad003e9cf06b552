import { describe, expect, test } from 'vitest';
import type { CardFact } from './completeness.ts';
import {
  completenessOf,
  DEFAULT_FACT_RULES,
  missingFacts,
  nextQuestion,
  staleFacts,
  weighedFacts,
} from './completeness.ts';

const today = '2026-11-22';
const whole: CardFact[] = DEFAULT_FACT_RULES.map(({ kind }) => ({ kind, known: true, confirmedOn: '2026-11-01' }));
const without = (...kinds: string[]) => whole.filter(({ kind }) => !kinds.includes(kind));

describe('a card', () => {
  test('tells what its percentage is made of', () => {
    const facts = weighedFacts(without('birthday'), 'person');
    const sum = (list: typeof facts) => list.reduce((points, { weight }) => points + weight, 0);
    expect(Math.floor((sum(facts.filter(({ known }) => known)) * 100) / sum(facts))).toBe(
      completenessOf(without('birthday'), 'person'),
    );
    expect(facts.find(({ kind }) => kind === 'birthday')).toMatchObject({ weight: 15, known: false, on: null });
    expect(facts.find(({ kind }) => kind === 'phone')).toMatchObject({ known: true, on: '2026-11-01', keepsDays: 365 });
  });

  test('says what is missing of a person and of a company', () => {
    expect(missingFacts(without('birthday', 'contactPerson'), 'person')).toEqual(['birthday']);
    expect(missingFacts(without('birthday', 'contactPerson'), 'company')).toEqual(['contactPerson']);
    expect(missingFacts([{ kind: 'name', known: false }], 'person')).toContain('name');
  });

  test('is complete by weight, and only whole at 100', () => {
    expect(completenessOf(whole, 'person')).toBe(100);
    expect(completenessOf(without('birthday'), 'person')).toBe(85);
    expect(completenessOf([], 'person')).toBe(0);
    expect(completenessOf([], 'person', [])).toBe(100);
  });

  test('marks a phone after a year and an address after two, a birthday never', () => {
    const old = (days: string): CardFact[] =>
      ['phone', 'address', 'birthday'].map((kind) => ({ kind, known: true, confirmedOn: days }));
    expect(staleFacts(old('2025-11-22'), 'person', today)).toEqual([]);
    expect(staleFacts(old('2025-11-21'), 'person', today)).toEqual([{ kind: 'phone', ageInDays: 366 }]);
    expect(staleFacts(old('2020-01-01'), 'person', today).map(({ kind }) => kind)).toEqual(['phone', 'address']);
  });

  test('does not call a fact of unknown age stale', () => {
    expect(staleFacts([{ kind: 'phone', known: true }], 'person', today)).toEqual([]);
  });
});

describe('the next question', () => {
  const ask = (facts: CardFact[], asked: Parameters<typeof nextQuestion>[0]['asked'] = []) =>
    nextQuestion({ of: 'person', facts, asked }, today);

  test('is the most useful missing fact, then the stale one, then none', () => {
    const stalePhone = [...without('phone', 'address'), { kind: 'phone', known: true, confirmedOn: '2020-01-01' }];
    expect(ask(without('birthday', 'email'))).toEqual({ kind: 'birthday', why: 'missing' });
    expect(ask(stalePhone)).toEqual({ kind: 'address', why: 'missing' });
    expect(ask([...stalePhone, { kind: 'address', known: true }])).toEqual({
      kind: 'phone',
      why: 'stale',
      ageInDays: 2517,
    });
    expect(ask(whole)).toBeUndefined();
  });

  test('waits a week after any question', () => {
    expect(ask(without('birthday'), [{ kind: 'email', on: '2026-11-16', answer: 'given' }])).toBeUndefined();
    expect(ask(without('birthday'), [{ kind: 'email', on: '2026-11-15', answer: 'given' }])?.kind).toBe('birthday');
  });

  test('is another one for a quarter, and for good where the customer declined', () => {
    const facts = without('birthday', 'email');
    expect(ask(facts, [{ kind: 'birthday', on: '2026-09-01', answer: 'later' }])?.kind).toBe('email');
    expect(ask(facts, [{ kind: 'birthday', on: '2026-08-24', answer: 'later' }])?.kind).toBe('birthday');
    expect(ask(facts, [{ kind: 'birthday', on: '2020-01-01', answer: 'declined' }])?.kind).toBe('email');
  });

  test('may be one of the trade', () => {
    const rules = [{ kind: 'favouriteTea', weight: 1, of: 'both' as const }];
    expect(nextQuestion({ of: 'person', facts: [], asked: [] }, today, { rules })?.kind).toBe('favouriteTea');
  });
});
