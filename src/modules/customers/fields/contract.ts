import { z } from 'zod';
import { byId, currency, id, noInput, nothing, operation, pick } from '../../../kernel/contract.ts';
import type { ErrorCatalog } from '../../../kernel/errors.ts';
import { customerKind, filledLine, line, stage } from '../shapes-contract.ts';
import { FIELD_TYPES } from './rules/field.ts';

export const fieldErrors = {
  FIELD_NOT_FOUND: { status: 404 },
  FIELD_SECTION_NOT_FOUND: { status: 404 },
  FIELD_KEY_TAKEN: { status: 409 },
  FIELD_NAME_TAKEN: { status: 409 },
  FIELD_TOO_MANY: { status: 422 },
  FIELD_TYPE_UNSAFE: { status: 422 },
  FIELD_OPTIONS_MISSING: { status: 422 },
  FIELD_OPTION_TWICE: { status: 422 },
  FIELD_CANNOT_BE_UNIQUE: { status: 422 },
  FIELD_VALUES_REPEAT: { status: 409 },
  FIELD_CANNOT_BE_SENSITIVE: { status: 422 },
  FIELD_ORDER_INCOMPLETE: { status: 422 },
  FIELD_VALUE_TOO_LONG: { status: 422 },
  FIELD_NOT_TEXT: { status: 422 },
  FIELD_NOT_A_NUMBER: { status: 422 },
  FIELD_NOT_AN_AMOUNT: { status: 422 },
  FIELD_NOT_A_DATE: { status: 422 },
  FIELD_NOT_A_CHOICE: { status: 422 },
  FIELD_NOT_YES_OR_NO: { status: 422 },
  FIELD_NOT_A_PHONE: { status: 422 },
  FIELD_NOT_AN_EMAIL: { status: 422 },
  FIELD_NOT_A_LINK: { status: 422 },
  FIELD_NOT_A_FILE: { status: 422 },
  FIELD_NOT_A_CUSTOMER: { status: 422 },
  FIELD_REQUIRED: { status: 422 },
  FIELD_VALUE_TAKEN: { status: 409 },
  FIELD_CONSENT_NEEDED: { status: 422 },
  FIELD_ONE_BY_ONE: { status: 422 },
  FIELD_MASKED: { status: 403 },
} as const satisfies ErrorCatalog;

/** What a value of a field may be refused for, in every verb that writes customers. */
export const valueErrors = pick(
  fieldErrors,
  'FIELD_VALUE_TOO_LONG',
  'FIELD_NOT_TEXT',
  'FIELD_NOT_A_NUMBER',
  'FIELD_NOT_AN_AMOUNT',
  'FIELD_NOT_A_DATE',
  'FIELD_NOT_A_CHOICE',
  'FIELD_NOT_YES_OR_NO',
  'FIELD_NOT_A_PHONE',
  'FIELD_NOT_AN_EMAIL',
  'FIELD_NOT_A_LINK',
  'FIELD_NOT_A_FILE',
  'FIELD_NOT_A_CUSTOMER',
  'FIELD_REQUIRED',
  'FIELD_VALUE_TAKEN',
  'FIELD_CONSENT_NEEDED',
  'FIELD_ONE_BY_ONE',
  'FIELD_MASKED',
);

const tongue = z.enum(['en', 'zh-CN', 'zh-TW']);
const names = z.partialRecord(tongue, filledLine(60));

const option = z.object({
  key: z.string(),
  name: z.string(),
  /** Offered no longer; values given earlier still mean it. */
  removed: z.boolean().optional(),
});

/** `unsorted`: a key that an import or a program wrote, not made a field yet. */
export const fieldType = z.enum([...FIELD_TYPES, 'unsorted']);

export const field = z.object({
  id,
  /** Under which values stand in `custom`; renaming leaves it. */
  key: z.string(),
  type: fieldType,
  name: z.string(),
  names,
  help: z.string().nullable(),
  unit: z.string().nullable(),
  options: z.array(option),
  sectionId: id.nullable(),
  kinds: z.array(customerKind),
  /** Empty: at every stage. */
  visibleAt: z.array(stage),
  requiredAt: z.array(stage),
  sensitive: z.boolean(),
  unique: z.boolean(),
  inLists: z.boolean(),
  /** False while values that were there before are being prepared for lists. */
  ready: z.boolean(),
  removed: z.boolean(),
  /** What the caller may do with its values. */
  reach: z.enum(['hide', 'mask', 'read', 'edit']),
  version: z.number().int(),
});

export const section = z.object({ id, name: z.string(), version: z.number().int() });

const givenOption = z.object({ key: filledLine(60).optional(), name: filledLine(120) }).strict();

const facts = {
  names: names.optional(),
  help: line(300).nullish(),
  unit: line(20).nullish(),
  options: z
    .array(givenOption)
    .max(200)
    .optional()
    .describe('Options left out are offered no longer; one with its `key` is renamed.'),
  sectionId: id.nullish(),
  kinds: z.array(customerKind).min(1).max(2).optional(),
  visibleAt: z.array(stage).max(5).optional(),
  requiredAt: z.array(stage).max(5).optional(),
  sensitive: z.boolean().optional(),
  unique: z.boolean().optional(),
  inLists: z.boolean().optional(),
};

