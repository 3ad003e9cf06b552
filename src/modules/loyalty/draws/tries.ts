import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { countOf, decodeCursor, encodeCursor } from '../../../kernel/paging.ts';
import { cardIds, customerNames } from '../../customers/index.ts';
import type { DrawnTry } from './contract.ts';
import { drawRow, drawsWhere, type DrawRow } from './rows.ts';

/** Of the own tries the last ones are shown. */
const SHOWN = 10;

export async function listTries(
  ctx: Ctx,
  { id, limit, cursor }: { id: string; limit: number; cursor?: string | undefined },
) {
  const draw = await drawRow(ctx, id);
  const [before] = (decodeCursor(cursor, 1) ?? [null]) as [number | null];
  const rows = await triesWhere(
    ctx,
    sql`t.draw_id = ${id} ${before === null ? sql`` : sql`and t.no < ${Number(before) || 0}`}
      order by t.no desc limit ${limit + 1}`,
  );
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    items: await presentTries(ctx, [draw], page),
    nextCursor: last && rows.length > limit ? encodeCursor([last.no]) : null,
    count: countOf(draw.tries),
  };
}

export async function tryNamed(ctx: Ctx, draw: DrawRow, id: string): Promise<DrawnTry> {
  const [made] = await presentTries(ctx, [draw], await triesWhere(ctx, sql`t.id = ${id}`));
  return made as DrawnTry;
}

/** The last tries of a customer in each of these draws, the newest first. */
export async function triesOfCustomer(
  ctx: Ctx,
  drawIds: readonly string[],
  customerId: string,
): Promise<Map<string, DrawnTry[]>> {
  if (drawIds.length === 0) return new Map();
  const cards = await cardIds(ctx, customerId);
  const draws = await drawsWhere(ctx, sql`d.id = any (${[...drawIds]}::uuid[])`);
  const rows = await triesWhere(
    ctx,
    sql`t.draw_id = any (${[...drawIds]}::uuid[]) and t.customer_id = any (${cards}::uuid[])
      order by t.at desc, t.no desc limit ${SHOWN * drawIds.length}`,
  );
  const shown = await presentTries(ctx, draws, rows);
  const found = new Map<string, DrawnTry[]>();
  for (const [n, one] of shown.entries()) {
    const drawId = rows[n]?.drawId ?? '';
    found.set(drawId, [...(found.get(drawId) ?? []), one].slice(0, SHOWN));
  }
  return found;
}

interface TryRow {
  id: string;
  drawId: string;
  no: number;
  number: number;
  customerId: string;
  landed: number | null;
  prize: number | null;
  points: bigint;
  code: string | null;
  at: Date;
  day: string;
  by: string;
}

async function triesWhere(ctx: Ctx, where: ReturnType<typeof sql>): Promise<TryRow[]> {
  const { rows } = await sql<TryRow>`
    select t.id, t.draw_id as "drawId", t.no, t.number, t.customer_id as "customerId", t.landed, t.prize, t.points, t.at,
      t.day, t.by_name as by, (
        select v.code from loyalty_vouchers v where v.workspace_id = t.workspace_id and v.id = t.voucher_id) as code
    from loyalty_draw_tries t where t.workspace_id = ${ctx.workspace.id} and ${where}`.execute(ctx.db);
  return rows;
}

async function presentTries(ctx: Ctx, draws: readonly DrawRow[], rows: readonly TryRow[]): Promise<DrawnTry[]> {
  const names = await customerNames(ctx, [...new Set(rows.map(({ customerId }) => customerId))]);
  const prizes = new Map(draws.map(({ id, prizes: all }) => [id, new Map(all.map((one) => [one.place, one]))]));
  return rows.map(({ drawId, customerId, landed, prize, points, at, code, ...row }) => {
    const [customer, given] = [names.get(customerId), prizes.get(drawId)?.get(prize ?? 0)];
    return {
      ...row,
      customer: customer ? { id: customer.id, name: customer.name } : null,
      prize: given ? { place: given.place, name: given.name, what: given.what } : null,
      missed: landed === prize ? null : (prizes.get(drawId)?.get(landed ?? 0)?.name ?? null),
      // A code is worth money: who may not see the customer does not see it either.
      code: customer ? code : null,
      points: Number(points),
      at: at.toISOString(),
    };
  });
}
