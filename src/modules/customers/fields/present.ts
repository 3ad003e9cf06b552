import type { Ctx } from '../../../kernel/context.ts';
import { fieldShown } from '../../../kernel/access.ts';
import { fieldsKnown, reachOf } from './definitions.ts';
import { isSealed, MASK } from './sealed.ts';
import type { Custom } from './values.ts';

/** What of `custom` leaves the house: nothing hidden or removed, and sealed values never by the way. */
export function presentCustom(ctx: Ctx, custom: Custom): Record<string, never> {
  const fields = fieldsKnown(ctx);
  const shown = Object.entries(custom).flatMap(([key, value]): [string, unknown][] => {
    const field = fields.byKey.get(key);
    const reach = reachOf(ctx, field ?? { key, sensitive: false });
    if (field?.removed || reach === 'hide') return [];
    return [[key, isSealed(value) || !fieldShown(reach) ? MASK : value]];
  });
  return Object.fromEntries(shown) as Record<string, never>;
}
