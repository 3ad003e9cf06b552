import type { Ctx } from '../../../kernel/context.ts';
import { readProductNames } from '../product-names.ts';
import { passAfterSale } from './phases.ts';
import { raiseRunning } from './reasons.ts';

/** As a day passes: after-sale that is over, and what is due since today. */
export async function passDay(ctx: Ctx): Promise<void> {
  await passAfterSale(ctx);
  await raiseRunning(ctx, null);
  await readProductNames(ctx);
}
