import type { Ctx } from '../../kernel/context.ts';
import { newId } from '../../kernel/ids.ts';
import type { Customer } from './contract.ts';
import { sameValue } from './fields/values.ts';
import { wholeCustomer } from './present.ts';
import type { CustomerRow } from './reach.ts';

export type FieldChanges = Record<string, { old: unknown; new: unknown }>;

const TRACKED = [
  'kind',
  'name',
  'externalId',
  'cardNumber',
  'phone',
  'email',
  'gender',
  'title',
  'birthday',
  'address',
  'tags',
  'source',
  'stage',
  'ownerId',
  'branchId',
] as const satisfies readonly (keyof Customer)[];

/** What an act changed, in the words of the API. */
export function changesBetween(ctx: Ctx, before: CustomerRow, after: CustomerRow): FieldChanges {
  const old = wholeCustomer(ctx, before);
  const now = wholeCustomer(ctx, after);
  const changed = TRACKED.filter((field) => JSON.stringify(old[field]) !== JSON.stringify(now[field]));
  return {
    ...Object.fromEntries(changed.map((field) => [field, { old: old[field], new: now[field] }])),
    ...ownFieldChanges(before, after, old.custom, now.custom),
  };
}

/** The business's own fields one by one, as `custom.<key>`; what is masked on the card is masked here. */
function ownFieldChanges(
  before: CustomerRow,
  after: CustomerRow,
  shownBefore: Customer['custom'],
  shownAfter: Customer['custom'],
): FieldChanges {
  const [old, now] = [before.custom, after.custom] as Record<string, unknown>[];
  const keys = [...new Set([...Object.keys(old ?? {}), ...Object.keys(now ?? {})])];
  const changed = keys.filter((key) => !sameValue(old?.[key], now?.[key]));
  return Object.fromEntries(
    changed.map((key) => [`custom.${key}`, { old: shownBefore[key] ?? null, new: shownAfter[key] ?? null }]),
  );
}

export async function recordChange(
  ctx: Ctx,
  customerId: string,
  kind: 'created' | 'changed' | 'binned' | 'restored',
  fields: FieldChanges = {},
  reason: string | null = null,
): Promise<void> {
  await ctx.db
    .insertInto('customer_changes')
    .values({
      workspace_id: ctx.workspace.id,
      customer_id: customerId,
      id: newId(),
      at: ctx.now,
      kind,
      fields: JSON.stringify(fields),
      reason,
      by_kind: ctx.actor.kind,
      by_name: ctx.actor.name,
    })
    .execute();
}
