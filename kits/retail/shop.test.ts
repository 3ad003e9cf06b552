import { describe, expect, test } from 'vitest';
import { demoShop } from './shop.ts';

describe('the demo tea shop', () => {
  const shop = demoShop('2026-11-24');

  test('has 1,200 customers, and every receipt belongs to one of them', () => {
    const numbers = new Set(shop.customers.slice(1).map((row) => row[0]));
    expect(numbers.size).toBe(1_200);
    expect(shop.orders.slice(1).every((row) => numbers.has(row[2]))).toBe(true);
  });

  test('some have asked and not bought yet', () => {
    const buyers = new Set(shop.orders.slice(1).map((row) => row[2]));
    expect(shop.customers.slice(1).filter(([number]) => !buyers.has(number))).toHaveLength(30);
  });

  test('is the same shop every time', () => {
    expect(demoShop('2026-11-24')).toEqual(shop);
  });

  test('sold nothing today or later, and nothing more than three years ago', () => {
    const days = shop.orders.slice(1).map((row) => (row[1] ?? '').slice(0, 10));
    expect(days.every((day) => day < '2026-11-24' && day >= '2023-11-24')).toBe(true);
  });

  test('a dozen of them are on a second card: half of those with the phone of the first, the others with another', () => {
    const phones = shop.customers.slice(1).flatMap((row) => (row[3] ? [row[3]] : []));
    expect(phones.length - new Set(phones).size).toBe(6);
    const names = shop.customers.slice(1, -12).map((row) => row[1] ?? '');
    const second = shop.customers.slice(-12).map((row) => row[1] ?? '');
    expect(second.filter((name) => !names.some((known) => name.startsWith(known)))).toEqual([]);
  });
});
