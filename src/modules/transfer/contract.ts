import { z } from 'zod';
import { byId, event, id, instant, listInput, operation, page, pick } from '../../kernel/contract.ts';
import type { ErrorCatalog } from '../../kernel/errors.ts';
import { ENCODINGS } from './rules/encodings.ts';
import { webhookErrors, webhooksContract } from './webhooks/contract.ts';

export const transferErrors = {
  CHANGE_SET_NOT_FOUND: { status: 404 },
  CHANGE_SET_OPEN: { status: 409 },
  CHANGE_SET_NOT_YOURS: { status: 403 },
  IMPORT_NOT_FOUND: { status: 404 },
  IMPORT_FILE_MISSING: { status: 422 },
  IMPORT_KIND_UNKNOWN: { status: 422 },
  IMPORT_COLUMN_MISSING: { status: 422 },
  IMPORT_COLUMN_UNKNOWN: { status: 422 },
  IMPORT_COLUMN_BARRED: { status: 422 },
  IMPORT_FILE_FORGOTTEN: { status: 409 },
  IMPORT_STARTED: { status: 409 },
  IMPORT_CANCELLED: { status: 409 },
  EXPORT_KIND_UNKNOWN: { status: 404 },
  EXPORT_FORMAT_UNKNOWN: { status: 422 },
  DEMO_SHOP_THERE: { status: 409 },
  ...webhookErrors,
} as const satisfies ErrorCatalog;

const keptRow = z.object({
  entity: z.string(),
  id,
  /** What a person calls it. */
  what: z.string(),
  why: z.string(),
});

const undoResult = z.object({
  changeSet: id,
  /** Rows taken back. */
  reversed: z.number().int(),
  /** Left as they are, because somebody worked on them since; at most 200 are named. */
  kept: z.array(keptRow),
  failed: z.array(keptRow),
  counts: z.object({
    reversed: z.record(z.string(), z.number().int()),
    kept: z.number().int(),
    failed: z.number().int(),
  }),
});

const counts = z.object({
  rows: z.number().int(),
  created: z.number().int(),
  updated: z.number().int(),
  skipped: z.number().int(),
  failed: z.number().int(),
});

/** What the person decided; whatever is left out is found out. */
export const choice = z
  .object({
    encoding: z.enum(ENCODINGS).optional(),
    separator: z.string().max(1).optional(),
    sheet: z.string().max(200).optional(),
    header: z.boolean().optional(),
    dateOrder: z.enum(['mdy', 'dmy', 'ymd']).optional(),
    decimal: z.enum(['.', ',']).optional(),
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/)
      .optional(),
    /** A customer's row without a number, phone or e-mail that is known, who has a known one's name and birthday; asked when left out. */
    namesakes: z.enum(['same', 'apart']).nullish(),
    /** Column (its name, or its number from 1) → meaning; `null` leaves it out, `+` makes a field of it. */
    mapping: z.record(z.string().max(500), z.string().max(80).nullable()).optional(),
  })
  .strict();

const column = z.object({
  /** From 1. */
  number: z.number().int(),
  name: z.string(),
  meaning: z.string().nullable(),
  /** Below 0.6 the person should look. */
  confidence: z.number(),
  samples: z.array(z.string()),
});

const understanding = z.object({
  format: z.string(),
  encoding: z.string().nullable(),
  separator: z.string().nullable(),
  sheet: z.string().nullable(),
  sheets: z.array(z.string()),
  hasHeader: z.boolean(),
  columns: z.array(column),
  /** Meanings that columns of this kind of file can have. */
  meanings: z.array(z.string()),
  /** Names of those that only this workspace knows. */
  titles: z.record(z.string(), z.string()).optional(),
  /** Whether a column that nothing fits can become a field. */
  takesMore: z.boolean().optional(),
  layout: z.enum(['orders', 'lines']).nullable(),
  /** `ambiguous`: the person must say how days and months stand. */
  dateOrder: z.enum(['mdy', 'dmy', 'ymd', 'ambiguous']).nullable(),
  encodings: z.array(z.object({ encoding: z.string(), preview: z.array(z.string()) })),
  /** Groups of meanings of which one is still to be given. */
  missing: z.array(z.array(z.string())),
  warnings: z.array(z.string()),
});

const faultyRow = z.object({ line: z.number().int(), cells: z.array(z.string()), reasons: z.array(z.string()) });

