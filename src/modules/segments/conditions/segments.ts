import { sql } from 'kysely';
import { recordAudit } from '../../../kernel/audit.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { refusals, refuse as refuseCommon } from '../../../kernel/errors.ts';
import { newId } from '../../../kernel/ids.ts';
import { askableBy, compile, refusalOf, type Askable, type Compiled } from './compile.ts';
import { segmentErrors, type SegmentView } from './contract.ts';
import { compiledSegments, fillSegments } from './keep-members.ts';
import type { Tree } from './rules/tree.ts';
import { admitTree, lockSegments, segmentOf, type Segment } from './stored.ts';
import { readSegment, segmentSeen } from './view.ts';

const refuse = refusals(segmentErrors);
const MOST_SEGMENTS = 100;

export async function createSegment(
  ctx: Ctx,
  { name, note, condition }: { name: string; note?: string | null | undefined; condition?: unknown },
  changeSetId: string | null = null,
): Promise<SegmentView> {
  const tree = admitTree(condition);
  await lockSegments(ctx);
  const askable = await askableBy(ctx);
  admitOneMore(askable);
  admit(ctx, askable, tree);
  const id = newId();
  await ctx.db
    .insertInto('segments')
    .values({
      workspace_id: ctx.workspace.id,
      id,
      name,
      note: note || null,
      condition: JSON.stringify(tree),
      created_by: ctx.actor.name,
      created_at: ctx.now,
      updated_at: ctx.now,
      change_set_id: changeSetId,
    })
    .execute();
  await fillSegments(ctx, [id]);
  await recordAudit(ctx, { action: 'segment.created', entity: 'segment', entityId: id });
  return readSegment(ctx, { id });
}

interface Change {
  id: string;
  name?: string | undefined;
  note?: string | null | undefined;
  condition?: unknown;
  version?: number | undefined;
}

export async function changeSegment(ctx: Ctx, { id, name, note, condition, version }: Change): Promise<SegmentView> {
  const tree = condition === undefined ? undefined : admitTree(condition);
  await lockSegments(ctx);
  const { segment: before } = await segmentSeen(ctx, id);
  const expected = version ?? ctx.request.ifMatch;
  if (expected !== null && expected !== before.version)
    throw refuseCommon('STALE', { current: await readSegment(ctx, { id }) });
  if (tree) admit(ctx, await askableBy(ctx), tree, id);
  await ctx.db
    .updateTable('segments')
    .set({
      ...(name === undefined ? {} : { name }),
      ...(note === undefined ? {} : { note: note || null }),
      ...(tree ? { condition: JSON.stringify(tree) } : {}),
      updated_at: ctx.now,
      version: before.version + 1,
    })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .execute();
  // Segments that lean on it ask for something else now, too.
  if (tree) await fillSegments(ctx, [id, ...(await leaningOn(ctx, id)).map((one) => one.id)]);
  await recordAudit(ctx, { action: 'segment.changed', entity: 'segment', entityId: id });
  return readSegment(ctx, { id });
}

/** Kept for a while, so that it can come back. */
export async function removeSegment(ctx: Ctx, { id }: { id: string }): Promise<{ ok: true }> {
  await lockSegments(ctx);
  await segmentSeen(ctx, id);
  const [user] = await leaningOn(ctx, id);
  if (user) throw refuse('SEGMENT_IN_USE', { name: user.name });
  await setRemoved(ctx, id, ctx.now);
  await recordAudit(ctx, { action: 'segment.removed', entity: 'segment', entityId: id });
  return { ok: true };
}

export async function restoreSegment(ctx: Ctx, { id }: { id: string }): Promise<SegmentView> {
  await lockSegments(ctx);
  const row = await ctx.db
    .selectFrom('segments')
    .selectAll()
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row) throw refuse('SEGMENT_NOT_FOUND');
  if (row.removed_at === null) return readSegment(ctx, { id });
  const askable = await askableBy(ctx);
  // Who may not ask for it may not know of it.
  if ('problem' in compile(ctx, askable, segmentOf(row).tree, { self: id })) throw refuse('SEGMENT_NOT_FOUND');
  admitOneMore(askable);
  await setRemoved(ctx, id, null);
  await fillSegments(ctx, [id]);
  await recordAudit(ctx, { action: 'segment.restored', entity: 'segment', entityId: id });
  return readSegment(ctx, { id });
}

/** The tree as this actor may ask it, or the sentence that says what is wrong. */
export function admit(ctx: Ctx, askable: Askable, tree: Tree, self?: string): Compiled {
  const compiled = compile(ctx, askable, tree, { self });
  if ('problem' in compiled) throw refusalOf(compiled);
  return compiled;
}

async function leaningOn(ctx: Ctx, id: string): Promise<Segment[]> {
  return (await compiledSegments(ctx, null)).flatMap(({ segment, compiled }) =>
    compiled.uses.has(id) ? [segment] : [],
  );
}

function admitOneMore({ segments }: Askable): void {
  if (segments.size >= MOST_SEGMENTS) throw refuse('SEGMENT_TOO_MANY', { most: MOST_SEGMENTS });
}

async function setRemoved(ctx: Ctx, id: string, at: Date | null): Promise<void> {
  await sql`
    update segments set removed_at = ${at} where workspace_id = ${ctx.workspace.id} and id = ${id}`.execute(ctx.db);
}
