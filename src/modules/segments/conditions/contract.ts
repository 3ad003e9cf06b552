import { z } from 'zod';
import {
  byId,
  civilDate,
  event,
  id,
  instant,
  listInput,
  money,
  noInput,
  nothing,
  operation,
  page,
  pick,
} from '../../../kernel/contract.ts';
import type { ErrorCatalog } from '../../../kernel/errors.ts';
import { DEEPEST, MOST_LEAVES } from './rules/tree.ts';

export const segmentErrors = {
  SEGMENT_NOT_FOUND: { status: 404 },
  SEGMENT_CONDITION_SHAPE: { status: 422 },
  SEGMENT_CONDITION_EMPTY: { status: 422 },
  SEGMENT_CONDITION_UNKNOWN: { status: 422 },
  SEGMENT_TOO_DEEP: { status: 422 },
  SEGMENT_TOO_LARGE: { status: 422 },
  SEGMENT_IN_CIRCLE: { status: 422 },
  SEGMENT_TOO_MANY: { status: 422 },
  SEGMENT_IN_USE: { status: 409 },
  SEGMENT_BROKEN: { status: 409 },
  SEGMENT_SAME: { status: 422 },
  SEGMENT_SNAPSHOT_NOT_FOUND: { status: 404 },
  SEGMENT_TOO_MANY_SNAPSHOTS: { status: 422 },
} as const satisfies ErrorCatalog;

const conditionErrors = pick(
  segmentErrors,
  'SEGMENT_CONDITION_SHAPE',
  'SEGMENT_CONDITION_EMPTY',
  'SEGMENT_CONDITION_UNKNOWN',
  'SEGMENT_TOO_DEEP',
  'SEGMENT_TOO_LARGE',
  'SEGMENT_IN_CIRCLE',
);

/** These customers came in; `null`: more than can be named, see the members. */
const inOrOut = z.object({ segmentId: id, customerIds: z.array(id).nullable() });
const unnamed = ({ customerIds }: { customerIds: readonly string[] | null }) => customerIds === null;
export const segmentEntered = event('segments.entered', inOrOut, unnamed);
export const segmentLeft = event('segments.left', inOrOut, unnamed);
/** Rows of these tables changed; `null`: of so many customers that all are looked at. */
export const segmentsTouched = event(
  'segments.touched',
  z.object({ tables: z.array(z.string()), customerIds: z.array(id).nullable() }),
  unnamed,
);

const condition = z
  .unknown()
  .describe(
    `A tree: {"and":[…]}, {"or":[…]}, {"not":…} or {"field":…,"value":…}; groups ${DEEPEST} deep at most, ${MOST_LEAVES} conditions. ` +
      'Fields and the shape of their values: GET /segments/conditions, and whatever the filter of GET /customers takes.',
  );

const count = z.object({ value: z.number().int(), exact: z.boolean() });
const name = z.string().trim().min(1).max(60);
const note = z.string().trim().max(300);

const segment = z.object({
  id,
  name: z.string(),
  note: z.string().nullable(),
  condition: z.unknown(),
  /** What it asks for, in the caller’s language. */
  sentence: z.string(),
  /** Customers within the caller’s reach; null while it is broken. */
  count: count.nullable(),
  /** Within the last 30 days. */
  entered: z.number().int(),
  left: z.number().int(),
  /** Time alone moves customers in and out: looked at every night. */
  moves: z.boolean(),
  /** Asks for something that is gone. Its members stay as they were, and nobody is shown them. */
  broken: z.boolean(),
  createdBy: z.string(),
  updatedAt: instant,
  version: z.number().int(),
});

const person = z.object({ id, name: z.string(), phone: z.string().nullable(), stage: z.string() });
const sampled = person.extend({ spent: money, lastOn: civilDate.nullable() });
const member = z.object({ customer: person, since: civilDate, spent: money, lastOn: civilDate.nullable() });

const share = z.object({ count: z.number().int(), spent: money });
const snapshot = z.object({
  id,
  name: z.string().nullable(),
  day: civilDate,
  at: instant,
  by: z.string(),
  customers: z.number().int(),
  /** The segment asked for something else then. */
  otherConditions: z.boolean(),
});

const option = z.object({ key: z.string(), name: z.string() });
const part = z.object({
  /** Empty: the value itself; else a part of it. */
  key: z.string(),
  title: z.string(),
  input: z.enum(['choices', 'choice', 'number', 'money', 'days', 'yesNo', 'filled', 'text']),
  options: z.array(option),
  /** Of several parts with the same word exactly one is given. */
  oneOf: z.string().nullable(),
});
const kind = z.object({
  field: z.string(),
  title: z.string(),
  group: z.string(),
  groupTitle: z.string(),
  parts: z.array(part),
});

const named = pick(segmentErrors, 'SEGMENT_NOT_FOUND');
const snapshotById = z.object({ id, snapshotId: id }).strict();

