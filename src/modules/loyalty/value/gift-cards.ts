import { sql } from 'kysely';
import { recordAudit } from '../../../kernel/audit.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { refusals } from '../../../kernel/errors.ts';
import { newId } from '../../../kernel/ids.ts';
import { inBase } from '../../../kernel/i18n/print.ts';
import { mark } from '../../../kernel/secrets.ts';
import { countAttempt } from '../../workspaces/index.ts';
import { onceByBody } from '../ledger/with-account.ts';
import { readValueAccount } from './account.ts';
import { lockCards, openCard, ownerReached, someMoney, writeLines, type ValueCard } from './cards.ts';
import { valueErrors } from './contract.ts';
import { refuseBeyond, valueLimits } from './terms.ts';

const refuse = refusals(valueErrors);

/** How long who sold a card may read its code, should the network have swallowed the answer. */
const SHOWN_MS = 15 * 60_000;
/** What one colleague, and a whole shop, may type wrong or right: 16 of 30 letters are not guessed so. */
const A_COLLEAGUE = { attempts: 60, seconds: 600 };
const A_SHOP = { attempts: 600, seconds: 3600 };

export async function sellGiftCard(
  ctx: Ctx,
  input: {
    amount: string;
    customerId?: string | null | undefined;
    reason?: string | null | undefined;
    idempotencyKey?: string | undefined;
  },
) {
  return onceByBody(ctx, 'POST /loyalty/value/gift-cards', input, async () => {
    const paid = someMoney(ctx, input.amount);
    const { mostMinor } = await valueLimits(ctx);
    refuseBeyond(ctx, mostMinor, paid);
    const buyer = input.customerId ? await ownerReached(ctx, input.customerId, 'loyalty.post') : null;
    const id = newId();
    const code = codeOf(ctx, id);
    const tail = code.slice(-4);
    const card = await openCard(ctx, { id, kind: 'gift', customerId: null, mark: markOf(ctx, code), tail });
    await writeLines(ctx, [
      { card, actId: newId(), kind: 'top_up', customerId: buyer, paid, bonus: 0n, reason: input.reason },
    ]);
    await recordAudit(ctx, {
      action: 'loyalty_value.gift_card_sold',
      entity: 'loyalty_value',
      entityId: id,
      detail: { amount: input.amount },
    });
    return { id, amount: inBase(ctx, paid), tail };
  });
}

/** The code follows from the card and the shop's secret key: no row, log or stored answer ever holds it. */
export async function giftCardCode(ctx: Ctx, { id }: { id: string }): Promise<{ code: string }> {
  const card = await ctx.db
    .selectFrom('loyalty_value_cards')
    .select(['opened_at', 'member_id'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .where('kind', '=', 'gift')
    .executeTakeFirst();
  if (!card) throw refuse('GIFT_CARD_UNKNOWN');
  const seller = card.member_id === ctx.actor.memberId;
  if (!seller || ctx.now.getTime() - card.opened_at.getTime() > SHOWN_MS) throw refuse('GIFT_CARD_SHOWN');
  return { code: codeOf(ctx, id).replace(/(.{4})(?=.)/g, '$1-') };
}

export async function lookAtGiftCard(ctx: Ctx, { code }: { code: string }) {
  const card = await cardNamed(ctx, code);
  const { rows } = await sql<{ balance: bigint }>`
    select paid_minor + bonus_minor as balance from loyalty_value_cards
    where workspace_id = ${ctx.workspace.id} and id = ${card.id}`.execute(ctx.db);
  return { id: card.id, balance: inBase(ctx, rows[0]?.balance ?? 0n), claimed: card.customerId !== null };
}

/** From then on it is the customer's: whoever else still has the code has nothing. */
export async function claimGiftCard(ctx: Ctx, { code, customerId }: { code: string; customerId: string }) {
  const owner = await ownerReached(ctx, customerId, 'loyalty.post');
  const card = await giftCardByCode(ctx, code);
  await sql`
    update loyalty_value_cards set customer_id = ${owner}
    where workspace_id = ${ctx.workspace.id} and id = ${card.id}`.execute(ctx.db);
  await recordAudit(ctx, { action: 'loyalty_value.gift_card_claimed', entity: 'customer', entityId: owner });
  return readValueAccount(ctx, { customerId: owner });
}

/** A card that is nobody's yet, locked. */
export async function giftCardByCode(ctx: Ctx, code: string): Promise<ValueCard> {
  const known = await cardNamed(ctx, code);
  const [card] = await lockCards(ctx, [known.id]);
  if (!card) throw refuse('GIFT_CARD_UNKNOWN', { path: 'code' });
  if (card.customerId !== null) throw refuse('GIFT_CARD_TAKEN', { path: 'code' });
  return card;
}

async function cardNamed(ctx: Ctx, code: string): Promise<{ id: string; customerId: string | null }> {
  if (ctx.actor.kind !== 'system') {
    const who = ctx.actor.memberId ?? ctx.actor.name;
    await countAttempt(
      { key: `gift card ${ctx.workspace.id} ${who}`, ...A_COLLEAGUE },
      { key: `gift card ${ctx.workspace.id}`, ...A_SHOP },
    );
  }
  const card = await ctx.db
    .selectFrom('loyalty_value_cards')
    .select(['id', 'customer_id as customerId'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('code_mark', '=', markOf(ctx, code))
    .executeTakeFirst();
  if (!card) throw refuse('GIFT_CARD_UNKNOWN', { path: 'code' });
  return card;
}

/** Said aloud and typed: no letter looks like another. 16 of 30: 78 bits. */
const ALPHABET = '23456789ABCDEFGHJKLMNPQRSTVWXY';

function codeOf(ctx: Ctx, id: string): string {
  const bytes = Buffer.from(mark('gift card code', `${ctx.workspace.id} ${id}`), 'base64url');
  return [...bytes.subarray(0, 16)].map((byte) => ALPHABET[byte % ALPHABET.length]).join('');
}

function markOf(ctx: Ctx, code: string): string {
  return mark('gift card', `${ctx.workspace.id} ${code.toUpperCase().replace(/[^A-Z0-9]/g, '')}`);
}
