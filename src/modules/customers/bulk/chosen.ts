import { sql, type RawBuilder, type SqlBool } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { refusals } from '../../../kernel/errors.ts';
import { readFilter } from '../list-filter.ts';
import { matchesOf } from '../search.ts';
import { bulkErrors, type BulkTarget } from './contract.ts';

const refuse = refusals(bulkErrors);

export type Condition = RawBuilder<SqlBool>;

/** What is kept of a target: a search is asked once, by whoever sees what it may find. */
export type Resolved = { ids: string[] } | { filter?: string | undefined };

export async function resolved(ctx: Ctx, target: BulkTarget): Promise<Resolved> {
  if ('ids' in target) return { ids: [...new Set(target.ids)] };
  const filter = await readFilter(ctx, target.filter);
  if (filter.binned) throw refuse('CUSTOMER_FILTER_UNKNOWN', { path: 'target.filter', field: 'binned' });
  if (!target.q?.trim()) return { filter: target.filter };
  return { ids: (await matchesOf(ctx, target.q, filter)).ids };
}

export async function conditionsFor(ctx: Ctx, target: Resolved): Promise<Condition[]> {
  if ('ids' in target) return [sql<SqlBool>`customers.id = any (${target.ids}::uuid[])`];
  return (await readFilter(ctx, target.filter)).conditions;
}
