import { expect, test } from 'vitest';
import { intentKeys } from './idempotency.ts';

function counted() {
  let made = 0;
  return intentKeys(() => `key-${(made += 1)}`);
}

test('a form sent again after a lost answer goes under the same key', () => {
  const keys = counted();
  const form = { name: '黄蓉' };
  expect(keys.keyFor(form)).toBe(keys.keyFor(form));
});

test('once it was answered, sending it again is a new intent', () => {
  const keys = counted();
  const form = { name: '黄蓉' };
  const first = keys.keyFor(form);
  keys.answered(form);
  expect(keys.keyFor(form)).not.toBe(first);
});

test('two forms that say the same are two intents', () => {
  const keys = counted();
  expect(keys.keyFor({ name: '黄蓉' })).not.toBe(keys.keyFor({ name: '黄蓉' }));
  expect(keys.keyFor(undefined)).not.toBe(keys.keyFor(undefined));
});
