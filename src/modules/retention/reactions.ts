import type { Ctx } from '../../kernel/context.ts';
import { reaction } from '../../kernel/outbox.ts';
import { customersErased, profilingChanged } from '../customers/index.ts';
import { ordersImported, ordersRecorded } from '../orders/index.ts';
import { writeDemoRetention } from './cases/demo.ts';
import { tellOfPurchases } from './cases/tell-of-purchases.ts';
import { refreshDue, refreshWanted } from './contract.ts';
import { predictionsWanted } from './predictions/contract.ts';
import { predictionReactions } from './predictions/reactions.ts';
import { goodsBack } from './product-rhythm/watch-goods.ts';
import { nameDemoAccounts } from './key-accounts/demo-accounts.ts';
import { countGoodsAndFigures } from './know-by-night.ts';
import { refreshPortion, startRefresh, watchOrLater } from './refresh.ts';

export const reactions = [
  ...predictionReactions,
  reaction('retention.after_orders', ordersRecorded, (ctx, { customerIds }) => afterOrders(ctx, customerIds)),
  reaction('retention.after_import', ordersImported, (ctx) => startRefresh(ctx)),
  reaction('retention.demo', predictionsWanted, (ctx) => writeDemoRetention(ctx)),
  reaction('retention.profiling', profilingChanged, (ctx, { customerIds }) => watchOrLater(ctx, customerIds)),
  reaction('retention.erased', customersErased, (ctx, { customerIds }) => watchOrLater(ctx, customerIds)),
  reaction('retention.cases_bought', ordersImported, (ctx) => tellOfPurchases(ctx, null)),
  reaction('retention.goods_back', ordersRecorded, (ctx, { customerIds }) => goodsBack(ctx, customerIds)),
  reaction('retention.count_goods', ordersImported, (ctx) => countGoodsAndFigures(ctx)),
  reaction('retention.demo_accounts', ordersImported, (ctx) => nameDemoAccounts(ctx)),
  reaction('retention.refresh', refreshWanted, (ctx) => startRefresh(ctx)),
  reaction('retention.refresh_portion', refreshDue, (ctx, portion) => refreshPortion(ctx, portion)),
];

async function afterOrders(ctx: Ctx, customerIds: readonly string[]): Promise<void> {
  await watchOrLater(ctx, customerIds);
  await tellOfPurchases(ctx, customerIds);
}
