import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { displayPhone, maskPhone, normalisePhone, phoneTail, searchableDigits } from './phone.ts';

describe('in mainland China', () => {
  test.each([
    '13912340001',
    '139 1234 0001',
    '139-1234-0001',
    '+86 139 1234 0001',
    '8613912340001',
    '0086-139-1234-0001',
    '013912340001',
    '１３９１２３４０００１',
    '手机：13912340001',
    '13912340001.0',
    '+86 (0)139 1234 0001',
    ' 139\u00a01234\u00a00001 ',
  ])('%s is the same mobile number', (text) => {
    expect(normalisePhone(text, 'CN')).toMatchObject({
      number: '+8613912340001',
      kind: 'mobile',
      display: '139 1234 0001',
    });
  });

  test.each([
    ['010-88881234', '+861088881234', '010-8888 1234'],
    ['(0591) 87654321', '+8659187654321', '0591-8765 4321'],
    ['+86 10 8888 1234', '+861088881234', '010-8888 1234'],
    ['0316-2123456', '+863162123456', '0316-212 3456'],
  ])('%s is a landline', (text, number, display) => {
    expect(normalisePhone(text, 'CN')).toMatchObject({ number, kind: 'landline', display });
  });

  test('an extension is kept apart', () => {
    expect(normalisePhone('010-88881234转802', 'CN')).toMatchObject({ number: '+861088881234', extension: '802' });
    expect(normalisePhone('010-88881234 ext. 8', 'cn')).toMatchObject({ number: '+861088881234', extension: '8' });
  });

  test('service numbers are known, and a number without its area stays local', () => {
    expect(normalisePhone('400-123-4567', 'CN')).toMatchObject({ number: '+864001234567', kind: 'service' });
    expect(normalisePhone('87654321', 'CN')).toMatchObject({ number: '87654321', kind: 'local' });
  });
});

describe('elsewhere', () => {
  test.each([
    ['0912-345-678', 'TW', '+886912345678', 'mobile', '0912-345-678'],
    ['912345678', 'TW', '+886912345678', 'mobile', '0912-345-678'],
    ['(02) 2345-6789', 'TW', '+886223456789', 'landline', '02-2345-6789'],
    ['037-123456', 'TW', '+88637123456', 'landline', '037-123456'],
    ['9123 4567', 'HK', '+85291234567', 'mobile', '9123 4567'],
    ['2345 6789', 'HK', '+85223456789', 'landline', '2345 6789'],
    ['6612 3456', 'MO', '+85366123456', 'mobile', '6612 3456'],
    ['020 7946 0958', 'GB', '+442079460958', 'other', '+44 2079460958'],
    ['+44 (0)20 7946 0958', 'CN', '+442079460958', 'other', '+44 2079460958'],
    ['(415) 555-2671', 'US', '+14155552671', 'other', '+1 4155552671'],
    ['+852 9123 4567', 'CN', '+85291234567', 'mobile', '+852 9123 4567'],
  ])('%s in %s is %s', (text, country, number, kind, display) => {
    expect(normalisePhone(text, country)).toMatchObject({ number, kind, display });
  });

  test('a number is shown with its calling code to readers abroad', () => {
    expect(displayPhone('+8613912340001', 'TW')).toBe('+86 139 1234 0001');
    expect(displayPhone('+886912345678', 'CN')).toBe('+886 912 345 678');
  });
});

test.each([
  '',
  'abc',
  '12345',
  '139****0001',
  '1.39E+10',
  '1.3912340001E10',
  '13912340001/13912340002',
  '13912340001、13912340002',
  '1'.repeat(30),
  '+0123456789',
  '９'.repeat(1000),
])('%s is no phone number', (text) => {
  expect(normalisePhone(text, 'CN')).toBeUndefined();
});

test.each([
  ['+8613912340001', '139****0001'],
  ['+861088881234', '010****1234'],
  ['+886912345678', '09****5678'],
  ['+85291234567', '****4567'],
  ['1234567', '****567'],
  ['', ''],
])('%s is masked as %s', (number, masked) => {
  expect(maskPhone(number)).toBe(masked);
});

test('the tail is the last digits', () => {
  expect(phoneTail('+8613912340001')).toBe('0001');
  expect(phoneTail('+8613912340001', 6)).toBe('340001');
});

test('a number can be searched as dialled abroad and at home', () => {
  expect(searchableDigits('+8613912340001')).toEqual(['8613912340001']);
  expect(searchableDigits('+886912345678')).toEqual(['886912345678', '0912345678']);
  expect(searchableDigits('')).toEqual([]);
});

test('a normalised number, and what is displayed of it, normalise to itself', () => {
  const text = fc.oneof(
    fc.stringMatching(/^[+(]?[\d ()-]{5,20}$/),
    fc.stringMatching(/^0?1[3-9]\d{9}$/),
    fc.stringMatching(/^\+[1-9]\d{6,14}$/),
  );
  fc.assert(
    fc.property(text, fc.constantFrom('CN', 'TW', 'HK', 'GB'), (text, country) => {
      const phone = normalisePhone(text, country);
      if (!phone?.number.startsWith('+')) return;
      expect(normalisePhone(phone.number, country)?.number).toBe(phone.number);
      expect(normalisePhone(phone.display, country)?.number).toBe(phone.number);
    }),
  );
});

test('no text makes reading fail', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const number = normalisePhone(text, 'CN')?.number ?? '+1234567';
      expect(number).toMatch(/^\+?\d{7,15}$/);
    }),
  );
});