const importView = z.object({
  id,
  kind: z.string(),
  fileName: z.string(),
  /** `preview`: waits for a look at what was understood, and for its start. */
  state: z.enum(['preview', 'queued', 'running', 'done', 'failed', 'undone']),
  counts,
  /** 0–1 */
  progress: z.number(),
  /** While it runs; null until the first rows are in. */
  rowsPerSecond: z.number().nullable(),
  secondsLeft: z.number().nullable(),
  changeSet: id.nullable(),
  choice,
  understanding,
  /** What a start would do, where it was asked. */
  rehearsal: z
    .object({ state: z.enum(['running', 'done', 'failed']), counts, progress: z.number(), faults: z.array(faultyRow) })
    .nullable(),
  /** What an undo took back and left. */
  undo: undoResult.nullable(),
  failure: z.string().nullable(),
  createdBy: z.string(),
  createdAt: instant,
  finishedAt: instant.nullable(),
});

const found = pick(transferErrors, 'IMPORT_NOT_FOUND');

/** Customers and orders of the demo shop are there; `changeSetId` is that of its customers. */
export const demoShopLoaded = event('transfer.demo_shop_loaded', z.object({ changeSetId: id }), true);

export const contract = {
  imports: {
    list: operation({
      method: 'GET',
      path: '/imports',
      summary: 'Imports, newest first',
      requires: 'imports.run',
      input: listInput.strict(),
      output: page(importView.omit({ understanding: true, choice: true, rehearsal: true, undo: true })).omit({
        count: true,
      }),
    }),
    read: operation({
      method: 'GET',
      path: '/imports/{id}',
      summary: 'One import: what was understood, how far it is, what came of it',
      requires: 'imports.run',
      input: byId,
      output: importView,
      errors: found,
    }),
    choose: operation({
      method: 'PATCH',
      path: '/imports/{id}',
      summary: 'Say how the file is to be read',
      requires: 'imports.run',
      inSteps: true,
      input: choice.extend({ id }).strict(),
      output: importView,
      errors: { ...found, ...pick(transferErrors, 'IMPORT_STARTED', 'IMPORT_COLUMN_UNKNOWN', 'IMPORT_COLUMN_BARRED') },
    }),
    rehearse: operation({
      method: 'POST',
      path: '/imports/{id}/dry-run',
      summary: 'Find out what a start would do, with nothing written',
      requires: 'imports.run',
      input: byId,
      output: importView,
      errors: { ...found, ...pick(transferErrors, 'IMPORT_STARTED', 'IMPORT_COLUMN_MISSING') },
      status: 200,
    }),
    start: operation({
      method: 'POST',
      path: '/imports/{id}/start',
      summary: 'Start the import',
      requires: 'imports.run',
      input: byId,
      output: importView,
      errors: { ...found, ...pick(transferErrors, 'IMPORT_STARTED', 'IMPORT_COLUMN_MISSING') },
      status: 200,
    }),
    cancel: operation({
      method: 'POST',
      path: '/imports/{id}/cancel',
      summary: 'Stop an import; what came in so far stays and can be undone',
      requires: 'imports.run',
      input: byId,
      output: importView,
      errors: found,
      status: 200,
    }),
  },
  demoShop: operation({
    method: 'POST',
    path: '/demo-shop',
    summary: 'Fill an empty workspace with a shop to try things with',
    requires: 'imports.run',
    input: z.object({}).strict(),
    output: z.object({ imports: z.array(id) }),
    errors: pick(transferErrors, 'DEMO_SHOP_THERE'),
  }),
  webhooks: webhooksContract,
  changeSets: {
    undo: operation({
      method: 'POST',
      path: '/change-sets/{id}/undo',
      summary: 'Take back an import, a merge or a bulk edit',
      // The right it takes is the change set's own, checked by the verb.
      requires: 'signed-in',
      input: byId,
      output: undoResult,
      errors: pick(transferErrors, 'CHANGE_SET_NOT_FOUND', 'CHANGE_SET_OPEN', 'CHANGE_SET_NOT_YOURS'),
      status: 200,
    }),
  },
};

export type UndoResult = z.infer<typeof undoResult>;
export type Choice = z.output<typeof choice>;
export type Understanding = z.output<typeof understanding>;
export type ImportView = z.output<typeof importView>;
export type Counts = z.output<typeof counts>;
export type FaultyRow = z.output<typeof faultyRow>;
