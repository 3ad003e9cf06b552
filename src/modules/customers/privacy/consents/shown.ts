import type { Insight, ListColumn } from '../../registries.ts';
import { restrictionsOf } from './restrictions.ts';

/** In lists, filters and exports: so that whoever takes the list elsewhere takes the word of the customer along. */
export const restrictionColumns: readonly ListColumn[] = (
  [
    ['noContact', 'contact'],
    ['noProfiling', 'profiling'],
  ] as const
).map(([key, kind]) => ({
  key,
  title: `customers:privacy.${key}`,
  kind: 'key',
  table: 'customer_restrictions',
  column: 'flag',
  where: { kind },
  sortable: false,
  sparse: true,
  filter: 'one-of',
  options: [{ key: 'yes', title: 'customers:privacy.flag.yes' }],
}));

/** Why there are no classes and predictions, where the customer does not want any. */
export const profilingInsight: Insight = {
  key: 'profiling',
  async read(ctx, customerId) {
    const [stopped] = await restrictionsOf(ctx, customerId, 'profiling');
    return stopped ? { allowed: false, since: stopped.at, reason: stopped.reason } : { allowed: true };
  },
};
