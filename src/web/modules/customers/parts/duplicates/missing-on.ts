import type { Customer } from '../../api.ts';
import type { factsOf } from '../facts-draft.ts';

type Facts = ReturnType<typeof factsOf>;
type Change = Partial<Omit<Facts, 'stage' | 'kind' | 'name'>>;

const SINGLE = ['phone', 'email', 'gender', 'title', 'birthday', 'source', 'externalId', 'cardNumber'] as const;

/** Of what was typed, what that card does not know: empty facts, parts of the address, tags, own fields. */
export function missingOn(card: Customer, typed: Facts): Change {
  const change: Record<string, unknown> = {};
  for (const field of SINGLE) {
    const value = typed[field];
    if (value && (card[field] === null || card[field] === 'unknown')) change[field] = value;
  }
  const address = { ...typed.address, ...card.address };
  if (Object.keys(address).length > Object.keys(card.address ?? {}).length) change['address'] = address;
  const tags = [...new Set([...card.tags, ...typed.tags])];
  if (tags.length > card.tags.length) change['tags'] = tags;
  const custom = Object.entries(typed.custom).filter(
    ([field, value]) => value && (card.custom[field] ?? null) === null,
  );
  if (custom.length > 0) change['custom'] = Object.fromEntries(custom);
  return change as Change;
}
