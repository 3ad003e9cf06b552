import { expect, test } from 'vitest';
import { z } from 'zod';
import { operation } from '../../kernel/contract.ts';
import { moduleClient } from './client.ts';

test('a call can be made however deep its room lies', () => {
  const sell = operation({
    method: 'POST',
    path: '/sales',
    summary: '',
    requires: 'public',
    input: z.object({}),
    output: z.object({}),
  });
  const api = moduleClient('till', { sell, counter: { sell } });
  expect([typeof api.call.sell, typeof api.call.counter.sell]).toEqual(['function', 'function']);
  expect(api.counter.sell.key()).toEqual([['till', 'counter', 'sell'], {}]);
});
