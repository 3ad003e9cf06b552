import { sql } from 'kysely';
import type { Ctx } from '../../kernel/context.ts';
import { fieldsOf, type Fields } from './fields/definitions.ts';
import { isSearched } from './fields/rules/field.ts';
import { toTsvectorLiteral } from './rules/lexemes.ts';
import { searchTermsOf, type Searchable } from './rules/search-terms.ts';

/** What of a row is searched. */
export interface SearchedRow {
  id: string;
  name: string;
  phone: string | null;
  email: string | null;
  external_id: string | null;
  card_number: string | null;
  custom?: unknown;
}

/** `fields`: the business's own, of which texts, phones and addresses are found, too, unless they are sensitive. */
export function searchableOf(row: Omit<SearchedRow, 'id'>, fields: Pick<Fields, 'live'>): Searchable {
  const custom = (row.custom ?? {}) as Record<string, unknown>;
  const { contactPerson, company } = custom;
  const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
  const ofType = (...types: string[]) =>
    fields.live
      .filter((field) => isSearched(field) && types.includes(field.type))
      .map(({ key }) => custom[key])
      .filter(isText);
  return {
    name: row.name,
    otherNames: [contactPerson, company].filter(isText),
    texts: ofType('text', 'longText', 'link'),
    phones: [...(row.phone ? [row.phone] : []), ...ofType('phone')],
    emails: [...(row.email ? [row.email] : []), ...ofType('email')],
    ...(row.external_id ? { externalId: row.external_id } : {}),
    ...(row.card_number ? { cardNumber: row.card_number } : {}),
  };
}

/** Makes new rows findable, in the transaction that writes them. */
export async function addSearchTerms(ctx: Ctx, rows: readonly SearchedRow[]): Promise<void> {
  if (rows.length === 0) return;
  const fields = await fieldsOf(ctx);
  const ids = rows.map(({ id }) => id);
  const terms = rows.map((row) => toTsvectorLiteral(searchTermsOf(searchableOf(row, fields))));
  await sql`
    insert into customer_search (workspace_id, customer_id, terms)
    select ${ctx.workspace.id}, id, terms::tsvector
    from unnest(${ids}::uuid[], ${terms}::text[]) as t (id, terms)`.execute(ctx.db);
}

/** The same for rows that may be findable by earlier words. The role that writes the terms may not read them. */
export async function replaceSearchTerms(ctx: Ctx, rows: readonly SearchedRow[]): Promise<void> {
  await forgetSearchTerms(
    ctx,
    rows.map(({ id }) => id),
  );
  await addSearchTerms(ctx, rows);
}

export async function forgetSearchTerms(ctx: Ctx, ids: readonly string[]): Promise<void> {
  await sql`
    delete from customer_search
    where workspace_id = ${ctx.workspace.id} and customer_id = any (${[...ids]}::uuid[])`.execute(ctx.db);
}
