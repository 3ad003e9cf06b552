import { z } from 'zod';
import { byId, civilDate, id, noInput, nothing, operation, pick } from '../../../kernel/contract.ts';
import type { ErrorCatalog } from '../../../kernel/errors.ts';
import { filledLine } from '../shapes-contract.ts';

export const viewErrors = {
  VIEW_NOT_FOUND: { status: 404 },
  VIEW_NOT_YOURS: { status: 403 },
  VIEW_TOO_MANY: { status: 422 },
  VIEW_SETTINGS_UNKNOWN: { status: 422 },
  VIEW_ROLE_UNKNOWN: { status: 422 },
  VIEW_GROUP_UNKNOWN: { status: 422 },
  // As of the list.
  CUSTOMER_FILTER_UNKNOWN: { status: 422 },
} as const satisfies ErrorCatalog;

export const layouts = ['list', 'board', 'calendar'] as const;

/** What GET /customers takes, which columns are shown, and how the customers are laid out. */
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
    /** As GET /customers/groups takes it. */
    group: z.string().min(1).max(80).optional(),
    layout: z.enum(layouts).optional(),
  })
  .strict();

const gone = z.object({
  in: z.enum(['filter', 'sort', 'columns', 'group']),
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

/** The same as of GET /customers. */
const found = {
  q: z.string().max(400).optional(),
  filter: z.string().max(12_000).optional(),
};
const groupsQuery = z
  .object({
    ...found,
    by: z
      .string()
      .min(1)
      .max(80)
      .describe('`stage`, `kind`, `source`, `tag`, `ownerId`, `branchId`, a column with options, or `custom.<key>`.'),
  })
  .strict();
const listGroups = z.object({
  items: z.array(
    z.object({
      /** Null: of none. GET /customers with `within` `{"<by>":key}` lists its customers. */
      key: z.string().nullable(),
      count: z.number().int(),
      /** Minor units of the base currency. */
      spent: z.string().nullable(),
    }),
  ),
  /** There are more groups than are named. */
  more: z.boolean(),
});
const monthQuery = z
  .object({
    ...found,
    month: z
      .string()
      .regex(/^\d{4}-(0[1-9]|1[0-2])$/)
      .refine((month) => month >= '1900' && month < '2200'),
  })
  .strict();
const monthView = z.object({
  kinds: z.array(z.object({ key: z.string(), title: z.string() })),
  days: z.array(
    z.object({
      day: civilDate,
      /** The first of each kind by name. */
      entries: z.array(z.object({ kind: z.string(), id, name: z.string(), lunar: z.boolean() })),
      counts: z.record(z.string(), z.number().int()),
    }),
  ),
});

const named = pick(viewErrors, 'VIEW_NOT_FOUND', 'VIEW_NOT_YOURS');
const roleKey = z.string().min(1).max(60);

export const viewsContract = {
  groups: operation({
    method: 'GET',
    path: '/customers/groups',
    summary: 'How the customers that the list finds divide: how many, and what they spent',
    requires: 'customers.read',
    input: groupsQuery,
    output: listGroups,
    errors: pick(viewErrors, 'VIEW_GROUP_UNKNOWN', 'CUSTOMER_FILTER_UNKNOWN'),
  }),
  month: operation({
    method: 'GET',
    path: '/customers/calendar',
    summary: 'A month of the customers that the list finds: birthdays, last and expected purchases',
    requires: 'customers.read',
    input: monthQuery,
    output: monthView,
    errors: pick(viewErrors, 'CUSTOMER_FILTER_UNKNOWN'),
  }),
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
export type GroupsQuery = z.output<typeof groupsQuery>;
export type ListGroups = z.infer<typeof listGroups>;
export type MonthQuery = z.output<typeof monthQuery>;
export type MonthView = z.infer<typeof monthView>;
