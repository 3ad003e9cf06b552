import type { Workspace } from '../../../kernel/context.ts';
import { newId } from '../../../kernel/ids.ts';
import type { TestHouse } from '../../../kernel/testing/house.ts';
import { registerReasonKind } from '../kinds.ts';
import { raiseReasons, type NewReason } from '../reasons.ts';

/** A kind without words: its sentence is its name. */
export const LATE = 'late_in_tests';
registerReasonKind({ kind: LATE, module: 'today' });

export interface CustomerFacts {
  name?: string;
  gender?: 'male' | 'female';
  owner_id?: string | null;
  binned_at?: Date | null;
  birthday_calendar?: 'solar' | 'lunar';
  birthday_month?: number;
  birthday_day?: number;
  birthday_leap?: boolean;
}

export async function addCustomer(house: TestHouse, shop: Workspace, facts: CustomerFacts = {}): Promise<string> {
  const id = newId();
  const name = facts.name ?? '单雄信';
  await house.in(shop, (ctx) =>
    ctx.db
      .insertInto('customers')
      .values({ workspace_id: shop.id, id, sort_name: name, ...facts, name })
      .execute(),
  );
  return id;
}

export function late(customerId: string, facts: Partial<NewReason> = {}): NewReason {
  return { customerId, kind: LATE, source: 'alert-1', stakeMinor: 10_000n, params: {}, ...facts };
}

export async function raise(house: TestHouse, shop: Workspace, ...reasons: NewReason[]): Promise<void> {
  await house.in(shop, (ctx) => raiseReasons(ctx, reasons));
}
