import type { Ctx } from '../../../kernel/context.ts';
import { inBase, moneyInWords } from '../../../kernel/i18n/print.ts';
import { translate } from '../../../kernel/i18n/translate.ts';
import { restrictionsOf } from '../../customers/index.ts';
import { customerWithPurchases, refuseWithoutOrders } from '../purchases-seen.ts';
import { readCompetitors } from './competitors.ts';
import type { CustomerIndicators, IndicatorView, ShopIndicators } from './contract.ts';
import { indicatorList, type IndicatorValue, type LoyaltyIndicator } from './registry.ts';
import { shopFigures } from './shop-figures.ts';

/** How loyal this customer is. Nothing is told of who does not want to be analysed. */
export async function customerIndicators(ctx: Ctx, asked: { id: string }): Promise<CustomerIndicators> {
  const id = await customerWithPurchases(ctx, asked.id);
  const [stopped] = await restrictionsOf(ctx, id, 'profiling');
  if (stopped) return { unavailable: translate(ctx.locale, 'retention:unavailable.noProfiling'), items: [] };
  const items = indicatorList().map(async (one) => present(ctx, one, (await one.ofCustomer?.(ctx, id)) ?? null, ''));
  return { unavailable: null, items: await Promise.all(items) };
}

/** How loyal the customers are that the asker sees. */
export async function shopIndicators(ctx: Ctx): Promise<ShopIndicators> {
  refuseWithoutOrders(ctx);
  const kept = await shopFigures(ctx);
  const list = indicatorList().map(async (one) => present(ctx, one, (await one.ofShop?.(ctx)) ?? null, 'Shop'));
  const [items, watched] = await Promise.all([Promise.all(list), readCompetitors(ctx)]);
  return { items, computedAt: kept?.computedAt?.toISOString() ?? null, ...watched };
}

/** A repurchase is a count of one customer and a share of many. */
const SHARES_OF_A_SHOP = new Set(['repurchase']);

function present(ctx: Ctx, one: LoyaltyIndicator, told: IndicatorValue | null, of: '' | 'Shop'): IndicatorView {
  const { key, module } = one;
  const word = (name: string, values?: Record<string, unknown>) =>
    translate(ctx.locale, `${module}:indicators.${name}`, values);
  const unit = of === 'Shop' && SHARES_OF_A_SHOP.has(key) ? 'share' : one.unit;
  const common = { key, name: word(`${key}Name`), unit };
  if (!told) {
    const absent = { value: null, money: null, estimated: false, explanation: null, rows: [] };
    return { ...common, ...absent, text: word(`${key}Absent`) };
  }
  const { value, estimated = false, explanation, rows = [] } = told;
  const money = unit === 'money' ? inBase(ctx, BigInt(Math.round(value))) : null;
  const values = {
    count: value,
    percent: Math.round(100 * value),
    amount: money ? moneyInWords(ctx, BigInt(Math.round(value))) : '',
    ...told.values,
  };
  return {
    ...common,
    value: unit === 'money' ? null : Math.round(value * 1e4) / 1e4,
    money,
    text: word(`${key}${of}${estimated ? 'Estimated' : ''}`, values),
    estimated,
    explanation,
    rows: rows.map(({ on, text, minor }) => ({ on, text, money: minor === undefined ? null : inBase(ctx, minor) })),
  };
}
