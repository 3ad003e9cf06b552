import type { CustomerRow } from '../reach.ts';
import { presentBirthday } from '../present.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { readable, reachInto } from '../masks.ts';
import { matchFactsOf, type MatchFacts } from './rules/match-facts.ts';

/** The columns by which cards are compared. */
export type MatchedRow = Pick<
  CustomerRow,
  | 'id'
  | 'kind'
  | 'name'
  | 'phone'
  | 'email'
  | 'card_number'
  | 'external_id'
  | 'gender'
  | 'birthday_calendar'
  | 'birthday_year'
  | 'birthday_month'
  | 'birthday_day'
  | 'birthday_leap'
  | 'address'
>;

export function factsOfRow(row: MatchedRow): MatchFacts {
  return matchFactsOf({
    kind: row.kind === 'company' ? 'company' : 'person',
    name: row.name,
    phone: row.phone,
    email: row.email,
    cardNumber: row.card_number,
    externalId: row.external_id,
    gender: row.gender,
    birthday: presentBirthday(row),
    address: row.address as Record<string, string> | null,
  });
}

/**
 * The same for showing evidence to the actor: what the card does not tell them, the comparison does not either. A mask
 * still shows which of two phones is meant, so phone, e-mail and card number count unless they are hidden.
 */
export function factsSeen(ctx: Ctx, row: MatchedRow): MatchFacts {
  const facts = factsOfRow(row);
  const hidden = (field: string) => reachInto(ctx, field) === 'hide';
  return {
    ...facts,
    ...(hidden('phone') ? { phone: null } : {}),
    ...(hidden('email') ? { email: null } : {}),
    ...(hidden('cardNumber') ? { cardNumber: null } : {}),
    ...(readable(ctx, 'birthday') ? {} : { bornOn: null, birthdays: [] }),
    ...(readable(ctx, 'address') ? {} : { address: null }),
  };
}
