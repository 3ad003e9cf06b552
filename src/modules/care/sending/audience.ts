import { sql, type RawBuilder, type SqlBool } from 'kysely';
import { expressionBuilder } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import type { DB } from '../../../kernel/db/tables.ts';
import { refusals } from '../../../kernel/errors.ts';
import type { Audience, AudiencePart } from '../campaigns/contract.ts';
import { foundCustomers, viewConditions, visibleCustomers } from '../../customers/index.ts';
import { careErrors } from '../errors-contract.ts';

const refuse = refusals(careErrors);

/** Columns of the list that are computed of people: who asked not to be profiled is not chosen by them. */
const PROFILED = ['valueClass', 'rfmClass', 'usualDays', 'expectedOn'];

export interface Meant {
  /** Beside `from customers`: whom the audience means, of those whom the actor may see. */
  condition: RawBuilder<SqlBool>;
  profiled: boolean;
}

export async function meantBy(ctx: Ctx, { include, exclude }: Audience): Promise<Meant> {
  const visible = sql<SqlBool>`${visibleCustomers(ctx)(expressionBuilder<DB, 'customers'>())}`;
  const [wanted, unwanted] = [await conditionsOf(ctx, include), await conditionsOf(ctx, exclude)];
  const parts = [
    visible,
    ...(wanted.length > 0 ? [sql`(${sql.join(wanted, sql` or `)})`] : []),
    // Not `not`: whoever has no city lives in none that is left out, and stays.
    ...unwanted.map((one) => sql`${one} is not true`),
  ];
  const text = JSON.stringify([include, exclude]);
  return {
    condition: sql`${sql.join(parts, sql` and `)}`,
    profiled: PROFILED.some((key) => text.includes(`"${key}"`)),
  };
}

async function conditionsOf(ctx: Ctx, parts: readonly AudiencePart[]): Promise<RawBuilder<SqlBool>[]> {
  const found: RawBuilder<SqlBool>[] = [];
  for (const part of parts) {
    const conditions =
      'view' in part
        ? await viewConditions(ctx, part.view)
        : await foundCustomers(ctx, { filter: JSON.stringify(part.filter) });
    if (conditions === null) throw refuse('CARE_AUDIENCE_UNFIT', { path: 'audience' });
    found.push(sql`(${conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `)})`);
  }
  return found;
}
