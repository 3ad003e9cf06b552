import { describe, expect, test } from 'vitest';
import { fieldErrors, kindOf, readErrorBody, retryAfter } from './errors.ts';

const refusal = (status: number, code = 'X', data: unknown = {}) => readErrorBody({ code, message: '…', data }, status);

describe('what a screen does about an error', () => {
  test.each([
    [401, 'signed-out'],
    [403, 'not-allowed'],
    [404, 'not-found'],
    [422, 'invalid'],
    [429, 'limited'],
    [500, 'failed'],
    [503, 'away'],
  ])('status %i means %s', (status, kind) => {
    expect(kindOf(refusal(status))).toBe(kind);
  });
  test('a row that somebody else changed is stale', () => {
    expect(kindOf(refusal(409, 'STALE'))).toBe('stale');
  });
  test('a request that reached nobody means offline', () => {
    expect(kindOf(new TypeError('Failed to fetch'))).toBe('offline');
  });
});

test('problems go to their fields; what is no problem of a field is left out', () => {
  const error = refusal(422, 'BAD_INPUT', { fields: [{ path: 'phone', message: '不对' }, { path: 3 }, null] });
  expect(fieldErrors(error)).toEqual({ phone: '不对' });
  expect(fieldErrors(new Error('no'))).toEqual({});
});

test('a page of a proxy is no refusal of ours', () => {
  expect(readErrorBody('<html>', 502)).toBeUndefined();
  expect(readErrorBody({ message: 'x' }, 400)).toBeUndefined();
});

test('the server’s wish to be left alone for a while is heard', () => {
  expect(retryAfter(refusal(429, 'TOO_MANY_REQUESTS', { retryAfter: 7 }))).toBe(7);
  expect(retryAfter(refusal(429))).toBeUndefined();
});
