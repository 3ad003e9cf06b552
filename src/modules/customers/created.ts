import { emit } from '../../kernel/outbox.ts';
import type { Ctx } from '../../kernel/context.ts';
import { customersChanged, customersCreated } from './events.ts';
import { dueForMatching } from './duplicates/due.ts';

type WhenCreated = (ctx: Ctx, ids: readonly string[]) => Promise<void>;
const listeners: WhenCreated[] = [];
/** Events name no more customers than this; beyond, they name the change set. */
const NAMED = 1_000;

/** For rows that every customer must have from the first moment; runs in the transaction that makes the customers. */
export function onCustomersCreated(run: WhenCreated): void {
  if (!listeners.includes(run)) listeners.push(run);
}

export async function announceCreated(ctx: Ctx, ids: readonly string[], changeSetId: string | null): Promise<void> {
  for (const run of listeners) await run(ctx, ids);
  await dueForMatching(ctx, ids);
  await emit(ctx, customersCreated, named(ids, changeSetId));
}

export async function announceChanged(ctx: Ctx, ids: readonly string[], changeSetId: string | null): Promise<void> {
  await dueForMatching(ctx, ids);
  await emit(ctx, customersChanged, named(ids, changeSetId));
}

/** Tags make nobody look like somebody else. */
export async function announceTagged(ctx: Ctx, ids: readonly string[], changeSetId: string): Promise<void> {
  if (ids.length > 0) await emit(ctx, customersChanged, named(ids, changeSetId));
}

function named(ids: readonly string[], changeSetId: string | null) {
  return { customerIds: ids.length > NAMED ? null : [...ids], changeSetId };
}
