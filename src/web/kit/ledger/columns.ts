import type { LinkProps } from '@tanstack/react-router';
import type { ReactNode } from 'react';

export interface LedgerColumn<Row> {
  key: string;
  /** The heading; the currency stands here once, never in the cells. */
  title: string;
  cell: (row: Row) => ReactNode;
  /** Right-aligned in equal figures: amounts, counts, days. */
  number?: boolean;
  /** The server's name of the field; absent where the list cannot be sorted by it. */
  sort?: string;
  /** A new sorting starts with the largest or newest; names start with the first. */
  descendingFirst?: boolean;
  /**
   * Where the cell stands when the row becomes a card of two lines. The first column leads; others stand in the second
   * line unless told otherwise.
   */
  phone?: 'lead' | 'leadEnd' | 'note' | 'noteEnd' | 'absent';
}

/** What the list knows so far; `useKeysetList` makes one, `allRows` makes one from an array. */
export interface LedgerList<Row> {
  rows: Row[] | undefined;
  count?: { value: number; exact: boolean } | undefined;
  error?: unknown;
  more?: (() => void) | undefined;
  loadingMore?: boolean;
  retry?: () => void;
}

export interface LedgerSelection {
  selected: ReadonlySet<string>;
  onChange: (selected: ReadonlySet<string>) => void;
}

export interface LedgerProps<Row> {
  /** What the rows are, for screen readers: "Customers". */
  label: string;
  columns: readonly LedgerColumn<Row>[];
  list: LedgerList<Row>;
  rowId: (row: Row) => string;
  /** What a person calls the row; names its checkbox. */
  rowName?: (row: Row) => string;
  /** Where the row leads; the whole row is the link. */
  rowLink?: (row: Row) => Pick<LinkProps, 'to' | 'params' | 'search'>;
  /** `field` or `-field`, as the server takes it. */
  sort?: string;
  onSort?: (sort: string) => void;
  selection?: LedgerSelection;
  /** Shown instead of the table when there is nothing. */
  empty?: ReactNode;
}

export function allRows<Row>(rows: Row[] | undefined, error?: unknown): LedgerList<Row> {
  return { rows, error };
}

/** The sorting after a press on the column's heading. */
export function nextSort<Row>(column: LedgerColumn<Row>, current: string | undefined): string {
  const { sort = '', descendingFirst } = column;
  if (current === sort) return `-${sort}`;
  if (current === `-${sort}`) return sort;
  return descendingFirst ? `-${sort}` : sort;
}

export function directionOf<Row>(column: LedgerColumn<Row>, current: string | undefined) {
  if (column.sort === undefined) return undefined;
  if (current === column.sort) return 'ascending';
  return current === `-${column.sort}` ? 'descending' : 'none';
}

export function toggled(selected: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(selected);
  if (!next.delete(id)) next.add(id);
  return next;
}
