import type { Ctx } from '../../kernel/context.ts';
import type { BirthdayShape, Consent, Customer, CustomerCard } from './contract.ts';
import { fieldFacts, fieldRules } from './fields/completeness.ts';
import { keptCustom, presentCustom } from './fields/present.ts';
import { phoneAsDialled } from './phones.ts';
import { covered, readable, reachInto } from './masks.ts';
import type { CustomerRow } from './reach.ts';
import { ageOn, nextOccurrence } from './rules/birthday.ts';
import {
  completenessOf,
  DEFAULT_FACT_RULES,
  missingFacts,
  nextQuestion,
  staleFacts,
  weighedFacts,
  type AskedQuestion,
  type CardFact,
  type CardKind,
} from './rules/completeness.ts';
import { isHan } from './rules/fold.ts';
import type { LifeCycleStage } from './rules/life-cycle.ts';
import { pinyinOf, salutationOf } from './rules/salutation.ts';

/** The customer as this actor may see them. */
export function presentCustomer(ctx: Ctx, row: CustomerRow): Customer {
  const seen = covered(ctx, wholeCustomer(ctx, row));
  const own = presentCustom(ctx, row.custom as Record<string, unknown>);
  return { ...seen, custom: own.custom, masked: [...seen.masked, ...own.masked] };
}

/** Nothing covered: for what is kept, compared and never shown as it is. */
export function wholeCustomer(ctx: Ctx, row: CustomerRow): Omit<Customer, 'masked'> {
  return {
    id: row.id,
    kind: row.kind as CardKind,
    name: row.name,
    externalId: row.external_id,
    cardNumber: row.card_number,
    phone: phoneAsDialled(ctx, row.phone),
    email: row.email,
    gender: row.gender,
    title: row.title,
    birthday: presentBirthday(row),
    address: row.address as Customer['address'],
    tags: row.tags,
    source: row.source,
    stage: row.stage as LifeCycleStage,
    stageSince: row.stage_since.toISOString(),
    ownerId: row.owner_id,
    branchId: row.branch_id,
    custom: keptCustom(row.custom as Record<string, unknown>),
    changeSet: row.change_set_id,
    binnedAt: row.binned_at?.toISOString() ?? null,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
    version: row.version,
  };
}

export function presentCard(
  ctx: Ctx,
  row: CustomerRow,
  consents: Consent[],
  asked: readonly AskedQuestion[],
  reached: ReadonlySet<string>,
  /** Facts that stand beside the card and not on it. */
  beside: readonly string[] = [],
): CustomerCard {
  const kind = row.kind as CardKind;
  const facts = factsShown(ctx, row, beside);
  const rules = [...DEFAULT_FACT_RULES, ...fieldRules(ctx, row)];
  const birthday = readable(ctx, 'birthday') ? presentBirthday(row) : null;
  return {
    ...presentCustomer(ctx, row),
    consents,
    spokenName: [...row.name].some(isHan) ? pinyinOf(row.name) : null,
    salutation: salutationOf({ name: row.name, kind, title: row.title ?? undefined, ...knownGender(row) }, ctx.locale),
    nextBirthday: birthday && nextOccurrence(birthday, ctx.today),
    age: (birthday && ageOn(birthday, ctx.today)) ?? null,
    confirmedOn: row.confirmed_on as Record<string, string>,
    completeness: completenessOf(facts, kind, rules),
    facts: weighedFacts(facts, kind, rules),
    missing: missingFacts(facts, kind, rules),
    stale: staleFacts(facts, kind, ctx.today),
    question: questionOf(ctx, row, facts, asked),
    may: {
      edit: reached.has('customers.edit'),
      delete: reached.has('customers.delete'),
    },
  };
}

/** Whether a hidden fact is known is not told: it counts as known, and nobody is asked for it. */
export function factsShown(ctx: Ctx, row: CustomerRow, beside: readonly string[]): CardFact[] {
  return cardFacts(ctx, row).map((fact) => {
    if (reachInto(ctx, fact.kind) === 'hide') return { kind: fact.kind, known: true, confirmedOn: ctx.today };
    return beside.includes(fact.kind) ? { ...fact, known: true } : fact;
  });
}

/** The one thing worth asking now. */
export function questionOf(ctx: Ctx, row: CustomerRow, facts: CardFact[], asked: readonly AskedQuestion[]) {
  return nextQuestion({ of: row.kind as CardKind, facts, asked }, ctx.today) ?? null;
}

export function presentBirthday(
  row: Pick<CustomerRow, 'birthday_calendar' | 'birthday_year' | 'birthday_month' | 'birthday_day' | 'birthday_leap'>,
): BirthdayShape | null {
  if (row.birthday_month === null || row.birthday_day === null) return null;
  return {
    calendar: row.birthday_calendar === 'lunar' ? 'lunar' : 'solar',
    ...(row.birthday_year === null ? {} : { year: row.birthday_year }),
    month: row.birthday_month,
    day: row.birthday_day,
    ...(row.birthday_leap ? { leapMonth: true } : {}),
  };
}

/** What the card says, for the rules of completeness. */
export function cardFacts(ctx: Ctx, row: CustomerRow): CardFact[] {
  const custom = row.custom as Record<string, unknown>;
  const confirmed = row.confirmed_on as Record<string, string>;
  const known: Record<string, boolean> = {
    name: true,
    phone: row.phone !== null,
    email: row.email !== null,
    gender: row.gender !== null,
    birthday: row.birthday_month !== null,
    address: row.address !== null,
    source: row.source !== null,
    preferences: row.tags.length > 0 || Boolean(custom['preferences']),
    contactPerson: Boolean(custom['contactPerson']),
    occupation: Boolean(custom['occupation']),
  };
  const facts = Object.entries(known).map(([kind, isKnown]) => ({ kind, known: isKnown }));
  return [...facts, ...fieldFacts(ctx, custom)].map((fact) => ({ ...fact, confirmedOn: confirmed[fact.kind] }));
}

function knownGender(row: CustomerRow): { gender?: 'male' | 'female' } {
  return row.gender === 'male' || row.gender === 'female' ? { gender: row.gender } : {};
}
