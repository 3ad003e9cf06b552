import type { Ctx } from '../../kernel/context.ts';
import { keepFigures } from './indicators/shop-figures.ts';
import { raiseReviews } from './key-accounts/due-reviews.ts';
import { watchGoods } from './product-rhythm/watch-goods.ts';
import { countShelf } from './recommendations/count-shelf.ts';

/** What the lists and the indicators of all customers are counted from. */
export async function countGoodsAndFigures(ctx: Ctx): Promise<void> {
  await countShelf(ctx);
  await keepFigures(ctx);
}

export async function knowByNight(ctx: Ctx): Promise<void> {
  await countGoodsAndFigures(ctx);
  await watchGoods(ctx);
  await raiseReviews(ctx);
}
