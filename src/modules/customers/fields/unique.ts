import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import type { RowProblem } from '../../transfer/index.ts';
import { FIELD_PREFIX } from './conditions.ts';
import { fieldsOf } from './definitions.ts';
import type { Field, FieldValue } from './rules/field.ts';
import { indexedValues } from './rules/index-value.ts';
import type { Custom } from './values.ts';

export interface UniqueValues {
  /** Writes the values down as `owner`'s; the problem where somebody else has one of them. */
  claim(custom: Custom | undefined, owner: string): RowProblem | undefined;
}

/** Who has which values of the fields in which no two customers may say the same, as far as these rows ask. */
export async function uniqueValues(
  ctx: Ctx,
  said: readonly { facts: { custom?: Custom | undefined } }[],
): Promise<UniqueValues> {
  const fields = (await fieldsOf(ctx)).all.filter(({ unique }) => unique);
  const owners = await ownersOf(
    ctx,
    fields.flatMap((field) => said.flatMap(({ facts }) => textOf(field, facts.custom) ?? [])),
    fields,
  );
  return {
    claim(custom, owner) {
      for (const field of fields) {
        const text = textOf(field, custom);
        const place = `${field.id} ${text}`;
        const other = text === undefined ? undefined : owners.get(place);
        if (other !== undefined && other !== owner) {
          return { code: 'FIELD_VALUE_TAKEN', params: { field: field.name }, meaning: FIELD_PREFIX + field.key };
        }
        if (text !== undefined) owners.set(place, owner);
      }
      return undefined;
    },
  };
}

/** `field value` → the customer who has it already. */
async function ownersOf(ctx: Ctx, texts: readonly string[], fields: readonly Field[]): Promise<Map<string, string>> {
  if (texts.length === 0) return new Map();
  const { rows } = await sql<{ place: string; customer_id: string }>`
    select v.field_id || ' ' || v.unique_text as place, v.customer_id from customer_field_values v
    where v.workspace_id = ${ctx.workspace.id} and v.field_id = any (${fields.map(({ id }) => id)}::uuid[])
      and v.unique_text = any (${[...new Set(texts)]}::text[])`.execute(ctx.db);
  return new Map(rows.map(({ place, customer_id: id }) => [place, id]));
}

function textOf(field: Field, custom: Custom | undefined): string | undefined {
  const value = custom?.[field.key];
  if (value === undefined || value === null) return undefined;
  return indexedValues(field, value as FieldValue)[0]?.unique ?? undefined;
}
