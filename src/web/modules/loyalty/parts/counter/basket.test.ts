import { expect, test } from 'vitest';
import { emptyLine, readyLines, withGoods } from './basket.ts';

const tea = { sku: 'T1', name: '正山小种', category: '红茶', unitPrice: { amount: '288.00', currency: 'CNY' } };

test('goods that are scanned twice are two of them', () => {
  const lines = withGoods(withGoods([], tea), tea);
  expect(lines).toMatchObject([{ sku: 'T1', quantity: '2', unitPrice: '288.00' }]);
});

test('a line that is still being typed is left out', () => {
  const typing = { ...emptyLine(), unitPrice: '12.' };
  const typed = { ...emptyLine(), name: '茶杯', quantity: '２', unitPrice: '￥1,234.50' };
  expect(readyLines([typing, typed, { ...typed, quantity: '0' }], 'CNY', '商品')).toEqual([
    { sku: null, category: null, name: '茶杯', quantity: '2', unitPrice: '1234.50' },
  ]);
});
