import type { Actor, Permission } from '../../kernel/access.ts';
import type { Ctx } from '../../kernel/context.ts';
import type { CellReader, CellValues } from './rules/read-cell.ts';

/** Meaning → how its cells are read. */
export type Columns = Readonly<Record<string, CellReader>>;

export interface ImportRow<Kind extends Columns = Columns> {
  /** Line of the file, or row number of the sheet; from 1. */
  line: number;
  /** What the mapped cells of the row say; an empty cell has no entry. */
  values: { [Meaning in keyof Kind]?: CellValues[Kind[Meaning]] };
  /**
   * The same for the same values and the same number of such rows before it in the file: the identity of a row that
   * has no number of its own.
   */
  identity: string;
}

/** Every row ends in one of these. `skipped`: everything it says was already there. */
export type RowResult = 'created' | 'updated' | 'skipped' | RowProblem;

export interface RowProblem {
  /** Its sentence is the message key `<module>:rows.<code>`, or of this module for the codes of cells. */
  code: string;
  params?: Record<string, string | number>;
  /** The column that must be mended, where it is one. */
  meaning?: string;
  /** The row is of somebody who was erased: what it says is not kept. */
  unkept?: true;
}

/** One import from its first batch to its last; after a crash a new one goes on with an empty `memory`. */
export interface ImportRun {
  readonly importId: string;
  readonly changeSetId: string;
  readonly settings: ImportSettings;
  /** Who started it, with today's rights: a file reaches no customers that its sender does not. */
  readonly by?: Actor;
  readonly memory: Map<string, unknown>;
}

export interface ImportSettings {
  /** ISO 4217, for amounts that name none. */
  currency?: string;
  /** Whether people of one name and birthday are one; left out, such rows wait for an answer. */
  namesakes?: 'same' | 'apart';
}

/** A column that only this workspace knows. */
export interface OwnColumn {
  meaning: string;
  reader: CellReader;
  /** As people call it. */
  title: string;
  /** Headers that name it, the title among them. */
  words: readonly string[];
}

/** A column of a file that this workspace knows, and that no table can fill. */
export interface BarredColumn {
  title: string;
  words: readonly string[];
  /** Message key of the sentence that says why, given `title`. */
  why: string;
}

/** A column of a file that nothing fits. */
export interface LooseColumn {
  name: string;
  samples: readonly string[];
}

/** What a module lets people import. `apply` answers one result per row, in order, and writes in the transaction of ctx. */
export interface ImportKind<Kind extends Columns = Columns> {
  kind: string;
  columns: Kind;
  /** Read whenever a file is looked at, and when it is imported. */
  ownColumns?(ctx: Ctx): Promise<OwnColumn[]>;
  /** Read with them: what a file may speak of and cannot bring. Such a column is left out, and the preview says why. */
  barredColumns?(ctx: Ctx): Promise<BarredColumn[]>;
  /** Makes a place for a column that has none; answers its meaning. */
  addColumn?(ctx: Ctx, column: LooseColumn): Promise<string>;
  /** Makes what the demo shop's file speaks of, where it is not there yet. */
  beforeDemo?(ctx: Ctx): Promise<void>;
  /** From each group one meaning must be mapped, or the file cannot be imported as this kind. */
  needs: readonly (readonly (keyof Kind & string)[])[];
  /** Neighbouring rows that say the same here come in one batch. */
  groupBy?: keyof Kind & string;
  apply(ctx: Ctx, run: ImportRun, rows: ImportRow<Kind>[]): Promise<RowResult[]>;
  /** The results `apply` would give, with nothing written. `run.memory` may remember what earlier batches would have made. */
  rehearse(ctx: Ctx, run: ImportRun, rows: ImportRow<Kind>[]): Promise<RowResult[]>;
  /** Once, after the last batch. */
  finish?(ctx: Ctx, run: ImportRun): Promise<void>;
}

/** A number keeps being one in a spreadsheet; everything else is text. */
export type ExportCell = string | null;

export interface ExportColumn {
  key: string;
  /** Message key of the title, `namespace:path`. */
  title: string;
  /** The title is what people wrote, not a key. */
  literal?: boolean;
  number?: boolean;
}

/** What a module lets people export: rows that the actor of ctx may see, in pages, each read when it is asked for. */
export interface ExportKind {
  kind: string;
  permission: Permission;
  columns(ctx: Ctx): Promise<ExportColumn[]>;
  /** `query` is the query string of the request; unknown parameters are the kind's to refuse. */
  rows(ctx: Ctx, query: Record<string, string>): AsyncIterable<ExportCell[][]>;
}

/** A row that an undo left as it is. */
export interface KeptRow {
  id: string;
  /** What a person calls it: a name, an order number. */
  what: string;
  /** Message key of the reason, `namespace:path`. */
  why: string;
}

export interface UndoneRows {
  reversed: number;
  kept: KeptRow[];
  failed: KeptRow[];
}

/** How a module takes back what a change set did to one of its tables. */
export interface Undo {
  entity: string;
  /** Ascending: what refers to others goes before what it refers to (orders 10, products 20, customers 30). */
  order: number;
  undo(ctx: Ctx, changeSetId: string): Promise<UndoneRows>;
}

const importKinds = new Map<string, ImportKind>();
const exportKinds = new Map<string, ExportKind>();
const undos = new Map<string, Undo>();

/** Called by `module.ts` of the module whose rows these are, once at start. */
export function registerImportKind<Kind extends Columns>(kind: ImportKind<Kind>): void {
  importKinds.set(kind.kind, kind as unknown as ImportKind);
}

export function registerExportKind(kind: ExportKind): void {
  exportKinds.set(kind.kind, kind);
}

export function registerUndo(undo: Undo): void {
  undos.set(undo.entity, undo);
}

export function importKindNamed(kind: string): ImportKind | undefined {
  return importKinds.get(kind);
}

export function exportKindNamed(kind: string): ExportKind | undefined {
  return exportKinds.get(kind);
}

export function undosInOrder(): Undo[] {
  return [...undos.values()].sort((a, b) => a.order - b.order);
}
