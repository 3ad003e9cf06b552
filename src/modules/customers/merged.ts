import type { Ctx } from '../../kernel/context.ts';

export interface MergedCards {
  keep: string;
  merged: readonly string[];
  /** The merge was taken back: what is derived is to be derived again all the same. */
  undone: boolean;
}

type WhenMerged = (ctx: Ctx, cards: MergedCards) => Promise<void>;
const listeners: WhenMerged[] = [];

/**
 * For what is derived from rows that change hands when cards are merged or parted. Runs in the transaction that does it,
 * after the rows have moved, for the card that stays and the others alike.
 */
export function onCustomersMerged(run: WhenMerged): void {
  if (!listeners.includes(run)) listeners.push(run);
}

export async function announceMerged(ctx: Ctx, cards: MergedCards): Promise<void> {
  for (const run of listeners) await run(ctx, cards);
}
