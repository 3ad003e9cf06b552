import { describe, expect, test } from 'vitest';
import { emptyLine, inputOf, totalOfDraft, type LineDraft, type OrderDraft } from './order-draft.ts';

const draft = (lines: Partial<LineDraft>[], facts: Partial<OrderDraft> = {}): OrderDraft => ({
  day: '2026-11-24',
  currency: 'CNY',
  promisedOn: '',
  number: '',
  store: '',
  note: '',
  lines: lines.map((line, at) => ({ ...emptyLine(String(at)), ...line })),
  ...facts,
});
const sent = (order: OrderDraft) => inputOf(order, 'c-1', 'Asia/Shanghai', '2026-11-24');

describe('an order being typed', () => {
  test('is summed up as the server will sum it, whatever the figures look like', () => {
    const order = draft([
      { name: '大红袍', quantity: '２', unitPrice: '1,280.50', discount: '￥60' },
      { name: '茶叶', quantity: '0.35', unitPrice: '199.99' },
      {},
    ]);
    expect(totalOfDraft(order)).toBe('2571.00');
    expect(sent(order).lines).toEqual([
      { name: '大红袍', quantity: '2', unitPrice: '1280.50', discount: '60' },
      { name: '茶叶', quantity: '0.35', unitPrice: '199.99' },
    ]);
  });

  test('has no total while a line cannot be read', () => {
    expect(totalOfDraft(draft([{ name: '茶', unitPrice: 'abc' }]))).toBeNull();
    expect(totalOfDraft(draft([{ name: '茶', unitPrice: '1', quantity: '' }]))).toBeNull();
  });

  test('with one amount and no name is that amount', () => {
    expect(sent(draft([{ unitPrice: '88', quantity: '2' }]))).toMatchObject({ total: '176.00', lines: [] });
  });

  test('says the day it is promised for only where there is one', () => {
    expect(sent(draft([{ unitPrice: '1' }]))).not.toHaveProperty('promisedOn');
    expect(sent(draft([{ unitPrice: '1' }], { promisedOn: '2026-11-30' }))).toMatchObject({ promisedOn: '2026-11-30' });
  });

  test('of today carries no time; of another day the middle of that day', () => {
    expect(sent(draft([{ unitPrice: '1' }]))).not.toHaveProperty('placedAt');
    const past = draft([{ unitPrice: '1' }], { day: '2026-11-01' });
    expect(sent(past)).toMatchObject({ placedAt: '2026-11-01T04:00:00.000Z' });
  });
});
