import { sql } from 'kysely';
import type { Actor } from '../../../kernel/access.ts';
import type { Ctx, Workspace } from '../../../kernel/context.ts';
import { asSystem, query } from '../../../kernel/enter.ts';
import { Refusal } from '../../../kernel/errors.ts';
import { deliverDue } from '../../../kernel/jobs/dispatch.ts';
import { installReactions } from '../../../kernel/outbox.ts';
import { actorWith, type TestHouse } from '../../../kernel/testing/house.ts';
import { addDays } from '../../../maths/calendar.ts';
import { createCustomersInBulk } from '../../customers/index.ts';
import { recordOrder } from '../../orders/index.ts';
import type { NewOrderInput } from '../../orders/contract.ts';
import { readAccount } from '../ledger/account.ts';
import { verifyLoyalty } from '../ledger/verify.ts';
import '../module.ts';
import { programmeRules, type GivenRules } from '../programme/contract.ts';
import { publishDraft, writeDraft } from '../programme/programme.ts';
import { reactions } from '../reactions.ts';

/** One point a yuan, 100 points are worth one yuan, and three tiers by what is spent in a calendar year. */
export const PLAIN: GivenRules = {
  name: '回头客会员',
  earn: { points: 1, per: '1' },
  redeem: { points: 100, worth: '1.00' },
  tiers: {
    by: 'spend',
    window: 'calendar',
    levels: [
      { key: 'member', name: '普通', from: '0' },
      { key: 'silver', name: '银卡', from: '1000', gift: 50 },
      { key: 'gold', name: '金卡', from: '3000', times: '1.5', gift: 200 },
    ],
  },
  limits: { alone: 1_000_000, colleaguePerDay: null },
};

export interface LoyaltyShop {
  shop: Workspace;
  in<T>(work: (ctx: Ctx) => Promise<T>, actor?: Actor): Promise<T>;
  /** The same on another shop's day. */
  on<T>(day: string, work: (ctx: Ctx) => Promise<T>): Promise<T>;
  customer(name?: string): Promise<string>;
  order(customerId: string, total: string, given?: Partial<NewOrderInput>): Promise<string>;
  /** Delivers what waits, as the worker does. */
  settle(): Promise<void>;
  account(customerId: string): ReturnType<typeof readAccount>;
  publish(rules: GivenRules, fromDay?: string): Promise<void>;
  today: string;
}

/** A shop whose programme has been in force for thirty days. */
export async function loyaltyShop(
  house: TestHouse,
  rules: GivenRules | null = PLAIN,
  facts: Partial<Workspace> = {},
): Promise<LoyaltyShop> {
  installReactions(reactions);
  const shop = await house.openWorkspace(facts);
  const run = <T>(work: (ctx: Ctx) => Promise<T>, actor?: Actor) => house.in(shop, work, actor);
  const today = await run(async (ctx) => ctx.today);
  const made: LoyaltyShop = {
    shop,
    today,
    in: run,
    on: (day, work) => run((ctx) => work({ ...ctx, today: day, now: new Date(`${day}T04:00:00Z`) })),
    async customer(name = '林小姐') {
      const [id] = await run((ctx) => createCustomersInBulk(ctx, [{ name }]));
      return id as string;
    },
    async order(customerId, total, given = {}) {
      const { id } = await run((ctx) =>
        recordOrder(ctx, {
          source: 'till',
          customer: { id: customerId },
          lines: [],
          ...(given.lines ? {} : { total }),
          ...given,
        }),
      );
      await made.settle();
      return id;
    },
    async settle() {
      while ((await deliverDue(house)) > 0);
    },
    account: (customerId) => query(house.database, asSystem(shop), (ctx) => readAccount(ctx, { customerId })),
    async publish(given, fromDay) {
      await run(async (ctx) => {
        const { version } = await writeDraft(ctx, { rules: programmeRules.parse(given) });
        await publishDraft(ctx, { version, fromDay });
      });
      await made.settle();
    },
  };
  if (rules) await made.publish(rules, addDays(today, -30));
  return made;
}

/** What must hold of a shop's points at any instant. */
export async function faultsOf({ in: run, shop }: LoyaltyShop): Promise<unknown[]> {
  const found = await run((ctx) => verifyLoyalty(ctx));
  const below = await run((ctx) =>
    sql`select id from loyalty_lots where workspace_id = ${shop.id} and (remaining < 0 or remaining > points)`.execute(
      ctx.db,
    ),
  );
  return [...found, ...below.rows];
}

export function clerk(facts: Partial<Actor> = {}): Actor {
  const rights = ['customers.read', 'loyalty.read', 'loyalty.post', 'orders.create', 'orders.read'] as const;
  return actorWith(Object.fromEntries(rights.map((right) => [right, 'all'])), facts);
}

export function manager(facts: Partial<Actor> = {}): Actor {
  const rights = ['customers.read', 'loyalty.read', 'loyalty.post', 'loyalty.adjust', 'loyalty.manage'] as const;
  return actorWith(Object.fromEntries(rights.map((right) => [right, 'all'])), facts);
}

export async function codeOf(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => 'done',
    (refusal: unknown) => refusal,
  );
  return error instanceof Refusal ? error.code : String(error);
}
