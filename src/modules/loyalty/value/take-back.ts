import { sql } from 'kysely';
import { recordAudit } from '../../../kernel/audit.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { refusals } from '../../../kernel/errors.ts';
import { newId } from '../../../kernel/ids.ts';
import { inBase, moneyInWords } from '../../../kernel/i18n/print.ts';
import { onceByBody } from '../ledger/with-account.ts';
import { lockCards, ownerReached, someMoney, writeLines, type ValueCard, type ValueLine } from './cards.ts';
import { valueErrors } from './contract.ts';
import { totalOf } from './pay.ts';
import { giveBack, sumOf, type Purse } from './rules/purse.ts';

const refuse = refusals(valueErrors);

interface TakingBack {
  id: string;
  amount?: string | undefined;
  reason?: string | null | undefined;
  idempotencyKey?: string | undefined;
}

/** A payment returns to the cards it came from, in parts at most what it was; a top-up goes while nothing of it is used. */
export async function takeValueBack(ctx: Ctx, input: TakingBack) {
  return onceByBody(ctx, 'POST /loyalty/value/acts/take-back', input, async () => {
    const wanted = input.amount === undefined ? null : someMoney(ctx, input.amount);
    const known = await doneIn(ctx, input.id);
    if (known.length === 0) throw refuse('VALUE_ENTRY_NOT_FOUND');
    for (const owner of new Set(known.map(({ owner: id }) => id))) {
      if (owner !== null) await ownerReached(ctx, owner, 'loyalty.post').catch(asUnknown);
    }
    const cards = new Map(
      (
        await lockCards(
          ctx,
          known.map(({ cardId }) => cardId),
        )
      ).map((card) => [card.id, card]),
    );
    // Read again behind the lock: two tills may take one payment back at once.
    const done = await doneIn(ctx, input.id);
    const left = done.reduce((sum, { went, back }) => sum + sumOf(went) - sumOf(back), 0n);
    if (left === 0n) throw refuse('VALUE_TAKEN_BACK');
    const amount = wanted ?? left;
    const toppedUp = done[0]?.kind === 'top_up';
    if (amount > left || (toppedUp && amount !== left)) {
      throw refuse('VALUE_TOO_MUCH', { path: 'amount', most: moneyInWords(ctx, left) });
    }
    const facts = { actId: newId(), kind: 'take_back', reason: input.reason } as const;
    const lines = toppedUp ? undo(done, cards, facts) : refund(done, cards, amount, facts);
    await writeLines(ctx, lines);
    await recordAudit(ctx, { action: 'loyalty_value.taken_back', entity: 'loyalty_value', entityId: input.id });
    return { actId: facts.actId, amount: inBase(ctx, amount), balance: inBase(ctx, totalOf([...cards.values()])) };
  });
}

interface Done {
  id: string;
  kind: 'top_up' | 'pay';
  cardId: string;
  customerId: string | null;
  owner: string | null;
  /** What went, or came, without a sign; and what of it was taken back. */
  went: Purse;
  back: Purse;
}

type Facts = Pick<ValueLine, 'actId' | 'kind' | 'reason'>;

function undo(done: readonly Done[], cards: ReadonlyMap<string, ValueCard>, facts: Facts): ValueLine[] {
  return done.map(({ id, cardId, customerId, went }) => {
    const card = cards.get(cardId) as ValueCard;
    if (card.paid < went.paid || card.bonus < went.bonus) throw refuse('VALUE_SPENT');
    return { ...facts, card, customerId, reversesId: id, paid: -went.paid, bonus: -went.bonus };
  });
}

/** The card that was used last is filled first. */
function refund(
  done: readonly Done[],
  cards: ReadonlyMap<string, ValueCard>,
  amount: bigint,
  facts: Facts,
): ValueLine[] {
  let open = amount;
  return done.toReversed().flatMap(({ id, cardId, customerId, went, back }) => {
    const here = sumOf(went) - sumOf(back);
    const piece = giveBack(went, back, open < here ? open : here);
    open -= sumOf(piece);
    const card = cards.get(cardId) as ValueCard;
    return sumOf(piece) === 0n ? [] : [{ ...facts, ...piece, card, customerId, reversesId: id }];
  });
}

async function doneIn(ctx: Ctx, actId: string): Promise<Done[]> {
  interface Row {
    id: string;
    kind: 'top_up' | 'pay';
    cardId: string;
    customerId: string | null;
    owner: string | null;
    paid: bigint;
    bonus: bigint;
    paidBack: bigint;
    bonusBack: bigint;
  }
  const { rows } = await sql<Row>`
    select e.id, e.kind, e.card_id as "cardId", e.customer_id as "customerId", c.customer_id as owner,
      abs(e.paid_minor) as paid, abs(e.bonus_minor) as bonus, r.paid as "paidBack", r.bonus as "bonusBack"
    from loyalty_value_entries e
    join loyalty_value_cards c on c.workspace_id = e.workspace_id and c.id = e.card_id
    cross join lateral (
      select coalesce(sum(abs(r.paid_minor)), 0)::int8 as paid, coalesce(sum(abs(r.bonus_minor)), 0)::int8 as bonus
      from loyalty_value_entries r where r.workspace_id = e.workspace_id and r.reverses_id = e.id) r
    where e.workspace_id = ${ctx.workspace.id} and e.act_id = ${actId} and e.kind in ('top_up', 'pay')
    order by c.kind = 'account', e.id`.execute(ctx.db);
  return rows.map(({ paid, bonus, paidBack, bonusBack, ...row }) => {
    return { ...row, went: { paid, bonus }, back: { paid: paidBack, bonus: bonusBack } };
  });
}

/** Whose payment it was says nothing to who may not see them. */
function asUnknown(error: unknown): never {
  throw (error as { code?: string }).code === 'CUSTOMER_NOT_FOUND' ? refuse('VALUE_ENTRY_NOT_FOUND') : error;
}
