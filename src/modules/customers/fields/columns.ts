import type { Ctx } from '../../../kernel/context.ts';
import type { ListColumn } from '../registries.ts';
import { comparableFields, FIELD_PREFIX, filterOf } from './conditions.ts';
import { fieldsKnown } from './definitions.ts';
import type { Field, FieldType } from './rules/field.ts';

type Place = Pick<ListColumn, 'kind' | 'column'>;

const KEY: Place = { kind: 'key', column: 'key' };
const TEXT: Place = { kind: 'text', column: 'text' };
const NUMBER: Place = { kind: 'decimal', column: 'num' };
const PLACES: Partial<Record<FieldType, Place>> = {
  text: TEXT,
  number: NUMBER,
  money: NUMBER,
  date: { kind: 'day', column: 'day' },
  choice: KEY,
  yesNo: KEY,
  phone: TEXT,
  email: TEXT,
  link: TEXT,
};

/** The business's own fields that a list can be sorted by. */
export function fieldColumns(ctx: Ctx): ListColumn[] {
  return comparableFields(ctx, fieldsKnown(ctx)).flatMap((field) => columnOf(field) ?? []);
}

/** Customers of one option in the order of their names, which its index keeps. */
export function byNameWith(field: Field, key: string): ListColumn {
  return {
    key: 'name',
    title: '',
    kind: 'text',
    column: 'sort_name',
    table: 'customer_field_values',
    where: { field_id: field.id, key },
    sortable: true,
  };
}

function columnOf(field: Field): ListColumn | undefined {
  const place = field.type === 'unsorted' ? undefined : PLACES[field.type];
  if (!place || filterOf(field) === 'filled') return undefined;
  return {
    key: FIELD_PREFIX + field.key,
    title: field.name,
    ...place,
    table: 'customer_field_values',
    where: { field_id: field.id, place: '0' },
    sortable: true,
    sparse: true,
  };
}
