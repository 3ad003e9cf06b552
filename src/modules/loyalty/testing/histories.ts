import fc from 'fast-check';
import { expect } from 'vitest';
import type { Ctx } from '../../../kernel/context.ts';
import { earnPoints, redeemPoints } from '../ledger/points.ts';
import { reverseEntry } from '../ledger/reverse.ts';
import { codeOf, faultsOf, type LoyaltyShop } from './shop.ts';

/** What a till may do; numbers choose among what there is. */
export type Step =
  | { what: 'earn'; points: number }
  | { what: 'redeem'; points: number }
  | { what: 'reverse'; which: number; points: number };

export function stepsOf(most: number): fc.Arbitrary<Step[]> {
  const points = fc.integer({ min: 1, max: 300 });
  return fc.array(
    fc.oneof(
      fc.record({ what: fc.constant('earn' as const), points }),
      fc.record({ what: fc.constant('redeem' as const), points }),
      fc.record({ what: fc.constant('reverse' as const), which: fc.nat(50), points }),
    ),
    { minLength: 1, maxLength: most },
  );
}

/** The ledger as a plain array would keep it: one number, and what of each entry can still go back. */
interface Model {
  balance: number;
  entries: { id: string; given: boolean; left: number }[];
}

/** One history, step by step, against the model: same answers, same balance after every step. */
export async function follow(shop: LoyaltyShop, steps: readonly Step[]): Promise<void> {
  const customerId = await shop.customer();
  const model: Model = { balance: 0, entries: [] };
  for (const step of steps) await take(shop, customerId, model, step);
  expect((await shop.account(customerId)).balance).toBe(model.balance);
}

async function take({ in: run }: LoyaltyShop, customerId: string, model: Model, step: Step): Promise<void> {
  if (step.what === 'earn') {
    const { entry, balance } = await run((ctx) => earnPoints(ctx, { customerId, points: step.points, quantity: 1 }));
    model.balance += step.points;
    model.entries.push({ id: entry.id, given: true, left: step.points });
    expect(balance).toBe(model.balance);
  } else if (step.what === 'redeem') {
    const paid = (ctx: Ctx) => redeemPoints(ctx, { customerId, points: step.points });
    if (step.points > model.balance) {
      expect(await codeOf(run(paid))).toBe('POINTS_TOO_FEW');
      return;
    }
    const { entry } = await run(paid);
    model.balance -= step.points;
    model.entries.push({ id: entry.id, given: false, left: step.points });
  } else {
    const entry = model.entries[step.which % Math.max(1, model.entries.length)];
    if (!entry) return;
    const back = run((ctx) => reverseEntry(ctx, { entryId: entry.id, points: step.points }));
    if (entry.left === 0) expect(await codeOf(back)).toBe('ENTRY_REVERSED_ALREADY');
    else if (step.points > entry.left) expect(await codeOf(back)).toBe('POINTS_TOO_MANY');
    else {
      await back;
      entry.left -= step.points;
      model.balance += entry.given ? -step.points : step.points;
    }
  }
}

/** The same steps by eight tills at once for one customer: whatever order they come in, nothing is lost or made. */
export async function together(shop: LoyaltyShop, steps: readonly Step[], tills = 8): Promise<void> {
  const customerId = await shop.customer();
  await shop.in((ctx) => earnPoints(ctx, { customerId, points: 500, quantity: 1 }));
  let sum = 500;
  const work = Array.from({ length: tills }, async (_, till) => {
    for (const [n, step] of steps.entries()) {
      if (n % tills !== till || step.what === 'reverse') continue;
      const { points } = step;
      const verb = step.what === 'earn' ? earnPoints : redeemPoints;
      const code = await codeOf(shop.in((ctx) => verb(ctx, { customerId, points, quantity: 1 })));
      if (code === 'done') sum += step.what === 'earn' ? points : -points;
      else expect(code).toBe('POINTS_TOO_FEW');
    }
  });
  await Promise.all(work);
  expect((await shop.account(customerId)).balance).toBe(sum);
  expect(await faultsOf(shop)).toEqual([]);
}
