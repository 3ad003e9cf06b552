import { z } from 'zod';
import { event, id, instant, money } from '../../kernel/contract.ts';

const fieldChange = z.object({ field: z.string(), old: z.unknown(), new: z.unknown() });

export const note = z.object({
  id,
  body: z.string(),
  mentions: z.array(id),
  by: z.string(),
  at: instant,
  editedAt: instant.nullable(),
  version: z.number().int(),
  mine: z.boolean(),
});

export const customerFile = z.object({
  id,
  name: z.string(),
  mediaType: z.string(),
  bytes: z.number().int(),
  by: z.string(),
  at: instant,
  mine: z.boolean(),
});

/** One thing that happened. The sentence is the message `text.key` (`namespace:path`) with `text.values`. */
export const timelineEntry = z.object({
  id: z.string(),
  kind: z.string(),
  at: instant,
  text: z.object({ key: z.string(), values: z.record(z.string(), z.union([z.string(), z.number(), z.null()])) }),
  by: z.string().nullable(),
  /** What people wrote, shown as it is. */
  body: z.string().nullable(),
  amount: money.nullable(),
  /** Path of a screen that shows more. */
  link: z.string().nullable(),
  note: note.optional(),
  file: customerFile.optional(),
  changes: z.array(fieldChange).optional(),
});

export type Note = z.infer<typeof note>;
export type CustomerFile = z.infer<typeof customerFile>;
export type TimelineItem = z.infer<typeof timelineEntry>;

/** Colleagues were named in a note, each once per note. `by`: who wrote it. */
export const customersMentioned = event(
  'customers.mentioned',
  z.object({ customerId: id, noteId: id, memberIds: z.array(id), by: z.string(), byMemberId: id.nullable() }),
);
