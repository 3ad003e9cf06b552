import type { FieldReach } from '../../../kernel/access.ts';
import { foldHead, tailTerm } from './words.ts';
import { searchTermsOf, type Searchable } from './search-terms.ts';
import type { Condition, SearchQuery } from './search-query.ts';
import { quoteLexeme } from './lexemes.ts';

/** How far somebody sees into what customers are found by. */
export interface SearchReach {
  phone: FieldReach;
  email: FieldReach;
  cardNumber: FieldReach;
}

/** Whether what was typed could find somebody by a fact that is not shown. */
export function guardNeeded({ text }: SearchQuery, { phone, email, cardNumber }: SearchReach): boolean {
  const unseen = (reach: FieldReach) => reach === 'hide' || reach === 'mask';
  return (
    (unseen(phone) && /\d/.test(text)) ||
    (unseen(email) && /[a-z0-9]/.test(text)) ||
    (unseen(cardNumber) && /[a-z0-9]/.test(text))
  );
}

/**
 * The question for who sees phones masked: a longer part of a number is asked for by its last four digits, which the
 * mask shows anyway. So no typing digit by digit tells more than the card.
 */
export function guardedTsquery(query: SearchQuery): string {
  const tail = tailOf(query);
  return tail === undefined ? query.tsquery : `(${query.tsquery}) | ${quoteLexeme(tail)}`;
}

/** What of a customer somebody may be found by: nothing hidden, and of masked numbers the end that the mask shows. */
export function searchableWithin(customer: Searchable, reach: SearchReach): Searchable {
  const end = (text: string) => text.replace(/\D/g, '').slice(-4);
  const numbers = (list: readonly string[]) => (reach.phone === 'hide' ? [] : list.map(end));
  const unseen = (field: keyof SearchReach) => reach[field] === 'hide' || reach[field] === 'mask';
  const { cardNumber, ...rest } = customer;
  const card = !unseen('cardNumber')
    ? cardNumber
    : reach.cardNumber === 'mask' && (cardNumber ?? '').length >= 8
      ? end(cardNumber ?? '')
      : undefined;
  return {
    ...rest,
    phones: unseen('phone') ? numbers(customer.phones) : customer.phones,
    emails: unseen('email') ? [] : customer.emails,
    ...(card ? { cardNumber: card } : {}),
  };
}

/** Whether somebody who sees no more than `reach` may find this customer by what was typed. */
export function fitsWithin(query: SearchQuery, customer: Searchable, reach: SearchReach): boolean {
  const terms = searchTermsOf(searchableWithin(customer, reach));
  const known = new Set(terms);
  const tail = tailOf(query);
  if (holds(query.condition, terms, known) || (tail !== undefined && known.has(tail))) return true;
  // Who types the whole of it knows it already.
  const whole = [
    ...(reach.email === 'mask' ? customer.emails : []),
    ...(reach.cardNumber === 'mask' && customer.cardNumber ? [customer.cardNumber] : []),
  ];
  return whole.some((text) => foldHead(text, 254) === query.text);
}

function holds(condition: Condition, terms: readonly string[], known: ReadonlySet<string>): boolean {
  if ('all' in condition) return condition.all.every((one) => holds(one, terms, known));
  if ('any' in condition) return condition.any.some((one) => holds(one, terms, known));
  const { lexeme, prefix } = condition;
  return known.has(lexeme) || (prefix && terms.some((term) => term.startsWith(lexeme)));
}

function tailOf({ text }: SearchQuery): string | undefined {
  const digits = /^[\d\s()+.-]+$/.test(text) ? text.replace(/\D/g, '') : '';
  return digits.length > 4 ? tailTerm(digits.slice(-4)) : undefined;
}
