import { sql } from 'kysely';
import type { Ctx } from '../../../../kernel/context.ts';
import { belongingList } from '../../belongings.ts';
import { openCustom } from '../../fields/reveal.ts';
import type { Custom } from '../../fields/values.ts';
import { phoneAsDialled } from '../../phones.ts';
import type { CustomerRow } from '../../reach.ts';
import { textsIn, tracesOf, type Traces } from '../rules/traces.ts';

/** Everything the person's cards and rows say in words, to be looked for elsewhere. */
export async function gatherTraces(ctx: Ctx, rows: readonly CustomerRow[]): Promise<Traces> {
  const cards = rows.map(({ id }) => id);
  const own = rows.flatMap((row) => [
    row.name,
    row.email,
    row.external_id,
    row.card_number,
    row.phone,
    phoneAsDialled(ctx, row.phone),
    ...textsIn(row.address),
    ...row.tags,
    ...textsIn(openCustom(ctx, row.custom as unknown as Custom)),
  ]);
  const written = await writtenAbout(ctx, cards);
  return tracesOf([...own, ...written], await alsoSaidByOthers(ctx, rows, cards));
}

/** What is given to a person who asks is what was written about them: the texts of the very same columns. */
async function writtenAbout(ctx: Ctx, cards: readonly string[]): Promise<string[]> {
  const texts: string[] = [];
  for (const { table, column = 'customer_id', onErase, inPackage } of belongingList()) {
    const columns = [...new Set([...(inPackage ?? []), ...(typeof onErase === 'object' ? onErase.blank : [])])];
    if (columns.length === 0 || onErase === 'keep') continue;
    const { rows } = await sql<Record<string, unknown>>`
      select ${sql.join(columns.map((one) => sql.ref(one)))} from ${sql.table(table)}
      where workspace_id = ${ctx.workspace.id} and ${sql.ref(column)} = any (${[...cards]}::uuid[]) limit 5000`.execute(
      ctx.db,
    );
    // Words of the program (kinds, states) are too short to be told apart from what people wrote.
    texts.push(...textsIn(rows).filter((text) => text.length >= 6));
  }
  const files = await sql<{ name: string }>`
    select f.name from files f join customer_files c on c.workspace_id = f.workspace_id and c.file_id = f.id
    where c.workspace_id = ${ctx.workspace.id} and c.customer_id = any (${[...cards]}::uuid[])`.execute(ctx.db);
  return [...texts, ...files.rows.map(({ name }) => name)];
}

/** A namesake's name, and a phone or mailbox that a family shares, go on being somebody's. */
async function alsoSaidByOthers(
  ctx: Ctx,
  rows: readonly CustomerRow[],
  cards: readonly string[],
): Promise<Set<string>> {
  const given = (pick: (row: CustomerRow) => string | null) => rows.flatMap((row) => pick(row) ?? []);
  const { rows: others } = await sql<{ said: string }>`
    select name as said from customers
    where workspace_id = ${ctx.workspace.id} and erased_at is null and not (id = any (${[...cards]}::uuid[]))
      and sort_name = any (${given((row) => row.sort_name)}::text[])
    union
    select phone from customers
    where workspace_id = ${ctx.workspace.id} and not (id = any (${[...cards]}::uuid[]))
      and phone = any (${given((row) => row.phone)}::text[])
    union
    select email from customers
    where workspace_id = ${ctx.workspace.id} and not (id = any (${[...cards]}::uuid[]))
      and email = any (${given((row) => row.email)}::text[])`.execute(ctx.db);
  const tags = await sql<{ tag: string }>`
    select distinct tag from customer_tags
    where workspace_id = ${ctx.workspace.id} and tag = any (${rows.flatMap((row) => row.tags)}::text[])
      and not (customer_id = any (${[...cards]}::uuid[]))`.execute(ctx.db);
  const said = others.flatMap(({ said: text }) => [text, phoneAsDialled(ctx, text) ?? text]);
  return new Set([...said, ...tags.rows.map(({ tag }) => tag)]);
}
