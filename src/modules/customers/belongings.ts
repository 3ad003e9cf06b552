import type { DB } from '../../kernel/db/tables.ts';

/**
 * Rows that a table keeps about a customer. Whoever owns the table says here what becomes of them when cards are
 * merged, when a person asks for everything that is known of them, and when a person is erased.
 */
export interface Belonging {
  table: keyof DB;
  /** The column that names the customer; `customer_id` unless said. */
  column?: string;
  /**
   * `move`: given to the card that stays, and remembered for unmerging. Where a unique index lets only one of two rows
   * stand on a card, that of the card that stays does; the other remains on the merged card, out of sight.
   * `follow`: appended facts that stay where they are; whoever reads the card that stays reads them, too.
   * `derived`: computed from facts; `onCustomersMerged` recomputes them for both cards.
   */
  onMerge: 'move' | 'follow' | 'derived';
  /** Rows come and go by themselves: parting cards does not name those that came since. */
  computed?: true;
  /** `delete`: the rows go. `keep`: they say nothing of a person once the card is anonymous. Else: what to empty. */
  onErase: 'delete' | 'keep' | { blank: readonly string[] };
  /** The columns that a person is given; null where nothing of it is about the person beyond other tables. */
  inPackage: readonly string[] | null;
}

const belongings = new Map<string, Belonging>();

/** Called by `module.ts` of the module whose table it is, once at start. */
export function registerBelongings(list: readonly Belonging[]): void {
  for (const one of list) belongings.set(`${one.table}.${one.column ?? 'customer_id'}`, one);
}

export function belongingList(): Belonging[] {
  return [...belongings.values()];
}

export const ownBelongings: readonly Belonging[] = [
  { table: 'customer_search', onMerge: 'derived', onErase: 'delete', inPackage: null },
  { table: 'customer_tags', onMerge: 'derived', onErase: 'delete', inPackage: null },
  {
    table: 'customer_changes',
    onMerge: 'follow',
    onErase: { blank: ['fields', 'reason'] },
    inPackage: ['at', 'kind', 'fields', 'reason'],
  },
  {
    table: 'customer_consents',
    onMerge: 'follow',
    onErase: { blank: ['proof', 'file_id'] },
    inPackage: ['channel', 'purpose', 'granted', 'proof', 'at', 'source', 'language', 'text_version'],
  },
  { table: 'customer_notes', onMerge: 'move', onErase: 'delete', inPackage: ['at', 'body'] },
  { table: 'customer_files', onMerge: 'move', onErase: 'delete', inPackage: ['at', 'file_id'] },
  { table: 'customer_owners', onMerge: 'follow', onErase: 'keep', inPackage: ['at', 'why'] },
  { table: 'customer_collaborators', onMerge: 'move', onErase: 'delete', inPackage: null },
  { table: 'customer_field_values', onMerge: 'derived', onErase: 'delete', inPackage: null },
  { table: 'customer_questions', onMerge: 'move', onErase: 'delete', inPackage: ['kind', 'asked_on', 'answer'] },
];
