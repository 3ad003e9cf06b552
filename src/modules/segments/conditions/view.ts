import { sql, expressionBuilder } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import type { DB } from '../../../kernel/db/tables.ts';
import { refusals } from '../../../kernel/errors.ts';
import { COUNT_LIMIT, countOf } from '../../../kernel/paging.ts';
import { addDays } from '../../../maths/calendar.ts';
import { visibleCustomers } from '../../customers/index.ts';
import { askableBy, asHouse, compile, type Askable } from './compile.ts';
import { segmentErrors, type SegmentView } from './contract.ts';
import { sayTrees } from './say.ts';
import type { Segment } from './stored.ts';

const refuse = refusals(segmentErrors);

/** A segment that the actor may see, and whether its conditions can still be asked by anybody. */
export interface Seen {
  segment: Segment;
  moves: boolean;
  broken: boolean;
}

/**
 * Who may not ask for a fact does not see a segment that asks for it: its members would tell. What is broken cannot be judged,
 * so that it is shown by its name and without its members.
 */
export async function seenSegments(ctx: Ctx, askable: Askable): Promise<Map<string, Seen>> {
  const house = asHouse(ctx);
  const everything = house === ctx ? askable : await askableBy(house);
  const seen = new Map<string, Seen>();
  for (const segment of askable.segments.values()) {
    const own = compile(ctx, askable, segment.tree, { self: segment.id });
    if (!('problem' in own)) {
      seen.set(segment.id, { segment, moves: own.moves, broken: false });
      continue;
    }
    const broken = 'problem' in compile(house, everything, segment.tree, { self: segment.id });
    if (broken) seen.set(segment.id, { segment, moves: false, broken });
  }
  return seen;
}

export async function segmentSeen(ctx: Ctx, id: string): Promise<Seen> {
  const seen = (await seenSegments(ctx, await askableBy(ctx))).get(id);
  if (!seen) throw refuse('SEGMENT_NOT_FOUND');
  return seen;
}

/** Whose members can be told. */
export async function wholeSegment(ctx: Ctx, id: string): Promise<Segment> {
  const { segment, broken } = await segmentSeen(ctx, id);
  if (broken) throw refuse('SEGMENT_BROKEN', { name: segment.name });
  return segment;
}

export async function listSegments(ctx: Ctx): Promise<{ items: SegmentView[] }> {
  const askable = await askableBy(ctx);
  return { items: await present(ctx, askable, [...(await seenSegments(ctx, askable)).values()]) };
}

export async function readSegment(ctx: Ctx, { id }: { id: string }): Promise<SegmentView> {
  const askable = await askableBy(ctx);
  const seen = (await seenSegments(ctx, askable)).get(id);
  const [view] = seen ? await present(ctx, askable, [seen]) : [];
  if (!view) throw refuse('SEGMENT_NOT_FOUND');
  return view;
}

const MOVES_OF_DAYS = 30;

interface Figures {
  id: string;
  count: number;
  entered: number;
  left: number;
}

async function present(ctx: Ctx, askable: Askable, seen: readonly Seen[]): Promise<SegmentView[]> {
  const whole = seen.filter(({ broken }) => !broken);
  const sentences = await sayTrees(
    ctx,
    askable,
    whole.map(({ segment }) => segment.tree),
  );
  const sentenceOf = new Map(whole.map(({ segment }, at) => [segment.id, sentences[at] ?? '']));
  const figures = await figuresOf(
    ctx,
    whole.map(({ segment }) => segment.id),
  );
  return seen.map(({ segment, moves, broken }) => {
    const { id, name, note, tree, created_by: createdBy, updated_at: updatedAt, version } = segment;
    const { count = 0, entered = 0, left = 0 } = figures.get(id) ?? {};
    return {
      id,
      name,
      note,
      // What it asked for may name a field that not everybody may know of.
      condition: broken ? null : tree,
      sentence: sentenceOf.get(id) ?? '',
      count: broken ? null : countOf(count),
      entered,
      left,
      moves,
      broken,
      createdBy,
      updatedAt: updatedAt.toISOString(),
      version,
    };
  });
}

/** Of the customers within the actor's reach alone. */
async function figuresOf(ctx: Ctx, ids: readonly string[]): Promise<Map<string, Figures>> {
  if (ids.length === 0) return new Map();
  const visible = visibleCustomers(ctx)(expressionBuilder<DB, 'customers'>());
  const of = (table: 'segment_members' | 'segment_moves') => sql`
    from ${sql.table(table)} m join customers on customers.workspace_id = m.workspace_id and customers.id = m.customer_id
    where m.workspace_id = ${ctx.workspace.id} and m.segment_id = s.id and ${visible}`;
  const since = addDays(ctx.today, -MOVES_OF_DAYS);
  const { rows } = await sql<Figures>`
    select s.id, members.count, moves.entered, moves.left
    from unnest(${[...ids]}::uuid[]) as s (id)
    cross join lateral (
      select count(*)::int as count from (select 1 ${of('segment_members')} limit ${COUNT_LIMIT + 1}) found) members
    cross join lateral (
      select count(*) filter (where entered)::int as entered, count(*) filter (where not entered)::int as left
      from (select m.entered ${of('segment_moves')} and m.day > ${since}::date) recent) moves`.execute(ctx.db);
  return new Map(rows.map((row) => [row.id, row]));
}
