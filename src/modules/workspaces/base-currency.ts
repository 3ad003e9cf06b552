import type { Ctx } from '../../kernel/context.ts';

type Uses = (ctx: Ctx) => Promise<boolean>;
const uses: Uses[] = [];

/** For modules that keep amounts in the base currency: while one has any, the currency stays. */
export function baseCurrencyStaysWhile(used: Uses): void {
  uses.push(used);
}

export async function baseCurrencyUsed(ctx: Ctx): Promise<boolean> {
  for (const used of uses) if (await used(ctx)) return true;
  return false;
}
