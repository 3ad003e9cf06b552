import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { drawsWhere, type DrawRow } from './rows.ts';
import { placeAt } from './rules/lot.ts';
import { drawnNumber, hashOf, seedOf } from './seed.ts';

const PORTION = 5000;

/** Draws whose tries are not what their seed says, or do not follow each other, or whose prizes are counted wrongly. */
export async function drawsThatDiffer(ctx: Ctx): Promise<{ what: 'draw'; id: string }[]> {
  const different: { what: 'draw'; id: string }[] = [];
  for (const draw of await drawsWhere(ctx, sql`d.published_at is not null`)) {
    if (!(await holds(ctx, draw))) different.push({ what: 'draw', id: draw.id });
  }
  return different;
}

async function holds(ctx: Ctx, draw: DrawRow): Promise<boolean> {
  const seed = seedOf(ctx, draw.id);
  if (hashOf(seed) !== draw.seedHash) return false;
  const odds = draw.prizes.map((prize) => prize.odds);
  const won = odds.map(() => 0);
  for (let after = 0; after < draw.tries; after += PORTION) {
    const { rows } = await sql<{ no: number; number: number; landed: number | null; prize: number | null }>`
      select no, number, landed, prize from loyalty_draw_tries
      where workspace_id = ${ctx.workspace.id} and draw_id = ${draw.id} and no > ${after}
      order by no limit ${PORTION}`.execute(ctx.db);
    const asDrawn = rows.every(({ no, number, landed }, n) => {
      return no === after + n + 1 && number === drawnNumber(seed, no) && landed === placeAt(odds, number);
    });
    if (!asDrawn || rows.length !== Math.min(PORTION, draw.tries - after)) return false;
    for (const { prize } of rows) if (prize !== null) won[prize - 1] = (won[prize - 1] ?? 0) + 1;
  }
  return draw.prizes.every((prize, n) => prize.won === won[n]);
}
