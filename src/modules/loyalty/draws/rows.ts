import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { refusals } from '../../../kernel/errors.ts';
import { inBase, moneyInWords } from '../../../kernel/i18n/print.ts';
import { translate } from '../../../kernel/i18n/translate.ts';
import { formatDecimal } from '../../../maths/money.ts';
import { couponTerms, type GivenTerms } from '../coupons/contract.ts';
import { worthInWords } from '../coupons/worth-in-words.ts';
import { minorOf } from '../programme/programme.ts';
import { drawErrors, type DrawPrize, type DrawView } from './contract.ts';
import { OF } from './rules/lot.ts';
import { stateOn } from './rules/obstacle.ts';
import { seedOf } from './seed.ts';

const refuse = refusals(drawErrors);

export interface DrawRow {
  id: string;
  name: string;
  points: number;
  orderMinor: bigint | null;
  dayLimit: number | null;
  personLimit: number | null;
  fromDay: string;
  untilDay: string;
  fallback: number | null;
  seedHash: string | null;
  ended: boolean;
  tries: number;
  won: number;
  costMinor: bigint;
  prizes: DrawPrize[];
  version: number;
}

export async function drawsWhere(ctx: Ctx, where: ReturnType<typeof sql>): Promise<DrawRow[]> {
  const { rows } = await sql<Omit<DrawRow, 'points' | 'prizes'> & { points: bigint }>`
    select d.id, d.name, d.points, d.order_minor as "orderMinor", d.day_limit as "dayLimit",
      d.person_limit as "personLimit", d.from_day as "fromDay", d.until_day as "untilDay", d.fallback,
      d.seed_hash as "seedHash", d.ended_at is not null as ended, d.tries, d.version, coalesce((
        select sum(t.cost_minor) from loyalty_draw_tries t
        where t.workspace_id = d.workspace_id and t.draw_id = d.id), 0)::int8 as "costMinor", coalesce((
        select sum(p.won)::int from loyalty_draw_prizes p
        where p.workspace_id = d.workspace_id and p.draw_id = d.id), 0) as won
    from loyalty_draws d where d.workspace_id = ${ctx.workspace.id} and ${where}
    order by d.created_at desc, d.id desc limit 100`.execute(ctx.db);
  const prizes = await prizesOf(
    ctx,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => ({ ...row, points: Number(row.points), prizes: prizes.get(row.id) ?? [] }));
}

export async function drawRow(ctx: Ctx, id: string): Promise<DrawRow> {
  const [row] = await drawsWhere(ctx, sql`d.id = ${id}`);
  if (!row) throw refuse('DRAW_NOT_FOUND');
  return row;
}

/** Locked: tries of one draw follow each other, as their numbers do. */
export async function lockDraw(ctx: Ctx, id: string): Promise<DrawRow> {
  await sql`
    select from loyalty_draws where workspace_id = ${ctx.workspace.id} and id = ${id} for no key update`.execute(
    ctx.db,
  );
  return drawRow(ctx, id);
}

export async function drawNamed(ctx: Ctx, id: string): Promise<DrawView> {
  return presentDraw(ctx, await drawRow(ctx, id));
}

export function presentDraw(ctx: Ctx, { orderMinor, ended, costMinor, ...row }: DrawRow): DrawView {
  const state = row.seedHash === null ? 'draft' : stateOn({ ...row, ended }, ctx.today);
  return {
    ...row,
    orderFrom: orderMinor === null ? null : formatDecimal(orderMinor, ctx.workspace.baseCurrency),
    nothing: OF - row.prizes.reduce((sum, { odds }) => sum + odds, 0),
    state,
    seed: state === 'over' ? seedOf(ctx, row.id) : null,
    cost: inBase(ctx, costMinor),
  };
}

type PrizeRow = Omit<DrawPrize, 'what'> & { drawId: string; thing: string | null; terms: GivenTerms | null };

async function prizesOf(ctx: Ctx, drawIds: readonly string[]): Promise<Map<string, DrawPrize[]>> {
  const { rows } = await sql<PrizeRow>`
    select p.draw_id as "drawId", p.place, p.name, p.odds, p.stock, p.won, p.give, coalesce(g.name, c.name) as thing, c.terms
    from loyalty_draw_prizes p
    left join loyalty_gifts g on g.workspace_id = p.workspace_id and g.id = (p.give ->> 'giftId')::uuid
    left join loyalty_coupons c on c.workspace_id = p.workspace_id and c.id = (p.give ->> 'couponId')::uuid
    where p.workspace_id = ${ctx.workspace.id} and p.draw_id = any (${[...drawIds]}::uuid[])
    order by p.draw_id, p.place`.execute(ctx.db);
  const found = new Map<string, DrawPrize[]>();
  for (const { drawId, thing, terms, ...prize } of rows) {
    const shown = { ...prize, what: whatInWords(ctx, prize.give, thing, terms) };
    found.set(drawId, [...(found.get(drawId) ?? []), shown]);
  }
  return found;
}

function whatInWords(ctx: Ctx, give: DrawPrize['give'], thing: string | null, terms: GivenTerms | null): string {
  if (give.kind === 'points') return translate(ctx.locale, 'loyalty:draws.what.points', { points: give.points });
  if (give.kind === 'value') {
    return translate(ctx.locale, 'loyalty:draws.what.value', {
      worth: moneyInWords(ctx, minorOf(ctx, give.amount) ?? 0n),
    });
  }
  const worth = terms ? worthInWords(ctx, couponTerms.parse(terms)) : null;
  return [thing ?? '', worth].filter(Boolean).join(' · ');
}
