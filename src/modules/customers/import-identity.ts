import { createHash } from 'node:crypto';
import type { Ctx } from '../../kernel/context.ts';
import type { NewCustomer } from './bulk-create.ts';
import type { ReadRow } from './import-match.ts';

/**
 * The id of a customer whose row has no number, phone or e-mail to know them by: made of the row itself, so that the
 * same row finds the same customer. A UUIDv8 (RFC 9562 §5.8).
 */
export function idOfRow(ctx: Ctx, { name }: NewCustomer, identity: string): string {
  const hash = createHash('sha256').update(JSON.stringify([ctx.workspace.id, 'customer row', name, identity]));
  const bytes = hash.digest().subarray(0, 16);
  bytes[6] = 0x80 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** Which of these rows have come in before, by the ids they would give. In the bin counts as well. */
export async function earlierRows(ctx: Ctx, rows: readonly ReadRow[]): Promise<Set<string>> {
  const ids = rows.flatMap(({ reading, identity }) =>
    'facts' in reading && !hasKey(reading.facts) ? [idOfRow(ctx, reading.facts, identity)] : [],
  );
  if (ids.length === 0) return new Set();
  const found = await ctx.db
    .selectFrom('customers')
    .select('id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', 'in', ids)
    .execute();
  return new Set(found.map(({ id }) => id));
}

function hasKey({ externalId, cardNumber, phone, email }: NewCustomer): boolean {
  return Boolean(externalId || cardNumber || phone || email);
}
