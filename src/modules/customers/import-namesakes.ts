import { sql } from 'kysely';
import type { Ctx } from '../../kernel/context.ts';
import type { ImportRun } from '../transfer/index.ts';
import type { ImportedCustomer } from './import-rows.ts';
import type { Birthday } from './rules/birthday.ts';
import { sortNameOf } from './rules/sort-name.ts';

export interface Namesake {
  id: string;
  externalId: string | null;
  year: number | null;
}

/** Known customers of the same name and birthday as a row, unless this import has made them itself. */
export async function namesakesOf(
  ctx: Ctx,
  run: ImportRun,
  said: readonly ImportedCustomer[],
): Promise<Map<string, Namesake[]>> {
  const born = said.filter(({ named, facts }) => named && facts.birthday);
  const byKey = new Map<string, Namesake[]>();
  if (born.length === 0) return byKey;
  const sortNames = [...new Set(born.map(({ facts }) => sortNameOf(facts.name)))];
  const { rows } = await sql<Namesake & Birthday & { name: string }>`
    select id, external_id as "externalId", name, birthday_calendar as calendar, birthday_year as year,
      birthday_month as month, birthday_day as day, birthday_leap as "leapMonth"
    from customers
    where workspace_id = ${ctx.workspace.id} and binned_at is null and sort_name = any (${sortNames}::text[])
      and birthday_month is not null and change_set_id is distinct from ${run.changeSetId}
    order by created_at, id`.execute(ctx.db);
  for (const row of rows) {
    const key = keyOf(row.name, row);
    byKey.set(key, [...(byKey.get(key) ?? []), row]);
  }
  return byKey;
}

/** The first who may be the row's: no other number, and no other year of birth. */
export function namesakeOf(
  namesakes: ReadonlyMap<string, readonly Namesake[]>,
  { named, facts }: ImportedCustomer,
): Namesake | undefined {
  const { birthday } = facts;
  if (!named || !birthday) return undefined;
  return namesakes.get(keyOf(facts.name, birthday))?.find(({ externalId, year }) => {
    const otherNumber = externalId && facts.externalId && externalId !== facts.externalId;
    return !otherNumber && (!year || !birthday.year || year === birthday.year);
  });
}

function keyOf(name: string, { calendar, month, day, leapMonth }: Birthday): string {
  return JSON.stringify([name, calendar, month, day, Boolean(leapMonth)]);
}
