import { sql } from 'kysely';
import type { Ctx } from '../../kernel/context.ts';
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

export function searchableOf(row: Omit<SearchedRow, 'id'>): Searchable {
  const { contactPerson, company } = (row.custom ?? {}) as Record<string, unknown>;
  const otherNames = [contactPerson, company].filter((name): name is string => typeof name === 'string' && name !== '');
  return {
    name: row.name,
    otherNames,
    phones: row.phone ? [row.phone] : [],
    emails: row.email ? [row.email] : [],
    ...(row.external_id ? { externalId: row.external_id } : {}),
    ...(row.card_number ? { cardNumber: row.card_number } : {}),
  };
}

/** Makes new rows findable, in the transaction that writes them. */
export async function addSearchTerms(ctx: Ctx, rows: readonly SearchedRow[]): Promise<void> {
  if (rows.length === 0) return;
  const ids = rows.map(({ id }) => id);
  const terms = rows.map((row) => toTsvectorLiteral(searchTermsOf(searchableOf(row))));
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
