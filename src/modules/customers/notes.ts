import type { Selectable } from 'kysely';
import type { Ctx } from '../../kernel/context.ts';
import type { CustomerNotes } from '../../kernel/db/tables.ts';
import { refusals, refuse as refuseCommon } from '../../kernel/errors.ts';
import { newId } from '../../kernel/ids.ts';
import { emit } from '../../kernel/outbox.ts';
import { memberNames } from '../workspaces/index.ts';
import { customerErrors, type ChangedNote, type NewNote, type Note, type NoteById } from './contract.ts';
import { customerSeen, customerToChange } from './reach.ts';
import { customersMentioned } from './timeline-contract.ts';

const refuse = refusals(customerErrors);

export type NoteRow = Selectable<CustomerNotes>;

export async function addNote(ctx: Ctx, input: NewNote): Promise<Note> {
  const { id: customerId } = await customerToChange(ctx, input.id, 'customers.edit');
  const row = await ctx.db
    .insertInto('customer_notes')
    .values({
      workspace_id: ctx.workspace.id,
      id: newId(),
      customer_id: customerId,
      body: input.body,
      mentions: await knownMembers(ctx, input.mentions),
      by_kind: ctx.actor.kind,
      by_id: authorId(ctx),
      by_name: ctx.actor.name,
      at: ctx.now,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  await tellMentioned(ctx, row, row.mentions);
  return presentNote(ctx, row);
}

export async function changeNote(ctx: Ctx, input: ChangedNote): Promise<Note> {
  const note = await ownNote(ctx, input);
  const expected = input.version ?? ctx.request.ifMatch;
  if (expected !== null && expected !== note.version) {
    throw refuseCommon('STALE', { current: presentNote(ctx, note) });
  }
  const row = await ctx.db
    .updateTable('customer_notes')
    .set({
      body: input.body,
      ...(input.mentions ? { mentions: await knownMembers(ctx, input.mentions) } : {}),
      edited_at: ctx.now,
      version: note.version + 1,
    })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', note.id)
    .returningAll()
    .executeTakeFirstOrThrow();
  await tellMentioned(
    ctx,
    row,
    row.mentions.filter((member) => !note.mentions.includes(member)),
  );
  return presentNote(ctx, row);
}

export async function removeNote(ctx: Ctx, input: NoteById): Promise<{ ok: true }> {
  const note = await ownNote(ctx, input);
  await ctx.db
    .deleteFrom('customer_notes')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', note.id)
    .execute();
  return { ok: true };
}

export function presentNote(ctx: Ctx, row: NoteRow): Note {
  return {
    id: row.id,
    body: row.body,
    mentions: row.mentions,
    by: row.by_name,
    at: row.at.toISOString(),
    editedAt: row.edited_at?.toISOString() ?? null,
    version: row.version,
    mine: row.by_id !== null && row.by_id === authorId(ctx),
  };
}

/** Who wrote: the person, or the key of a program. */
export function authorId(ctx: Ctx): string | null {
  return ctx.actor.userId ?? ctx.actor.keyId;
}

async function tellMentioned(ctx: Ctx, note: NoteRow, memberIds: string[]): Promise<void> {
  if (memberIds.length === 0) return;
  await emit(ctx, customersMentioned, {
    customerId: note.customer_id,
    noteId: note.id,
    memberIds,
    by: ctx.actor.name,
    byMemberId: ctx.actor.memberId,
  });
}

/** Who is named may have left, but was one of us. */
async function knownMembers(ctx: Ctx, ids: readonly string[]): Promise<string[]> {
  return [...(await memberNames(ctx, ids)).keys()];
}

async function ownNote(ctx: Ctx, { id: asked, noteId }: { id: string; noteId: string }): Promise<NoteRow> {
  const { id } = await customerSeen(ctx, asked);
  const note = await ctx.db
    .selectFrom('customer_notes')
    .selectAll()
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', noteId)
    .where('customer_id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (!note) throw refuse('CUSTOMER_NOTE_NOT_FOUND');
  if (note.by_id === null || note.by_id !== authorId(ctx)) throw refuse('CUSTOMER_NOTE_NOT_YOURS');
  return note;
}
