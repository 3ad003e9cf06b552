import type { Ctx } from '../../../kernel/context.ts';
import { couponsOfCustomer } from '../coupons/vouchers.ts';
import type { OwnedCoupon } from '../coupons/contract.ts';
import { memberCode } from '../counter/rules/member-code.ts';
import { readCredit } from '../credit/account.ts';
import type { CreditAccount } from '../credit/contract.ts';
import { listClaims } from '../gifts/claims.ts';
import { listGifts } from '../gifts/gifts.ts';
import { stampedCards } from '../stamps/stamps.ts';
import type { StampedCard } from '../stamps/contract.ts';
import { readValueAccount } from '../value/account.ts';
import type { ValueAccount } from '../value/contract.ts';
import { listEntries, readAccount } from '../ledger/account.ts';
import type { AccountView, EntryView } from '../ledger/contract.ts';

/** What a member sees of the own membership; nothing that colleagues wrote. */
export interface MemberView {
  shop: string;
  name: string;
  /** Shown as a QR, scanned at the counter. */
  code: string;
  account: AccountView;
  coupons: Pick<OwnedCoupon, 'name' | 'worth' | 'code' | 'expiresOn'>[];
  entries: Pick<EntryView, 'text' | 'day' | 'points'>[];
  stamps: StampedCard[];
  /** Money paid ahead, and gift cards; null where nothing is left. */
  stored: Pick<ValueAccount, 'balance' | 'bonus' | 'cards'> | null;
  /** Sales on account that are open, and what may still be added; null where nothing is open. */
  credit: Pick<CreditAccount, 'open' | 'left' | 'sales'> | null;
  /** Put aside for the member, to be picked up. */
  waiting: string[];
  /** What points can be exchanged for at the counter. */
  gifts: { name: string; points: number; kept: string | null }[];
}

const ENTRIES = 20;
const COUPONS = 50;
const GIFTS = 50;

export async function readMember(ctx: Ctx, { id, name }: { id: string; name: string }): Promise<MemberView> {
  const [account, coupons, entries, claims, gifts, stamps, value, credit] = await Promise.all([
    readAccount(ctx, { customerId: id }),
    couponsOfCustomer(ctx, { customerId: id, limit: COUPONS }),
    listEntries(ctx, { customerId: id, limit: ENTRIES }),
    listClaims(ctx, { customerId: id, limit: GIFTS }),
    listGifts(ctx, { limit: GIFTS }),
    stampedCards(ctx, id),
    readValueAccount(ctx, { customerId: id }),
    readCredit(ctx, { customerId: id }),
  ]);
  return {
    shop: ctx.workspace.name,
    name,
    code: memberCode(id),
    account,
    coupons: coupons.items.filter(({ state }) => state === 'open'),
    entries: entries.items,
    stamps,
    stored: Number(value.balance.amount) > 0 ? value : null,
    credit: credit.sales.length > 0 ? credit : null,
    waiting: claims.items.filter(({ state }) => state === 'waiting').map(({ gift }) => gift.name),
    gifts: gifts.items
      .filter(({ ended, stock }) => !ended && stock !== 0)
      .map(({ name, points, kept, tiers }) => {
        return { name, points, kept: tiers.includes(account.tier?.key ?? '') ? null : kept };
      }),
  };
}
