import { sql } from 'kysely';
import type { Ctx } from '../../kernel/context.ts';
import { phoneKeyOrDigits } from './phones.ts';
import { normaliseEmail } from './rules/email.ts';

export interface CustomerKeys {
  externalIds?: readonly string[] | undefined;
  phones?: readonly string[] | undefined;
  emails?: readonly string[] | undefined;
  cardNumbers?: readonly string[] | undefined;
}

export interface FoundCustomer {
  id: string;
  externalId: string | null;
  phone: string | null;
  email: string | null;
  cardNumber: string | null;
  /** The keys are those of a card that was merged into this one. */
  merged: boolean;
}

/**
 * Everybody in the workspace who bears one of the keys, the longest known first. Phones and e-mails may be spelled in
 * any way; what was asked for comes back in the spelling of the question, once per spelling. Keys of a merged card find
 * the one that stays.
 */
export async function findCustomersBy(ctx: Ctx, keys: CustomerKeys): Promise<FoundCustomer[]> {
  const phones = spellings(keys.phones ?? [], (phone) => phoneKeyOrDigits(ctx, phone));
  const emails = spellings(keys.emails ?? [], normaliseEmail);
  const wanted = [
    ['external_id', [...new Set(keys.externalIds ?? [])]],
    ['phone', [...phones.keys()]],
    ['email', [...emails.keys()]],
    ['card_number', [...new Set(keys.cardNumbers ?? [])]],
  ] as const;
  const parts = wanted.flatMap(([column, values]) =>
    values.length === 0
      ? []
      : sql`
        select coalesce(merged_into, id) as id, merged_into is not null as merged, external_id, phone, email, card_number,
          created_at
        from customers
        where workspace_id = ${ctx.workspace.id} and (binned_at is null or merged_into is not null) and ${sql.ref(column)} = any (${values}::text[])`,
  );
  if (parts.length === 0) return [];
  const { rows } = await sql<Row>`${sql.join(parts, sql` union `)} order by merged, created_at, id`.execute(ctx.db);
  return rows.flatMap((row) => inWordsOfTheQuestion(row, phones, emails));
}

interface Row {
  id: string;
  merged: boolean;
  external_id: string | null;
  phone: string | null;
  email: string | null;
  card_number: string | null;
}

function spellings(texts: readonly string[], keyOf: (text: string) => string | undefined): Map<string, string[]> {
  const byKey = new Map<string, string[]>();
  for (const text of new Set(texts)) {
    const key = keyOf(text);
    if (key) byKey.set(key, [...(byKey.get(key) ?? []), text]);
  }
  return byKey;
}

function inWordsOfTheQuestion(row: Row, phones: Map<string, string[]>, emails: Map<string, string[]>): FoundCustomer[] {
  const asked = (value: string | null, known: Map<string, string[]>) => (value && known.get(value)) || [value];
  return asked(row.phone, phones).flatMap((phone) =>
    asked(row.email, emails).map((email) => {
      return { id: row.id, externalId: row.external_id, phone, email, cardNumber: row.card_number, merged: row.merged };
    }),
  );
}