export const segmentsContract = {
  list: operation({
    method: 'GET',
    path: '/segments',
    summary: 'The segments one may see, by name',
    requires: 'classes.read',
    input: noInput,
    output: z.object({ items: z.array(segment) }),
  }),
  conditions: operation({
    method: 'GET',
    path: '/segments/conditions',
    summary: 'Everything that a segment can ask of a customer, with the shape of the answer',
    requires: 'classes.read',
    input: noInput,
    output: z.object({ items: z.array(kind) }),
  }),
  preview: operation({
    method: 'POST',
    path: '/segments/preview',
    summary: 'Who would be in a segment: how many, ten of them, and the conditions in words',
    requires: 'classes.read',
    input: z.object({ condition, except: id.optional().describe('The segment that is being changed') }).strict(),
    output: z.object({ count, sentence: z.string(), sample: z.array(sampled) }),
    errors: conditionErrors,
    readOnly: true,
  }),
  overlap: operation({
    method: 'GET',
    path: '/segments/overlap',
    summary: 'How many customers two segments share, and what they spent',
    requires: 'classes.read',
    input: z.object({ a: id, b: id }).strict(),
    output: z.object({ both: share, onlyA: share, onlyB: share }),
    errors: { ...named, ...pick(segmentErrors, 'SEGMENT_BROKEN', 'SEGMENT_SAME') },
  }),
  create: operation({
    method: 'POST',
    path: '/segments',
    summary: 'Keep conditions under a name; members follow by themselves',
    requires: 'classes.edit',
    input: z.object({ name, note: note.nullish(), condition }).strict(),
    output: segment,
    errors: { ...conditionErrors, ...pick(segmentErrors, 'SEGMENT_TOO_MANY') },
  }),
  read: operation({
    method: 'GET',
    path: '/segments/{id}',
    summary: 'One segment',
    requires: 'classes.read',
    input: byId,
    output: segment,
    errors: named,
  }),
  change: operation({
    method: 'PATCH',
    path: '/segments/{id}',
    summary: 'Rename a segment, or let it ask for something else',
    requires: 'classes.edit',
    input: z
      .object({
        id,
        name: name.optional(),
        note: note.nullish(),
        condition: condition.optional(),
        version: z.number().int().optional(),
      })
      .strict(),
    output: segment,
    errors: { ...named, ...conditionErrors },
  }),
  remove: operation({
    method: 'DELETE',
    path: '/segments/{id}',
    summary: 'Remove a segment; the customers stay',
    requires: 'classes.edit',
    input: byId,
    output: nothing,
    errors: { ...named, ...pick(segmentErrors, 'SEGMENT_IN_USE') },
  }),
  restore: operation({
    method: 'POST',
    path: '/segments/{id}/restore',
    summary: 'Bring a removed segment back',
    requires: 'classes.edit',
    input: byId,
    output: segment,
    errors: { ...named, ...conditionErrors, ...pick(segmentErrors, 'SEGMENT_TOO_MANY') },
    status: 200,
  }),
  customers: operation({
    method: 'GET',
    path: '/segments/{id}/customers',
    summary: 'The customers of a segment, those who came in last first',
    requires: 'classes.read',
    input: listInput.extend({ id }).strict(),
    output: page(member),
    errors: { ...named, ...pick(segmentErrors, 'SEGMENT_BROKEN') },
  }),
  snapshots: {
    list: operation({
      method: 'GET',
      path: '/segments/{id}/snapshots',
      summary: 'The segment as it was on earlier days, newest first',
      requires: 'classes.read',
      input: byId,
      output: z.object({ items: z.array(snapshot) }),
      errors: named,
    }),
    take: operation({
      method: 'POST',
      path: '/segments/{id}/snapshots',
      summary: 'Keep who is in the segment now',
      requires: 'classes.edit',
      input: z.object({ id, name: name.nullish() }).strict(),
      output: snapshot,
      errors: { ...named, ...pick(segmentErrors, 'SEGMENT_BROKEN', 'SEGMENT_TOO_MANY_SNAPSHOTS') },
    }),
    compare: operation({
      method: 'GET',
      path: '/segments/{id}/snapshots/{snapshotId}',
      summary: 'Who of then is still in the segment, who left and who came',
      requires: 'classes.read',
      input: snapshotById,
      output: snapshot.extend({
        stayed: share,
        left: share,
        entered: share,
        /** No longer on file. */
        gone: z.number().int(),
      }),
      errors: { ...named, ...pick(segmentErrors, 'SEGMENT_BROKEN', 'SEGMENT_SNAPSHOT_NOT_FOUND') },
    }),
    remove: operation({
      method: 'DELETE',
      path: '/segments/{id}/snapshots/{snapshotId}',
      summary: 'Throw a snapshot away',
      requires: 'classes.edit',
      input: snapshotById,
      output: nothing,
      errors: { ...named, ...pick(segmentErrors, 'SEGMENT_SNAPSHOT_NOT_FOUND') },
    }),
  },
};

export type SegmentView = z.infer<typeof segment>;
export type SegmentMember = z.infer<typeof member>;
export type SampledCustomer = z.infer<typeof sampled>;
export type SnapshotView = z.infer<typeof snapshot>;
export type Share = z.infer<typeof share>;
export type ConditionView = z.infer<typeof kind>;
export type ConditionPart = z.infer<typeof part>;
