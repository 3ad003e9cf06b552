import type { Ctx } from '../../../../kernel/context.ts';

type WhenErased = (ctx: Ctx, cards: readonly string[]) => Promise<void>;
const listeners: WhenErased[] = [];

/** For rows that name no customer themselves, but hang on rows that do. Runs in the transaction that erases. */
export function onCustomersErased(run: WhenErased): void {
  if (!listeners.includes(run)) listeners.push(run);
}

export async function announceErased(ctx: Ctx, cards: readonly string[]): Promise<void> {
  for (const run of listeners) await run(ctx, cards);
}
