import { sql, type RawBuilder } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { knownSchemes, type KnownScheme } from '../schemes/known.ts';
import { NOBODY } from './classed.ts';
import { rowsOf } from './divide.ts';
import { lastRuns, type Run } from './runs.ts';

/** Customers whose kept class differs from what their purchases say. None, unless something is broken. */
export async function verifyClasses(ctx: Ctx): Promise<{ customerId: string }[]> {
  const schemes = await knownSchemes(ctx);
  const runs = await lastRuns(
    ctx,
    schemes.map(({ scheme }) => scheme.key),
  );
  const wrong: { customerId: string }[] = [];
  for (const known of schemes) {
    const run = runs.get(known.scheme.key);
    // New settings have not been applied yet: what is kept is of the old ones.
    if (run && run.settingsVersion !== known.settings.version) continue;
    const check =
      known.scheme.population === 'prospects' ? wrongProspects(ctx, known, run) : wrongBuyers(ctx, known, run);
    wrong.push(...(await sql<{ customerId: string }>`${check}`.execute(ctx.db)).rows);
  }
  return wrong;
}

function wrongBuyers(ctx: Ctx, known: KnownScheme, run: Run | undefined): RawBuilder<unknown> {
  return sql`
    select coalesce(c.customer_id, k.customer_id) as "customerId"
    from (${run?.cuts ? rowsOf(ctx, known, run, run.cuts, null) : NOBODY}) c
    full join (${keptBy(ctx, known)}) k on k.customer_id = c.customer_id
    where (c.key, c.purchase_days, c.amount_minor, c.last_on)
      is distinct from (k.key, k.purchase_days, k.amount_minor, k.last_on)`;
}

/**
 * What the card and the timeline of a prospect tell changes by the day and is looked at again each night; so checked is
 * whether those who are kept have bought nothing, and stand where their own figures say.
 */
function wrongProspects(ctx: Ctx, known: KnownScheme, run: Run | undefined): RawBuilder<unknown> {
  const bound = (measure: string) => sql`${run?.cuts?.bounds[measure]?.[0] ?? null}::float8`;
  const { table } = known.scheme;
  return sql`
    select k.customer_id as "customerId"
    from (${keptBy(ctx, known)}) k
    left join customer_statistics s on s.workspace_id = ${ctx.workspace.id} and s.customer_id = k.customer_id
    where s.purchase_days > 0 or k.key is distinct from (${[...table]}::text[])[
      1 + case when k.v1 >= ${bound('expected')} then 2 else 0 end + case when k.v2 >= ${bound('intention')} then 1 else 0 end]`;
}

function keptBy(ctx: Ctx, { scheme }: KnownScheme): RawBuilder<unknown> {
  return sql`select * from class_members where workspace_id = ${ctx.workspace.id} and scheme = ${scheme.key}`;
}
