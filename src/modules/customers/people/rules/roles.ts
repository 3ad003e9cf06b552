import type { CardKind } from '../../rules/completeness.ts';

/** What somebody is to a customer → what the customer is to them. */
const TURNED = {
  spouse: 'spouse',
  parent: 'child',
  child: 'parent',
  grandparent: 'grandchild',
  grandchild: 'grandparent',
  sibling: 'sibling',
  relative: 'relative',
  household: 'household',
  friend: 'friend',
  colleague: 'colleague',
  contact: 'employer',
  employer: 'contact',
  referrer: 'referred',
  referred: 'referrer',
  other: 'other',
} as const;

export type PersonRole = keyof typeof TURNED;
export const personRoles = Object.keys(TURNED) as [PersonRole, ...PersonRole[]];

export function turned(role: PersonRole): PersonRole {
  return TURNED[role];
}

const BETWEEN_PERSONS = new Set<PersonRole>([
  'spouse',
  'parent',
  'child',
  'grandparent',
  'grandchild',
  'sibling',
  'relative',
  'household',
]);

/** A family is of persons, and only a company has contacts. `other` is null for somebody without a card. */
export function roleFits(role: PersonRole, customer: CardKind, other: CardKind | null): boolean {
  if (BETWEEN_PERSONS.has(role)) return customer === 'person' && other !== 'company';
  if (role === 'contact') return customer === 'company' && other !== 'company';
  if (role === 'employer') return customer === 'person' && other !== 'person';
  return true;
}

/** Whether the words about the link say what the other is, whichever side it is read from. */
export function labelStays(role: PersonRole): boolean {
  return role !== 'other';
}
