import { oc, type ErrorMap } from '@orpc/contract';
import { z } from 'zod';
import type { Requirement } from './access.ts';
import { commonErrors, type ErrorCatalog } from './errors.ts';

/** What every operation says of itself besides its shape. */
export interface OperationMeta {
  requires?: Requirement;
  /** A POST that changes nothing (a preview, a look-up): no transaction, no idempotency key. */
  readOnly?: boolean;
  /** Works longer than a transaction should be open (reads a file): no transaction but those the verb opens. Never a POST. */
  inSteps?: boolean;
  [key: string]: unknown;
}

interface Operation<Input extends z.ZodType, Output extends z.ZodType, Errors extends ErrorCatalog> {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: `/${string}`;
  /** One English line for the API reference. */
  summary: string;
  requires: Requirement;
  input: Input;
  output: Output;
  /** Codes beyond the common ones. */
  errors?: Errors;
  status?: number;
  readOnly?: boolean;
  inSteps?: boolean;
}

const base = oc.$meta<OperationMeta>({});

/** One call of the API: path, shape, right and errors in one value, shared by server, client and reference. */
export function operation<
  Input extends z.ZodType,
  Output extends z.ZodType,
  const Errors extends ErrorCatalog = Record<never, never>,
>(spec: Operation<Input, Output, Errors>) {
  return base
    .meta({
      requires: spec.requires,
      ...(spec.readOnly ? { readOnly: true } : {}),
      ...(spec.inSteps ? { inSteps: true } : {}),
    })
    .route({
      method: spec.method,
      path: spec.path,
      summary: spec.summary,
      tags: [spec.path.split('/')[1] ?? ''],
      successStatus: spec.status ?? (spec.method === 'POST' && !spec.readOnly ? 201 : 200),
    })
    .errors({ ...commonErrors, ...spec.errors } as ErrorMap)
    .input(spec.input)
    .output(spec.output);
}

/** The part of a module's catalog that one operation may answer. */
export function pick<const Catalog extends ErrorCatalog, Code extends keyof Catalog>(
  catalog: Catalog,
  ...codes: Code[]
): Pick<Catalog, Code> {
  return Object.fromEntries(codes.map((code) => [code, catalog[code]])) as Pick<Catalog, Code>;
}

/** Something that happened. Reactions of other modules receive the payload after commit. */
export interface EventDefinition<Payload extends z.ZodType> {
  readonly name: string;
  readonly payload: Payload;
  /** It concerns many customers or the whole shop: its reactions run beside those that concern a few, in their own order. */
  readonly ofMany: (payload: z.output<Payload>) => boolean;
}

export function event<Payload extends z.ZodType>(
  name: string,
  payload: Payload,
  ofMany: boolean | ((payload: z.output<Payload>) => boolean) = false,
): EventDefinition<Payload> {
  return { name, payload, ofMany: typeof ofMany === 'function' ? ofMany : () => ofMany };
}

// Shapes that all modules share (interfaces.md "HTTP").
export const id = z.uuid();
export const civilDate = z.iso.date();
export const instant = z.iso.datetime({ offset: true });
export const currency = z.string().regex(/^[A-Z]{3}$/);
export const money = z.object({ amount: z.string().regex(/^-?\d{1,15}(\.\d{1,4})?$/), currency });
export type Money = z.infer<typeof money>;
export const noInput = z.object({}).strict();
export const byId = z.object({ id }).strict();
export const nothing = z.object({ ok: z.literal(true) });

/** Query parameters of every list. Extend with a module's filters: `listInput.extend({ q: … }).strict()`. */
export const listInput = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(1000).optional(),
});

export function page<Item extends z.ZodType>(item: Item) {
  return z.object({
    items: z.array(item),
    nextCursor: z.string().nullable(),
    count: z.object({ value: z.number().int(), exact: z.boolean() }),
  });
}

/** An arithmetic that a screen can open: words are message keys, values already printable or plain numbers. */
export const explanation = z.object({
  /** Message key of the sentence, `namespace:path`. */
  key: z.string(),
  values: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
  steps: z
    .array(z.object({ key: z.string(), values: z.record(z.string(), z.union([z.string(), z.number(), z.null()])) }))
    .optional(),
});
export type Explanation = z.infer<typeof explanation>;
