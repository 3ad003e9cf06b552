import type { Selectable } from 'kysely';
import { fieldReach, type FieldReach } from '../../../kernel/access.ts';
import type { Ctx } from '../../../kernel/context.ts';
import type { CustomerFields } from '../../../kernel/db/tables.ts';
import type { Field, Kind, Stage } from './rules/field.ts';

/** The fields of a workspace, read once per request. */
export interface Fields {
  /** Removed and unsorted ones, too. */
  all: readonly Field[];
  /** Those of the card, in its order. */
  live: readonly Field[];
  byKey: ReadonlyMap<string, Field>;
}

const NONE: Fields = { all: [], live: [], byKey: new Map() };
const asked = new WeakMap<Ctx, Promise<Fields>>();
const known = new WeakMap<Ctx, Fields>();

export function fieldsOf(ctx: Ctx): Promise<Fields> {
  const before = asked.get(ctx);
  if (before) return before;
  const reading = readFields(ctx);
  asked.set(ctx, reading);
  return reading;
}

/** What `fieldsOf` answered in this request, for functions that show rows and cannot wait. */
export function fieldsKnown(ctx: Ctx): Fields {
  return known.get(ctx) ?? NONE;
}

/** After a change of definitions in the same request. */
export function forgetFields(ctx: Ctx): void {
  asked.delete(ctx);
  known.delete(ctx);
}

/** How far the actor reaches into the field's values. */
export function reachOf(ctx: Pick<Ctx, 'actor'>, { key, sensitive }: Pick<Field, 'key' | 'sensitive'>): FieldReach {
  return fieldReach(ctx.actor, 'customers', `custom.${key}`, { sensitive });
}

async function readFields(ctx: Ctx): Promise<Fields> {
  const rows = await ctx.db
    .selectFrom('customer_fields')
    .selectAll()
    .where('workspace_id', '=', ctx.workspace.id)
    .orderBy('position')
    .orderBy('id')
    .execute();
  const all = rows.map(fieldOf);
  const fields: Fields = {
    all,
    live: all.filter(({ type, removed }) => type !== 'unsorted' && !removed),
    byKey: new Map(all.map((field) => [field.key, field])),
  };
  known.set(ctx, fields);
  return fields;
}

export function fieldOf(row: Selectable<CustomerFields>): Field {
  return {
    id: row.id,
    key: row.key,
    type: row.type as Field['type'],
    name: row.name,
    names: row.names as Record<string, string>,
    help: row.help,
    unit: row.unit,
    options: row.options as unknown as Field['options'],
    sectionId: row.section_id,
    position: row.position,
    kinds: row.kinds as Kind[],
    visibleAt: row.visible_at as Stage[],
    requiredAt: row.required_at as Stage[],
    sensitive: row.sensitive,
    unique: row.unique_value,
    inLists: row.in_lists,
    ready: row.ready,
    removed: row.removed_at !== null,
    version: row.version,
  };
}
