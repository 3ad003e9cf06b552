import { parseMoney } from '../../../../../maths/money.ts';
import { plainNumber } from './plain-number.ts';

/** A line of the basket as it is typed. */
export interface BasketLine {
  key: string;
  sku: string | null;
  category: string | null;
  name: string;
  quantity: string;
  unitPrice: string;
}

export interface Goods {
  sku: string;
  name: string;
  category: string | null;
  unitPrice: { amount: string; currency: string } | null;
}

/** The same goods once more are one more of them, as a till counts. */
export function withGoods(lines: readonly BasketLine[], goods: Goods): BasketLine[] {
  const at = lines.findIndex(({ sku }) => sku === goods.sku);
  const there = lines[at];
  if (there) return lines.with(at, { ...there, quantity: String(Number(plainNumber(there.quantity) || 0) + 1) });
  const { sku, name, category, unitPrice } = goods;
  return [
    ...lines,
    { key: crypto.randomUUID(), sku, name, category, quantity: '1', unitPrice: unitPrice?.amount ?? '' },
  ];
}

export function emptyLine(): BasketLine {
  return { key: crypto.randomUUID(), sku: null, category: null, name: '', quantity: '1', unitPrice: '' };
}

/** What can be sent: lines whose price and quantity are numbers. Others are still being typed. */
export function readyLines(lines: readonly BasketLine[], currency: string, unnamed: string) {
  return lines.flatMap(({ sku, name, category, ...typed }) => {
    const [quantity, unitPrice] = [plainNumber(typed.quantity), plainNumber(typed.unitPrice)];
    const price = parseMoney(unitPrice, currency);
    if (!/^\d{1,6}(\.\d{1,3})?$/.test(quantity) || Number(quantity) === 0 || !price.ok || price.value < 0n) return [];
    return [{ sku, category, name: name.trim() || unnamed, quantity, unitPrice }];
  });
}
