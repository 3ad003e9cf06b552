import type { Ctx } from '../../../kernel/context.ts';
import { fieldShown } from '../../../kernel/access.ts';
import type { Customer } from '../contract.ts';
import { fieldsKnown, reachOf } from './definitions.ts';
import { isSealed, MASK } from './sealed.ts';
import type { Custom } from './values.ts';

/** What of `custom` leaves the house: nothing hidden or removed, and sealed values never by the way. */
export function presentCustom(ctx: Ctx, custom: Custom): { custom: Customer['custom']; masked: string[] } {
  const fields = fieldsKnown(ctx);
  const masked: string[] = [];
  const shown = Object.entries(custom).flatMap(([key, value]): [string, unknown][] => {
    const field = fields.byKey.get(key);
    const reach = reachOf(ctx, field ?? { key, sensitive: false });
    if (field?.removed || reach === 'hide') return [];
    if (!isSealed(value) && fieldShown(reach)) return [[key, value]];
    masked.push(`custom.${key}`);
    return [[key, MASK]];
  });
  return { custom: Object.fromEntries(shown) as Customer['custom'], masked };
}

/** For what is kept and compared, whoever acts: as it is, without what is sealed. */
export function keptCustom(custom: Custom): Customer['custom'] {
  const kept = Object.entries(custom).map(([key, value]) => [key, isSealed(value) ? MASK : value]);
  return Object.fromEntries(kept) as Customer['custom'];
}
