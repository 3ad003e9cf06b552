import { expect, test } from 'vitest';
import { emailsIn, phonesIn, redact, redactIn } from './redact.ts';

test('other people are taken out of what was written about one', () => {
  expect(redact('和黄蓉一起来，黄蓉蓉付钱', ['黄蓉', '黄蓉蓉'])).toBe('和［…］一起来，［…］付钱');
  expect(redactIn({ note: 'with Mary', when: ['Mary', 3, null] }, ['Mary'])).toEqual({
    note: 'with ［…］',
    when: ['［…］', 3, null],
  });
});

test('phones and mailboxes are found as they are written', () => {
  expect(phonesIn('打 138 0013-8000，或 +86 21 5555 1234；5 杯')).toEqual(['138 0013-8000', '+86 21 5555 1234']);
  expect(emailsIn('to a.b+c@example.co.uk, please')).toEqual(['a.b+c@example.co.uk']);
});
