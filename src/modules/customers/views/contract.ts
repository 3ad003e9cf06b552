import { z } from 'zod';
import { byId, id, noInput, nothing, operation, pick } from '../../../kernel/contract.ts';
import type { ErrorCatalog } from '../../../kernel/errors.ts';
import { filledLine } from '../shapes-contract.ts';

export const viewErrors = {
  VIEW_NOT_FOUND: { status: 404 },
  VIEW_NOT_YOURS: { status: 403 },
  VIEW_TOO_MANY: { status: 422 },
  VIEW_SETTINGS_UNKNOWN: { status: 422 },
  VIEW_ROLE_UNKNOWN: { status: 422 },
} as const satisfies ErrorCatalog;

/** What GET /customers takes, and which columns are shown. */
const settings = z
  .object({
    q: z.string().max(400).optional(),
    /** As GET /customers takes it, as an object. */
    filter: z
      .record(z.string().min(1).max(80), z.unknown())
      .refine((filter) => JSON.stringify(filter).length <= 4000)
      .optional(),
    sort: z.string().max(80).optional(),
    /** Keys of columns in their order; absent: everybody's own choice. */
    columns: z.array(z.string().min(1).max(80)).max(60).optional(),
  })
  .strict();

const gone = z.object({
  in: z.enum(['filter', 'sort', 'columns']),
  /** What it was called; null where the caller may not know. */
  name: z.string().nullable(),
});

const view = z.object({
  id,
  name: z.string(),
  own: z.boolean(),
  shared: z.boolean(),
  pinned: z.boolean(),
  /** Whose it is; null: of the business. */
  by: z.string().nullable(),
  mayChange: z.boolean(),
  /** Roles whose list begins with it. */
  startFor: z.array(z.string()),
  /** What of it can be shown now. */
  settings,
  /** What it asks for and is not there any more, or not for the caller: the list is shown without it. */
  gone: z.array(gone),
  version: z.number().int(),
});

const named = pick(viewErrors, 'VIEW_NOT_FOUND', 'VIEW_NOT_YOURS');
const roleKey = z.string().min(1).max(60);

export const viewsContract = {
  list: operation({
    method: 'GET',
    path: '/views',
    summary: 'Saved views of the customer list: one’s own and those that are shared',
    requires: 'customers.read',
    input: noInput,
    /** `start`: the view with which the caller’s list begins. */
    output: z.object({ items: z.array(view), start: id.nullable() }),
  }),
  create: operation({
    method: 'POST',
    path: '/views',
    summary: 'Keep a filter, an order and columns under a name',
    requires: 'customers.read',
    input: z.object({ name: filledLine(60), settings, pinned: z.boolean().default(true) }).strict(),
    output: view,
    errors: pick(viewErrors, 'VIEW_TOO_MANY', 'VIEW_SETTINGS_UNKNOWN'),
  }),
  change: operation({
    method: 'PATCH',
    path: '/views/{id}',
    summary: 'Rename a view, or let it show something else',
    requires: 'customers.read',
    input: z
      .object({
        id,
        name: filledLine(60).optional(),
        settings: settings.optional(),
        version: z.number().int().optional(),
      })
      .strict(),
    output: view,
    errors: { ...named, ...pick(viewErrors, 'VIEW_SETTINGS_UNKNOWN') },
  }),
  remove: operation({
    method: 'DELETE',
    path: '/views/{id}',
    summary: 'Remove a view; the customers stay',
    requires: 'customers.read',
    input: byId,
    output: nothing,
    errors: named,
  }),
  restore: operation({
    method: 'POST',
    path: '/views/{id}/restore',
    summary: 'Bring a removed view back',
    requires: 'customers.read',
    input: byId,
    output: view,
    errors: named,
    status: 200,
  }),
  pin: operation({
    method: 'PUT',
    path: '/views/{id}/pin',
    summary: 'Keep a view as a tab above the list, or not',
    requires: 'customers.read',
    input: z.object({ id, pinned: z.boolean() }).strict(),
    output: view,
    errors: pick(viewErrors, 'VIEW_NOT_FOUND'),
  }),
  share: operation({
    method: 'PUT',
    path: '/views/{id}/sharing',
    summary: 'Show a view to everybody or to oneself only, and let the lists of roles begin with it',
    requires: 'views.share',
    input: z.object({ id, shared: z.boolean(), startFor: z.array(roleKey).max(60).default([]) }).strict(),
    output: view,
    errors: { ...named, ...pick(viewErrors, 'VIEW_ROLE_UNKNOWN') },
  }),
};

export type View = z.infer<typeof view>;
export type ViewSettings = z.output<typeof settings>;