const newField = z
  .object({
    name: filledLine(60),
    type: z.enum(FIELD_TYPES),
    key: z
      .string()
      .regex(/^[a-zA-Z][a-zA-Z0-9_]{0,59}$/)
      .optional(),
    ...facts,
    currency: currency.optional().describe('Of money; the shop’s own unless said.'),
  })
  .strict();
const changedField = z
  .object({
    id,
    name: filledLine(60).optional(),
    type: z.enum(FIELD_TYPES).optional(),
    ...facts,
    version: z.number().int().optional(),
  })
  .strict();

const arrangement = z
  .object({
    /** As read; another one meanwhile is STALE. */
    arrangement: z.string().max(100),
    /** Every section and every field once; `id: null` holds the fields of no section. */
    sections: z.array(z.object({ id: id.nullable(), fields: z.array(id).max(300) }).strict()).max(60),
  })
  .strict();

const layout = z.object({
  sections: z.array(section),
  /** In the order of the card. */
  fields: z.array(field),
  /** Keys in use that are no fields yet. */
  unsorted: z.array(field),
  /** Hidden, with everything kept. */
  removed: z.array(field),
  /** Changes with every change of sections and order. */
  arrangement: z.string(),
});

const usage = z.object({
  customers: z.object({ value: z.number().int(), exact: z.boolean() }),
  fields: z.record(z.string(), z.object({ value: z.number().int(), exact: z.boolean() })),
});

const found = pick(fieldErrors, 'FIELD_NOT_FOUND');
const definition = pick(
  fieldErrors,
  'FIELD_SECTION_NOT_FOUND',
  'FIELD_NAME_TAKEN',
  'FIELD_OPTIONS_MISSING',
  'FIELD_OPTION_TWICE',
  'FIELD_CANNOT_BE_UNIQUE',
  'FIELD_CANNOT_BE_SENSITIVE',
);

export const fieldsContract = {
  list: operation({
    method: 'GET',
    path: '/fields',
    summary: 'The business’s own fields on the customer card, their sections and order',
    requires: 'customers.read',
    input: noInput,
    output: layout,
  }),
  usage: operation({
    method: 'GET',
    path: '/fields/usage',
    summary: 'How many customers have each field filled',
    requires: 'settings.read',
    input: noInput,
    output: usage,
  }),
  create: operation({
    method: 'POST',
    path: '/fields',
    summary: 'Make a field',
    requires: 'settings.edit',
    input: newField,
    output: field,
    errors: { ...definition, ...pick(fieldErrors, 'FIELD_KEY_TAKEN', 'FIELD_TOO_MANY') },
  }),
  change: operation({
    method: 'PATCH',
    path: '/fields/{id}',
    summary: 'Change a field; its key and its values stay. A type makes an unsorted key a field',
    requires: 'settings.edit',
    input: changedField,
    output: field,
    errors: {
      ...found,
      ...definition,
      ...pick(fieldErrors, 'FIELD_TYPE_UNSAFE', 'FIELD_VALUES_REPEAT', 'FIELD_TOO_MANY'),
    },
  }),
  remove: operation({
    method: 'DELETE',
    path: '/fields/{id}',
    summary: 'Hide a field; its values are kept until it comes back',
    requires: 'settings.edit',
    input: byId,
    output: nothing,
    errors: found,
  }),
  restore: operation({
    method: 'POST',
    path: '/fields/{id}/restore',
    summary: 'Bring a hidden field back with its values',
    requires: 'settings.edit',
    input: byId,
    output: field,
    errors: { ...found, ...pick(fieldErrors, 'FIELD_NAME_TAKEN', 'FIELD_TOO_MANY') },
    status: 200,
  }),
  arrange: operation({
    method: 'PUT',
    path: '/fields/order',
    summary: 'Put sections and fields into another order',
    requires: 'settings.edit',
    input: arrangement,
    output: layout,
    errors: pick(fieldErrors, 'FIELD_ORDER_INCOMPLETE'),
  }),
  sections: {
    add: operation({
      method: 'POST',
      path: '/fields/sections',
      summary: 'Make a section',
      requires: 'settings.edit',
      input: z.object({ name: filledLine(60) }).strict(),
      output: section,
      errors: pick(fieldErrors, 'FIELD_TOO_MANY'),
    }),
    rename: operation({
      method: 'PATCH',
      path: '/fields/sections/{id}',
      summary: 'Rename a section',
      requires: 'settings.edit',
      input: z.object({ id, name: filledLine(60), version: z.number().int().optional() }).strict(),
      output: section,
      errors: pick(fieldErrors, 'FIELD_SECTION_NOT_FOUND'),
    }),
    remove: operation({
      method: 'DELETE',
      path: '/fields/sections/{id}',
      summary: 'Remove a section; its fields stay, in no section',
      requires: 'settings.edit',
      input: byId,
      output: nothing,
      errors: pick(fieldErrors, 'FIELD_SECTION_NOT_FOUND'),
    }),
  },
};

export type FieldView = z.infer<typeof field>;
export type FieldLayout = z.infer<typeof layout>;
export type FieldUsage = z.infer<typeof usage>;
export type NewField = z.output<typeof newField>;
export type ChangedField = z.output<typeof changedField>;
export type Arrangement = z.output<typeof arrangement>;
