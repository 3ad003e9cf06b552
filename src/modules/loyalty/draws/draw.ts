import { sql } from 'kysely';
import { recordAudit } from '../../../kernel/audit.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { refusals } from '../../../kernel/errors.ts';
import { newId } from '../../../kernel/ids.ts';
import { closeBooks, type Account, type Books } from '../ledger/books.ts';
import { takePoints } from '../ledger/points.ts';
import { accountToChange, onceByBody } from '../ledger/with-account.ts';
import { drawErrors, type DrawnTry } from './contract.ts';
import { handOver, whatIsThere } from './prizes.ts';
import { lockDraw, type DrawRow } from './rows.ts';
import { givenFor, placeAt } from './rules/lot.ts';
import { obstacleTo } from './rules/obstacle.ts';
import { drawnNumber, seedOf } from './seed.ts';
import { triedIn, wordsOf } from './standing.ts';
import { tryNamed } from './tries.ts';

const refuse = refusals(drawErrors);

interface Drawing {
  id: string;
  customerId: string;
  idempotencyKey?: string | undefined;
}

/** The next number of the draw is this customer's. Account first, then the draw: tries follow each other, in any number of shops' tills. */
export async function drawOnce(ctx: Ctx, drawing: Drawing): Promise<DrawnTry> {
  return onceByBody(ctx, 'POST /loyalty/draws/tries', drawing, async () => {
    const { books, account } = await accountToChange(ctx, drawing.customerId, 'loyalty.post');
    const draw = await lockDraw(ctx, drawing.id);
    if (draw.seedHash === null) throw refuse('DRAW_NOT_FOUND');
    const tried = (await triedIn(ctx, [draw.id], account.customerId)).get(draw.id);
    const now = { today: 0, ever: 0, free: 0, ...tried, balance: account.balance };
    const obstacle = obstacleTo(draw, now, ctx.today);
    if (obstacle) throw refuse(obstacle.code, { ...wordsOf(ctx, draw), ...obstacle });
    const no = draw.tries + 1;
    const number = drawnNumber(seedOf(ctx, draw.id), no);
    const paid = now.free > 0 ? null : await pay(ctx, books, account, draw);
    const landed = placeAt(
      draw.prizes.map(({ odds }) => odds),
      number,
    );
    const there = landed === null ? null : await whatIsThere(ctx, draw);
    const place = givenFor(landed, draw.fallback, (one) => there?.has(one) ?? false);
    const prize = draw.prizes.find((one) => one.place === place) ?? null;
    const given = prize && (await handOver(ctx, books, account, draw, prize));
    // Whoever drew, with points or without, stays when an import is undone.
    Object.assign(account, { touched: true, changed: true });
    await closeBooks(ctx, books);
    const id = newId();
    await sql`
      with next as (
        update loyalty_draws set tries = ${no} where workspace_id = ${ctx.workspace.id} and id = ${draw.id}
      ), prize as (
        update loyalty_draw_prizes set won = won + 1
        where workspace_id = ${ctx.workspace.id} and draw_id = ${draw.id} and place = ${place}
      )
      insert into loyalty_draw_tries (workspace_id, id, draw_id, no, customer_id, number, landed, prize, points, cost_minor,
        entry_id, claim_id, voucher_id, value_act_id, at, day, by_name)
      values (${ctx.workspace.id}, ${id}, ${draw.id}, ${no}, ${account.customerId}, ${number}, ${landed}, ${place},
        ${paid ? draw.points : 0}, ${given?.costMinor ?? 0n}, ${paid?.id ?? null}, ${given?.claimId ?? null},
        ${given?.voucherId ?? null}, ${given?.actId ?? null}, ${ctx.now}, ${ctx.today}::date, ${ctx.actor.name})`.execute(
      ctx.db,
    );
    await recordAudit(ctx, {
      action: 'loyalty_draw.drawn',
      entity: 'customer',
      entityId: account.customerId,
      detail: { no, prize: place },
    });
    return tryNamed(ctx, draw, id);
  });
}

async function pay(ctx: Ctx, books: Books, account: Account, { name, points }: DrawRow) {
  return takePoints(ctx, books, account, points, { kind: 'redeem', source: 'draw', reason: name });
}
