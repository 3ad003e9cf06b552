import { describe, expect, test } from 'vitest';
import { demoShop } from './shop.ts';

describe('the demo tea shop', () => {
  const shop = demoShop('2026-11-24');

  test('has 1,200 customers, and every receipt belongs to one of them', () => {
    const numbers = new Set(shop.customers.slice(1).map((row) => row[0]));
    expect(numbers.size).toBe(1_200);
    expect(shop.orders.slice(1).every((row) => numbers.has(row[2]))).toBe(true);
  });

  test('is the same shop every time', () => {
    expect(demoShop('2026-11-24')).toEqual(shop);
  });

  test('sold nothing today or later, and nothing more than three years ago', () => {
    const days = shop.orders.slice(1).map((row) => (row[1] ?? '').slice(0, 10));
    expect(days.every((day) => day < '2026-11-24' && day >= '2023-11-24')).toBe(true);
  });

  test('no two customers share a telephone number', () => {
    const phones = shop.customers.slice(1).flatMap((row) => (row[3] ? [row[3]] : []));
    expect(new Set(phones).size).toBe(phones.length);
  });
});
