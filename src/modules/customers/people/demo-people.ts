import { sql } from 'kysely';
import demo from '../../../../kits/retail/people.json' with { type: 'json' };
import type { Ctx } from '../../../kernel/context.ts';
import { addDays } from '../../../maths/calendar.ts';
import { isDemoShop, type Undo } from '../../transfer/index.ts';
import { visibleCustomers } from '../reach.ts';
import type { NewOccasion } from './contract.ts';
import { addOccasion } from './occasions.ts';
import { addPerson } from './people.ts';
import type { PersonRole } from './rules/roles.ts';

/** Some of the demo shop's regulars have a family, and brought each other. Once per import, however often called. */
export async function meetDemoPeople(ctx: Ctx, { changeSetId }: { changeSetId: string | null }): Promise<void> {
  if (changeSetId === null || !(await isDemoShop(ctx, changeSetId)) || (await areThere(ctx, changeSetId))) return;
  const customers = await ctx.db
    .selectFrom('customers')
    .select('customers.id')
    .where(visibleCustomers(ctx))
    .where('customers.change_set_id', '=', changeSetId)
    .where('customers.kind', '=', 'person')
    .orderBy('customers.id')
    .limit(demo.length * 2)
    .execute();
  for (const [n, { role, name, customer, days }] of demo.entries()) {
    const [one, other] = [customers[n * 2]?.id, customers[n * 2 + 1]?.id];
    if (one === undefined || other === undefined) return;
    const said = { id: one, role: role as PersonRole };
    const person = await addPerson(ctx, customer ? { ...said, otherId: other } : { ...said, name }, changeSetId);
    for (const { kind, in: ahead, years } of days ?? []) {
      const [year = 0, month = 0, day = 0] = addDays(ctx.today, ahead).split('-').map(Number);
      const date = { calendar: 'solar' as const, year: year - years, month, day };
      const kept = { kind: kind as NewOccasion['kind'], personId: person.id, once: false, sensitive: false };
      await addOccasion(ctx, { id: one, date, ...kept }, changeSetId);
    }
  }
}

/** What somebody has changed since stays, as everywhere. */
export const undoPeople: Undo = {
  entity: 'people',
  order: 6,
  async undo(ctx, changeSetId) {
    let reversed = 0;
    // A day goes with its person, so days go first; a person whose day was changed stays with it.
    for (const table of ['customer_occasions', 'customer_people'] as const) {
      const held =
        table === 'customer_people'
          ? sql`and not exists (select 1 from customer_occasions o
        where o.workspace_id = t.workspace_id and o.person_id = t.id)`
          : sql``;
      const { numAffectedRows } = await sql`
        delete from ${sql.table(table)} t
        where t.workspace_id = ${ctx.workspace.id} and t.change_set_id = ${changeSetId} and t.version = 1 ${held}`.execute(
        ctx.db,
      );
      reversed += Number(numAffectedRows ?? 0n);
    }
    return { reversed, kept: [], failed: [] };
  },
};

async function areThere(ctx: Ctx, changeSetId: string): Promise<boolean> {
  const found = await ctx.db
    .selectFrom('customer_people')
    .select('id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('change_set_id', '=', changeSetId)
    .limit(1)
    .executeTakeFirst();
  return found !== undefined;
}
