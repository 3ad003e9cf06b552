import { describe, expect, test } from 'vitest';
import { isMask, maskAddress, maskMail, maskNumber, maskPhoneNumber } from './mask.ts';

describe('a mask', () => {
  test.each([
    ['13812348000', '138****8000'],
    ['+8613812348000', '138****8000'],
    ['61234567', '****4567'],
    ['1234', '****'],
    ['', '****'],
  ])('of the phone %s is %s', (phone, mask) => {
    expect(maskPhoneNumber(phone)).toBe(mask);
    expect(isMask(mask)).toBe(true);
  });

  test('shows the end of a long number only', () => {
    expect([maskNumber('VIP20260001'), maskNumber('A12')]).toEqual(['*******0001', '****']);
    expect(maskNumber('310101199003074512')).toBe('************4512');
  });

  test('says which town, not which door, and whose mailbox only by its first letter', () => {
    expect(maskAddress({ city: '杭州', district: '西湖区', text: '文三路 1 号' })).toEqual({
      city: '杭州',
      district: '***',
      text: '***',
    });
    expect(maskMail('li.ming@example.com')).toBe('l***@example.com');
  });
});
