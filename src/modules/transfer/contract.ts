import { z } from 'zod';
import { byId, id, operation, pick } from '../../kernel/contract.ts';
import type { ErrorCatalog } from '../../kernel/errors.ts';

export const transferErrors = {
  CHANGE_SET_NOT_FOUND: { status: 404 },
  CHANGE_SET_OPEN: { status: 409 },
  CHANGE_SET_NOT_YOURS: { status: 403 },
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

export const contract = {
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
