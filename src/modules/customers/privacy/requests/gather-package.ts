import { sql } from 'kysely';
import type { Ctx } from '../../../../kernel/context.ts';
import { members } from '../../../workspaces/index.ts';
import { belongingList } from '../../belongings.ts';
import { cardIds } from '../../family.ts';
import { openCustom } from '../../fields/reveal.ts';
import type { Custom } from '../../fields/values.ts';
import { findCustomersBy } from '../../find-by.ts';
import { wholeCustomer } from '../../present.ts';
import { customerSeen } from '../../reach.ts';
import { emailsIn, phonesIn, redactIn } from '../rules/redact.ts';
import { textsIn } from '../rules/traces.ts';
import { packageParts } from './package-parts.ts';

type Rows = Record<string, unknown>[];

export interface PersonPackage {
  madeAt: string;
  workspace: string;
  name: string;
  /** The card, and the cards that were merged into it. */
  cards: Rows;
  /** Table → what it says of the person. */
  tables: Record<string, Rows>;
  files: { id: string; name: string }[];
}

/** Everything that is known of one person, and nothing of anybody else. Colleagues may be named. */
export async function gatherPackage(ctx: Ctx, asked: string): Promise<PersonPackage> {
  const { id, name } = await customerSeen(ctx, asked);
  const ids = await cardIds(ctx, id);
  const tables: Record<string, Rows> = {};
  for (const { table, column = 'customer_id', inPackage } of belongingList()) {
    if (!inPackage) continue;
    const { rows } = await sql<Record<string, unknown>>`
      select ${sql.join(inPackage.map((one) => sql.ref(one)))} from ${sql.table(table)}
      where workspace_id = ${ctx.workspace.id} and ${sql.ref(column)} = any (${ids}::uuid[])
      order by 1 limit 50000`.execute(ctx.db);
    if (rows.length > 0) tables[table] = [...(tables[table] ?? []), ...rows];
  }
  for (const part of packageParts()) {
    const rows = await part.read(ctx, ids);
    if (rows.length > 0) tables[part.key] = rows;
  }
  const cards = await cardsOf(ctx, ids);
  const others = await othersNamedIn(ctx, textsIn([cards, tables]), ids, name);
  return {
    madeAt: ctx.now.toISOString(),
    workspace: ctx.workspace.name,
    name,
    cards,
    tables: redactIn(tables, others),
    files: await filesOf(ctx, ids),
  };
}

async function cardsOf(ctx: Ctx, ids: readonly string[]): Promise<Rows> {
  const rows = await ctx.db
    .selectFrom('customers')
    .selectAll()
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', 'in', [...ids])
    .orderBy('created_at')
    .execute();
  return rows.map((row) => {
    const {
      ownerId: _owner,
      branchId: _branch,
      changeSet: _set,
      version: _version,
      ...facts
    } = wholeCustomer(ctx, row);
    return { ...facts, custom: openCustom(ctx, row.custom as unknown as Custom) };
  });
}

/** Names, phones and mailboxes of other customers that stand in these texts. */
async function othersNamedIn(
  ctx: Ctx,
  texts: readonly string[],
  ids: readonly string[],
  ownName: string,
): Promise<string[]> {
  const text = texts.join('\n');
  const { rows } = await sql<{ name: string }>`
    select distinct name from customers
    where workspace_id = ${ctx.workspace.id} and erased_at is null and length(name) >= 2
      and not (id = any (${[...ids]}::uuid[])) and strpos(${text}, name) > 0 and strpos(${ownName}, name) = 0`.execute(
    ctx.db,
  );
  const staff = new Set((await members(ctx)).map(({ name }) => name));
  const names = rows.map(({ name }) => name).filter((name) => !staff.has(name));
  const [phones, emails] = [phonesIn(text), emailsIn(text)];
  const bearers = phones.length + emails.length > 0 ? await findCustomersBy(ctx, { phones, emails }) : [];
  const own = new Set(bearers.filter(({ id }) => ids.includes(id)).flatMap(({ phone, email }) => [phone, email]));
  const foreign = bearers
    .filter(({ id }) => !ids.includes(id))
    .flatMap(({ phone, email }) => [phone, email])
    .filter((said): said is string => said !== null && text.includes(said) && !own.has(said));
  return [...new Set([...names, ...foreign])];
}

async function filesOf(ctx: Ctx, ids: readonly string[]): Promise<{ id: string; name: string }[]> {
  const { rows } = await sql<{ id: string; name: string }>`
    select f.id, f.name from customer_files c
    join files f on f.workspace_id = c.workspace_id and f.id = c.file_id
    where c.workspace_id = ${ctx.workspace.id} and c.customer_id = any (${[...ids]}::uuid[]) order by c.at`.execute(
    ctx.db,
  );
  return rows;
}
