import { sql, type SqlBool } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { inBase } from '../../../kernel/i18n/print.ts';
import { COUNT_LIMIT, countOf } from '../../../kernel/paging.ts';
import { customerNames, mayProfile, visibleCustomers } from '../../customers/index.ts';
import { askableBy } from './compile.ts';
import type { SampledCustomer } from './contract.ts';
import type { Condition } from './kinds.ts';
import { sayTrees } from './say.ts';
import { admit } from './segments.ts';
import { admitTree } from './stored.ts';

const SAMPLE = 10;

/** Who would be in a segment, of the customers within reach: asked for with every word that somebody types. */
export async function previewSegment(ctx: Ctx, asked: { condition?: unknown; except?: string | undefined }) {
  const tree = admitTree(asked.condition);
  const askable = await askableBy(ctx);
  const { where } = admit(ctx, askable, tree, asked.except);
  const [count, sample, [sentence = '']] = await Promise.all([
    countFitting(ctx, where),
    sampleFitting(ctx, where),
    sayTrees(ctx, askable, [tree]),
  ]);
  return { count, sentence, sample };
}

async function countFitting(ctx: Ctx, where: Condition): Promise<{ value: number; exact: boolean }> {
  const some = fittingCustomers(ctx, where)
    .select(sql<number>`1`.as('one'))
    .limit(COUNT_LIMIT + 1);
  const { counted } = await ctx.db
    .selectFrom(some.as('some'))
    .select(sql<number>`count(*)::int`.as('counted'))
    .executeTakeFirstOrThrow();
  return countOf(counted);
}

/** Whoever comes first: a draw by lot would look at everybody. */
async function sampleFitting(ctx: Ctx, where: Condition): Promise<SampledCustomer[]> {
  const rows = await fittingCustomers(ctx, where).select('customers.id').limit(SAMPLE).execute();
  return describeCustomers(
    ctx,
    rows.map(({ id }) => id),
  );
}

function fittingCustomers(ctx: Ctx, where: Condition) {
  return ctx.db
    .selectFrom('customers')
    .where(visibleCustomers(ctx))
    .where(mayProfile(ctx, sql.ref('customers.id')))
    .where(sql<SqlBool>`${where}`);
}

/** Names and purchases, in the order of the ids; who is out of sight has no entry. */
export async function describeCustomers(ctx: Ctx, ids: readonly string[]): Promise<SampledCustomer[]> {
  if (ids.length === 0) return [];
  const [names, statistics] = await Promise.all([
    customerNames(ctx, ids),
    ctx.db
      .selectFrom('customer_statistics')
      .select(['customer_id', 'spent_minor', 'last_on'])
      .where('workspace_id', '=', ctx.workspace.id)
      .where('customer_id', 'in', [...ids])
      .execute(),
  ]);
  const bought = new Map(statistics.map((row) => [row.customer_id, row]));
  return ids.flatMap((id) => {
    const customer = names.get(id);
    if (!customer) return [];
    const row = bought.get(id);
    const { name, phone, stage } = customer;
    return { id, name, phone, stage, spent: inBase(ctx, row?.spent_minor ?? 0n), lastOn: row?.last_on ?? null };
  });
}
