/** Facts of a card that are chosen as a whole when cards are merged, with the columns they are kept in. */
export const MERGED_FACTS = {
  name: ['name', 'sort_name'],
  kind: ['kind'],
  externalId: ['external_id'],
  cardNumber: ['card_number'],
  phone: ['phone'],
  email: ['email'],
  gender: ['gender'],
  title: ['title'],
  birthday: ['birthday_calendar', 'birthday_year', 'birthday_month', 'birthday_day', 'birthday_leap'],
  address: ['address'],
  source: ['source'],
  stage: ['stage', 'stage_since'],
  ownerId: ['owner_id'],
  branchId: ['branch_id'],
} as const;

export type MergedFact = keyof typeof MERGED_FACTS;

/** A card as the database keeps it. */
export type CardRow = Readonly<Record<string, unknown>> & {
  readonly id: string;
  readonly tags: readonly string[];
  readonly custom: unknown;
  readonly confirmed_on: unknown;
};

/** Fact, or `custom.<key>` → id of the card it is taken from. */
export type Choices = Readonly<Record<string, string>>;

/** Every card has them, so the one that stays keeps its own unless another is chosen. */
const NEVER_EMPTY: ReadonlySet<MergedFact> = new Set(['name', 'kind', 'stage']);

/** Choices that name nothing a card has, or a card that is not being merged. */
export function wrongChoices(choices: Choices, ids: readonly string[]): string[] {
  const known = (fact: string) => Object.hasOwn(MERGED_FACTS, fact) || /^custom\../.test(fact);
  return Object.entries(choices).flatMap(([fact, id]) => (known(fact) && ids.includes(id) ? [] : [fact]));
}

/**
 * The columns that the card that stays gets: what was chosen, else its own, else the first that any other knows. Tags of
 * all come together. Only columns that change are named.
 */
export function mergedFacts(keep: CardRow, others: readonly CardRow[], choices: Choices): Record<string, unknown> {
  const cards = new Map([keep, ...others].map((card) => [card.id, card]));
  const after: Record<string, unknown> = {};
  const confirmed: Record<string, unknown> = { ...(keep.confirmed_on as object) };
  for (const [fact, columns] of Object.entries(MERGED_FACTS) as [MergedFact, readonly string[]][]) {
    const from = cards.get(choices[fact] ?? '') ?? (NEVER_EMPTY.has(fact) ? keep : firstWith(columns, keep, others));
    if (from === keep) continue;
    for (const column of columns) after[column] = from[column];
    takeAge(confirmed, from, fact);
  }
  after['custom'] = mergedCustom(keep, others, choices, confirmed);
  after['tags'] = [...new Set([keep, ...others].flatMap(({ tags }) => tags))];
  after['confirmed_on'] = confirmed;
  return Object.fromEntries(Object.entries(after).filter(([column, value]) => !same(value, keep[column])));
}

/** By value, whatever the order of keys: as the database would store it. */
export function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(inOrder(a)) === JSON.stringify(inOrder(b));
}

function inOrder(value: unknown): unknown {
  if (value === null || typeof value !== 'object' || value instanceof Date) return value ?? null;
  if (Array.isArray(value)) return value.map(inOrder);
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, inner]) => [key, inOrder(inner)] as const)
      .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)),
  );
}

function firstWith(columns: readonly string[], keep: CardRow, others: readonly CardRow[]): CardRow {
  const filled = (card: CardRow) => columns.some((column) => card[column] !== null && card[column] !== false);
  return [keep, ...others].find(filled) ?? keep;
}

function mergedCustom(keep: CardRow, others: readonly CardRow[], choices: Choices, confirmed: Record<string, unknown>) {
  const own = (card: CardRow) => card.custom as Record<string, unknown>;
  const merged: Record<string, unknown> = {};
  for (const card of [...others].reverse()) Object.assign(merged, own(card));
  Object.assign(merged, own(keep));
  for (const card of [keep, ...others]) {
    for (const [choice, id] of Object.entries(choices)) {
      const key = choice.slice('custom.'.length);
      if (!choice.startsWith('custom.') || id !== card.id) continue;
      if (Object.hasOwn(own(card), key)) merged[key] = own(card)[key];
      else delete merged[key];
      takeAge(confirmed, card, key);
    }
  }
  return merged;
}

/** A fact is as old as it is on the card it comes from. */
function takeAge(confirmed: Record<string, unknown>, from: CardRow, fact: string): void {
  const day = (from.confirmed_on as Record<string, unknown>)[fact];
  if (day === undefined) delete confirmed[fact];
  else confirmed[fact] = day;
}
