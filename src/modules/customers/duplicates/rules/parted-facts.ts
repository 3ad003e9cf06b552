import { same } from './merged-facts.ts';

export interface RememberedCard {
  before: Readonly<Record<string, unknown>>;
  after: Readonly<Record<string, unknown>>;
}

/**
 * What a card gets back when a merge is taken back: the facts that the merge changed and nobody edited since. `edited`
 * names the columns that keep their newer values.
 */
export function partedFacts(
  now: Readonly<Record<string, unknown>>,
  { before, after }: RememberedCard,
): { back: Record<string, unknown>; edited: string[] } {
  const changed = Object.keys(before).filter((column) => !same(before[column], after[column]));
  const untouched = (column: string) => same(asJson(now[column]), after[column]);
  const plain = changed.filter((column) => !PARTS.has(column) && !STAGE.includes(column));
  const back = Object.fromEntries(plain.filter(untouched).map((column) => [column, before[column]]));
  const edited = plain.filter((column) => !untouched(column));
  if (STAGE.every(untouched)) for (const column of STAGE) back[column] = before[column];
  if (changed.includes('tags')) back['tags'] = partedTags(now, before, after);
  for (const column of ['custom', 'confirmed_on']) {
    if (changed.includes(column)) back[column] = partedEntries(now[column], before[column], after[column]);
  }
  return { back, edited };
}

/** Columns that hold several facts: each goes back by itself. */
const PARTS = new Set(['tags', 'custom', 'confirmed_on']);

/** Follows from what was bought, which has changed hands again: it goes back as a whole, or is left to the facts. */
const STAGE = ['stage', 'stage_since'];

/** Tags that others brought go; tags given since stay, and so do their removals. */
function partedTags(now: Cells, before: Cells, after: Cells): string[] {
  const list = (cells: Cells) => (cells['tags'] ?? []) as string[];
  const own = new Set(list(before));
  const brought = new Set(list(after).filter((tag) => !own.has(tag)));
  return list(now).filter((tag) => !brought.has(tag));
}
type Cells = Readonly<Record<string, unknown>>;

function partedEntries(now: unknown, before: unknown, after: unknown): Record<string, unknown> {
  const [current, old, merged] = [now, before, after].map((entries) => (entries ?? {}) as Record<string, unknown>) as [
    Record<string, unknown>,
    Record<string, unknown>,
    Record<string, unknown>,
  ];
  const parted = { ...current };
  for (const key of new Set([...Object.keys(old), ...Object.keys(merged)])) {
    if (same(old[key], merged[key]) || !same(current[key], merged[key])) continue;
    if (old[key] === undefined) delete parted[key];
    else parted[key] = old[key];
  }
  return parted;
}

/** As it was remembered: an instant is its text. */
function asJson(value: unknown): unknown {
  return value instanceof Date ? value.toISOString() : value;
}
