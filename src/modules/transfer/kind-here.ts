import type { Ctx } from '../../kernel/context.ts';
import { refusals } from '../../kernel/errors.ts';
import { transferErrors, type Choice, type Understanding } from './contract.ts';
import { named } from './rules/own-words.ts';
import { importKindNamed, type BarredColumn, type ImportKind, type OwnColumn } from './kinds.ts';

const refuse = refusals(transferErrors);

/** A kind with the columns that only this workspace has. */
export type KindHere = ImportKind & { readonly own: readonly OwnColumn[]; readonly barred: readonly BarredColumn[] };

export async function kindHere(ctx: Ctx, name: string): Promise<KindHere> {
  const kind = importKindNamed(name);
  if (!kind) throw refuse('IMPORT_KIND_UNKNOWN', { path: 'kind', kind: name });
  const own = (await kind.ownColumns?.(ctx)) ?? [];
  const barred = (await kind.barredColumns?.(ctx)) ?? [];
  const columns = { ...kind.columns, ...Object.fromEntries(own.map(({ meaning, reader }) => [meaning, reader])) };
  return { ...kind, columns, own, barred };
}

/** What was remembered of an earlier file, without what has gone since. */
export function stillKnown(kind: KindHere, choice: Choice): Choice {
  if (!choice.mapping) return choice;
  const known = Object.entries(choice.mapping).filter(([, meaning]) => meaning === null || meaning in kind.columns);
  return { ...choice, mapping: Object.fromEntries(known) };
}

/** Stands in a mapping for: make a field of this column. */
const NEW = '+';

/** The mapping as long as the fields are not made. */
export function withoutNewColumns(mapping: NonNullable<Choice['mapping']>): NonNullable<Choice['mapping']> {
  return Object.fromEntries(
    Object.entries(mapping).map(([column, meaning]) => [column, meaning === NEW ? null : meaning]),
  );
}

/** The mapping with a field made for every column that asks for one. */
export async function withNewColumns(
  ctx: Ctx,
  kind: KindHere,
  mapping: NonNullable<Choice['mapping']>,
  columns: Understanding['columns'],
): Promise<NonNullable<Choice['mapping']>> {
  const made: [string, string | null][] = [];
  for (const [column, meaning] of Object.entries(mapping)) {
    made.push([column, meaning === NEW ? await makeColumn(ctx, kind, column, columns) : meaning]);
  }
  return Object.fromEntries(made);
}

async function makeColumn(
  ctx: Ctx,
  kind: KindHere,
  column: string,
  columns: Understanding['columns'],
): Promise<string> {
  const found = columns.find(({ name, number }) => name === column || String(number) === column);
  if (!found || !kind.addColumn) throw refuse('IMPORT_COLUMN_UNKNOWN', { path: 'mapping', name: column.slice(0, 80) });
  const barred = named(kind.barred, found.name);
  if (barred) throw refuse('IMPORT_COLUMN_BARRED', { path: 'mapping', name: barred.title });
  return kind.addColumn(ctx, { name: found.name || String(found.number), samples: found.samples });
}
