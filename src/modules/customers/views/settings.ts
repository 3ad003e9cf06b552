import type { Ctx } from '../../../kernel/context.ts';
import { fieldShown } from '../../../kernel/access.ts';
import { refusals } from '../../../kernel/errors.ts';
import { FIELD_PREFIX } from '../fields/conditions.ts';
import { fieldsOf, reachOf, type Fields } from '../fields/definitions.ts';
import { columnsFor, entriesKnown } from '../list-filter.ts';
import { knownSort } from '../list.ts';
import { groupKnown } from './groups.ts';
import { viewErrors, type View, type ViewSettings } from './contract.ts';

const refuse = refusals(viewErrors);
const OWN_COLUMNS = ['name', 'phone', 'stage', 'tags', 'owner', 'branch', 'source', 'email', 'city', 'createdAt'];

export type Fitting = Pick<View, 'settings' | 'gone'>;

/** Splits the settings of a view into what can be shown to the actor now and what is gone. */
export async function fittingSettings(ctx: Ctx): Promise<(kept: ViewSettings) => Fitting> {
  const fields = await fieldsOf(ctx);
  const isEntry = await entriesKnown(ctx);
  const columns = new Set([...OWN_COLUMNS, ...columnsFor(ctx).map(({ key }) => key), ...ownColumns(ctx, fields)]);
  const nameOf = (key: string) => removedName(ctx, fields, key);
  return ({ filter, sort, columns: shown, group, ...rest }) => {
    const entries = Object.entries(filter ?? {});
    const [fitting, other] = parted(entries, ([field, value]) => isEntry(field, value));
    const [known, unknown] = parted(shown ?? [], (key) => columns.has(key));
    const sorted = sort === undefined || knownSort(ctx, sort) !== undefined;
    const divided = group === undefined || groupKnown(ctx, fields, group) !== undefined;
    return {
      settings: {
        ...rest,
        ...(fitting.length > 0 ? { filter: Object.fromEntries(fitting) } : {}),
        ...(sort !== undefined && sorted ? { sort } : {}),
        ...(shown ? { columns: known } : {}),
        ...(group !== undefined && divided ? { group } : {}),
      },
      gone: [
        ...other.map(([field]) => ({ in: 'filter' as const, name: nameOf(field) })),
        ...(sorted ? [] : [{ in: 'sort' as const, name: nameOf(sort.replace(/^-/, '')) }]),
        ...unknown.map((key) => ({ in: 'columns' as const, name: nameOf(key) })),
        ...(divided ? [] : [{ in: 'group' as const, name: nameOf(group) }]),
      ],
    };
  };
}

/** Refuses to keep what the list would not take. */
export async function admitSettings(ctx: Ctx, settings: ViewSettings): Promise<void> {
  const { gone } = (await fittingSettings(ctx))(settings);
  const [first] = gone;
  if (first) throw refuse('VIEW_SETTINGS_UNKNOWN', { path: `settings.${first.in}` });
}

function ownColumns(ctx: Ctx, { live }: Fields): string[] {
  return live.filter((field) => reachOf(ctx, field) !== 'hide').map(({ key }) => FIELD_PREFIX + key);
}

function removedName(ctx: Ctx, { byKey }: Fields, key: string): string | null {
  const field = key.startsWith(FIELD_PREFIX) ? byKey.get(key.slice(FIELD_PREFIX.length)) : undefined;
  return field?.removed && fieldShown(reachOf(ctx, field)) ? field.name : null;
}

function parted<Item>(items: readonly Item[], fits: (item: Item) => boolean): [Item[], Item[]] {
  return [items.filter(fits), items.filter((item) => !fits(item))];
}
