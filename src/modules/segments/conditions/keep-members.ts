import { sql, type RawBuilder } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { emit, lockOrLater } from '../../../kernel/outbox.ts';
import { mayProfile } from '../../customers/index.ts';
import { askableBy, asHouse, compile, type Compiled } from './compile.ts';
import { segmentEntered, segmentLeft } from './contract.ts';
import { lockSegments, segmentsOf, type Segment } from './stored.ts';

/** Events name no more customers than this. */
const NAMED = 1_000;

/**
 * Something about these customers changed (`null`: about so many that all are looked at): they come into segments and leave
 * them. `tables`: where it changed; segments that ask for nothing of there are left alone. `null` is everywhere.
 */
export async function reviewMembers(
  ctx: Ctx,
  tables: readonly string[] | null,
  customerIds: readonly string[] | null,
): Promise<void> {
  if (customerIds?.length === 0) return;
  if (customerIds) await lockOrLater(ctx, segmentsOf(ctx));
  else await lockSegments(ctx);
  const concerned = (await compiledSegments(ctx, customerIds)).filter(
    ({ compiled }) => tables === null || tables.some((table) => compiled.reads.has(table)),
  );
  if (concerned.length === 0) return;
  if (customerIds !== null) return announce(ctx, await keep(ctx, concerned, customerIds));
  // Of the whole shop one by one, so that no statement gathers more than one segment of it.
  for (const one of concerned) {
    await announce(ctx, await keep(ctx, [one], null));
    await noteKept(ctx, one.segment.id);
  }
}

/** As a day begins: the segments in which time alone moves customers. */
export async function passDay(ctx: Ctx): Promise<void> {
  await lockSegments(ctx);
  for (const one of await compiledSegments(ctx, null)) {
    if (!one.compiled.moves) continue;
    await announce(ctx, await keep(ctx, [one], null));
    await noteKept(ctx, one.segment.id);
  }
}

/** The members of a segment that was just made, or that asks for something else now: nothing happened to anybody. */
export async function fillSegments(ctx: Ctx, ids: readonly string[]): Promise<void> {
  for (const one of await compiledSegments(ctx, null)) {
    if (!ids.includes(one.segment.id)) continue;
    await keep(ctx, [one], null);
    await noteKept(ctx, one.segment.id);
  }
}

/** Members kept that the facts do not name, and the other way round. None, unless something is broken. */
export async function verifySegments(ctx: Ctx): Promise<{ customerId: string }[]> {
  const wrong: { customerId: string }[] = [];
  for (const one of await compiledSegments(ctx, null)) {
    // What moves with time is looked at during the night.
    if (one.compiled.moves && one.segment.kept_on !== ctx.today) continue;
    const { rows } = await sql<{ customerId: string }>`
      select coalesce(f.customer_id, k.customer_id) as "customerId"
      from (${fitting(ctx, one, null)}) f
      full join (
        select customer_id from segment_members
        where workspace_id = ${ctx.workspace.id} and segment_id = ${one.segment.id}) k using (customer_id)
      where f.customer_id is null or k.customer_id is null`.execute(ctx.db);
    wrong.push(...rows);
  }
  return wrong;
}

interface Concerned {
  segment: Segment;
  compiled: Compiled;
}

/** Those whose conditions can still be asked. */
export async function compiledSegments(ctx: Ctx, ids: readonly string[] | null): Promise<Concerned[]> {
  const house = asHouse(ctx);
  const askable = await askableBy(house);
  return [...askable.segments.values()].flatMap((segment) => {
    const compiled = compile(house, askable, segment.tree, { ids, self: segment.id });
    return 'problem' in compiled ? [] : { segment, compiled };
  });
}

/**
 * Whoever asked not to be profiled is in no segment. `ids` stands in the statement as often as it narrows something, so
 * that a look at one customer is a few look-ups by key.
 */
function fitting(ctx: Ctx, { segment, compiled }: Concerned, ids: readonly string[] | null): RawBuilder<unknown> {
  return sql`
    select ${segment.id}::uuid as segment_id, customers.id as customer_id from customers
    where customers.workspace_id = ${ctx.workspace.id} and customers.binned_at is null
      ${ids === null ? sql`` : sql`and customers.id = any (${[...ids]}::uuid[])`}
      and ${mayProfile(ctx, sql.ref('customers.id'))} and ${compiled.where}`;
}

interface Move {
  segment_id: string;
  customer_id: string;
  entered: boolean;
}

/** Brings the members in line and answers who moved; who stays keeps the day since when. */
async function keep(ctx: Ctx, concerned: readonly Concerned[], ids: readonly string[] | null): Promise<Move[]> {
  const workspace = ctx.workspace.id;
  // A million customers take longer than any request may otherwise run.
  if (ids === null) await sql`set local statement_timeout = 0`.execute(ctx.db);
  const some = ids === null ? sql`` : sql`and customer_id = any (${[...ids]}::uuid[])`;
  const { rows } = await sql<Move>`
    with fits as materialized (${sql.join(
      concerned.map((one) => fitting(ctx, one, ids)),
      sql` union all `,
    )}), kept as materialized (
      select segment_id, customer_id from segment_members
      where workspace_id = ${workspace} and segment_id = any (${concerned.map(({ segment }) => segment.id)}::uuid[]) ${some}
    ), came as (
      insert into segment_members (workspace_id, segment_id, customer_id, since)
      select ${workspace}, segment_id, customer_id, ${ctx.today}
      from (select * from fits except select * from kept) new
      returning segment_id, customer_id
    ), went as (
      delete from segment_members m using (select * from kept except select * from fits) old
      where m.workspace_id = ${workspace} and m.segment_id = old.segment_id and m.customer_id = old.customer_id
      returning m.segment_id, m.customer_id
    )
    select segment_id, customer_id, true as entered from came
    union all select segment_id, customer_id, false from went`.execute(ctx.db);
  return rows;
}

async function announce(ctx: Ctx, moves: readonly Move[]): Promise<void> {
  if (moves.length === 0) return;
  // Customers who are gone altogether have left, but nobody is told where from.
  await sql`
    insert into segment_moves (workspace_id, id, segment_id, customer_id, entered, at, day)
    select ${ctx.workspace.id}, gen_random_uuid(), t.segment_id, t.customer_id, t.entered, ${ctx.now}, ${ctx.today}
    from unnest(${moves.map((one) => one.segment_id)}::uuid[], ${moves.map((one) => one.customer_id)}::uuid[],
      ${moves.map(({ entered }) => entered)}::boolean[]) as t (segment_id, customer_id, entered)
    where exists (select 1 from customers c where c.workspace_id = ${ctx.workspace.id} and c.id = t.customer_id)`.execute(
    ctx.db,
  );
  for (const same of Map.groupBy(moves, ({ segment_id, entered }) => `${segment_id} ${entered}`).values()) {
    const [first] = same;
    if (!first) continue;
    const customerIds = same.length > NAMED ? null : same.map(({ customer_id }) => customer_id);
    await emit(ctx, first.entered ? segmentEntered : segmentLeft, { segmentId: first.segment_id, customerIds });
  }
}

async function noteKept(ctx: Ctx, id: string): Promise<void> {
  await ctx.db
    .updateTable('segments')
    .set({ kept_on: ctx.today })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .execute();
}
