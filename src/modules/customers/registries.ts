import type { RawBuilder, SqlBool } from 'kysely';
import type { Permission } from '../../kernel/access.ts';
import type { Money } from '../../kernel/contract.ts';
import type { Ctx } from '../../kernel/context.ts';

/** One thing that happened to a customer, as a module tells it. */
export interface TimelineEntry {
  at: Date;
  id: string;
  /** The module's own word, e.g. `order`; `<kind>` filters the timeline. */
  kind: string;
  /** Message key `namespace:path` of the sentence, with its values. */
  text: { key: string; values: Record<string, string | number | null> };
  by?: string | null | undefined;
  /** What people wrote, shown as it is. */
  body?: string | null | undefined;
  amount?: Money | null | undefined;
  /** Path of a screen that shows more. */
  link?: string | null | undefined;
}

/** Read entries that come after `before` in the order newest first (`at` descending, then `id` descending). */
export interface TimelineSource<Entry extends TimelineEntry = TimelineEntry> {
  kind: string;
  permission?: Permission;
  /** `cards`: the customer's own and those merged into it, for rows that stay where they were written. */
  read(
    ctx: Ctx,
    customerId: string,
    before: TimelinePlace | null,
    limit: number,
    cards: readonly string[],
  ): Promise<Entry[]>;
}

export interface TimelinePlace {
  at: Date;
  id: string;
}

/** A column that the customer list can show, sort and filter by: one value per customer, kept in a table of its own. */
export interface ListColumn {
  key: string;
  /** Message key of the title. */
  title: string;
  /** `money`: minor units of the base currency. `key`: one of `options`. */
  kind: 'money' | 'number' | 'decimal' | 'day' | 'key' | 'text';
  table: string;
  column: string;
  /** Further conditions that leave one row per customer, e.g. `{ scheme: 'value-matrix' }`. */
  where?: Readonly<Record<string, string>>;
  /** Needs an index (workspace_id, <where columns>, column, customer_id), and a row for every customer. */
  sortable: boolean;
  /** Only customers who have a value have a row. */
  sparse?: boolean;
  filter?: 'range' | 'one-of';
  /** Of a `key` column: its values with the message keys of their names. */
  options?: readonly { key: string; title: string }[];
  permission?: Permission;
  /** Shown until somebody chooses otherwise: the few that a list begins with. */
  usual?: boolean;
  /** Of a `day` column: also shown in the calendar of customers. */
  calendar?: boolean;
}

/** What the list can be filtered by without being a column: several may hold of one customer, and the business makes them. */
export interface ListChoice {
  key: string;
  /** Message key of the title. */
  title: string;
  permission?: Permission;
  /** Those that the actor may ask for, by the names that the business gave them. */
  options(ctx: Ctx): Promise<{ key: string; name: string }[]>;
  /** The customers who have one of these. */
  condition(ctx: Ctx, keys: readonly string[]): RawBuilder<SqlBool>;
}

/** A part of GET /customers/{id}/insights. */
export interface Insight {
  key: string;
  permission?: Permission;
  read(ctx: Ctx, customerId: string): Promise<unknown>;
}

const timelineSources = new Map<string, TimelineSource>();
const listColumns = new Map<string, ListColumn>();
const listChoices = new Map<string, ListChoice>();
const insights = new Map<string, Insight>();

export function registerTimeline(source: TimelineSource): void {
  timelineSources.set(source.kind, source);
}

export function registerListColumn(column: ListColumn): void {
  listColumns.set(column.key, column);
}

export function registerListChoice(choice: ListChoice): void {
  listChoices.set(choice.key, choice);
}

export function listChoicesFor(ctx: Pick<Ctx, 'actor'>, may: (permission: Permission) => boolean): ListChoice[] {
  return [...listChoices.values()].filter(
    ({ permission }) => !permission || ctx.actor.kind === 'system' || may(permission),
  );
}

export function registerInsight(insight: Insight): void {
  insights.set(insight.key, insight);
}

export function timelineSourceList(): TimelineSource[] {
  return [...timelineSources.values()];
}

export function listColumnsFor(ctx: Pick<Ctx, 'actor'>, may: (permission: Permission) => boolean): ListColumn[] {
  return [...listColumns.values()].filter(
    ({ permission }) => !permission || ctx.actor.kind === 'system' || may(permission),
  );
}

export function insightList(): Insight[] {
  return [...insights.values()];
}
