import type { Ctx } from '../../../kernel/context.ts';
import { refusals } from '../../../kernel/errors.ts';
import { customerSeen } from '../reach.ts';
import { fieldErrors } from './contract.ts';
import { fieldsOf, reachOf } from './definitions.ts';
import type { FieldValue } from './rules/field.ts';
import { openValue, type Custom } from './values.ts';

const refuse = refusals(fieldErrors);

/**
 * The whole value of a field that the card masks; `null` where there is none. The door of the one verb that reveals:
 * it asks for a reason, limits and records.
 */
export async function revealField(ctx: Ctx, customerId: string, key: string): Promise<FieldValue | null> {
  const row = await customerSeen(ctx, customerId);
  const field = (await fieldsOf(ctx)).byKey.get(key);
  if (!field || field.removed || reachOf(ctx, field) === 'hide') throw refuse('FIELD_NOT_FOUND');
  const stored = (row.custom as unknown as Custom)[key];
  return stored === undefined ? null : openValue(ctx, stored);
}

/** Everything in `custom` as it was said, for the package of a person who asks what is known of them. */
export function openCustom(ctx: Pick<Ctx, 'workspace'>, custom: Custom): Record<string, FieldValue> {
  return Object.fromEntries(Object.entries(custom).map(([key, stored]) => [key, openValue(ctx, stored)]));
}
