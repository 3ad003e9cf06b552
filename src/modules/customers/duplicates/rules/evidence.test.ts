import { describe, expect, test } from 'vitest';
import { evidenceOf, PROPOSED } from './evidence.ts';
import { groupsOf } from './groups-of.ts';
import { mailboxOf, matchFactsOf, matchKeys, type CardFacts } from './match-facts.ts';

const nobody: CardFacts = {
  kind: 'person',
  name: '',
  phone: null,
  email: null,
  cardNumber: null,
  externalId: null,
  gender: null,
  birthday: null,
  address: null,
};
type Facts = Partial<CardFacts>;
const facts = (card: Facts) => matchFactsOf({ ...nobody, ...card });
const compare = (a: Facts, b: Facts, sharing = {}) => evidenceOf(facts(a), facts(b), sharing);
const kinds = (a: Facts, b: Facts) => compare(a, b).evidence.map(({ kind }) => kind);
const meet = (a: Facts, b: Facts) => {
  const texts = new Set(matchKeys(facts(a)).map(({ kind, text }) => `${kind} ${text}`));
  return matchKeys(facts(b)).some(({ kind, text }) => texts.has(`${kind} ${text}`));
};
const proposed = (a: Facts, b: Facts) => meet(a, b) && compare(a, b).score >= PROPOSED;

const born = (year: number, month: number, day: number, calendar: 'solar' | 'lunar' = 'solar') => ({
  birthday: { calendar, year, month, day },
});
const at = (text: string, city = '杭州市') => ({ address: { city, text } });

test.each<[string, Facts, Facts]>([
  ['one phone, one name', { name: '李雷', phone: '+8613812345678' }, { name: '李雷', phone: '+8613812345678' }],
  ['a phone and no name', { name: '13812345678', phone: '+8613812345678' }, { name: '李雷', phone: '+8613812345678' }],
  ['one mailbox written in two ways', { email: 'li.lei@gmail.com' }, { email: 'lilei+tea@googlemail.com' }],
  ['one card number', { cardNumber: 'VIP 0001' }, { cardNumber: 'vip-0001' }],
  ['traditional and simplified', { name: '張偉', ...born(1990, 5, 1) }, { name: '张伟', ...born(1990, 5, 1) }],
  ['characters and pinyin', { name: 'Zhang Wei', ...born(1990, 5, 1) }, { name: '张伟', ...born(1990, 5, 1) }],
  ['given name first', { name: 'Wei Zhang', ...born(1990, 5, 1) }, { name: '张伟', ...born(1990, 5, 1) }],
  [
    'a surname read its own way',
    { name: '单田芳', ...born(1990, 5, 1) },
    { name: 'Shan Tianfang', ...born(1990, 5, 1) },
  ],
  ['a given name read in two ways', { name: '王乐', ...born(1990, 5, 1) }, { name: 'Wang Yue', ...born(1990, 5, 1) }],
  // Lunar 1990-04-07 is 1 May 1990.
  ['sun and moon', { name: '李雷', ...born(1990, 5, 1) }, { name: '李雷', ...born(1990, 4, 7, 'lunar') }],
  [
    'a birthday without its year',
    { name: '李雷', ...born(1990, 5, 1) },
    { name: '李雷', birthday: { calendar: 'solar', month: 5, day: 1 } },
  ],
  ['name and address', { name: '王芳', ...at('西湖区龙井路1号') }, { name: '王芳', ...at('杭州市西湖区龙井路 1 号') }],
  [
    'one name, one end of the phone',
    { name: '李雷', phone: '+8613812345678' },
    { name: '李蕾', phone: '+8615900005678' },
  ],
  [
    'with and without a title',
    { name: '王芳女士', phone: '+8613812345678' },
    { name: '王芳', phone: '+8613812345678' },
  ],
])('%s: proposed', (_what, a, b) => {
  expect(proposed(a, b)).toBe(true);
  expect(compare(b, a)).toEqual(compare(a, b));
});

test.each<[string, Facts, Facts]>([
  ['a family with one phone', { name: '李雷', phone: '+8613812345678' }, { name: '韩梅梅', phone: '+8613812345678' }],
  ['namesakes', { name: '张伟', phone: '+8613812345678' }, { name: '张伟', phone: '+8613900001111' }],
  ['namesakes born on other days', { name: '张伟', ...born(1990, 5, 1) }, { name: '张伟', ...born(1991, 6, 2) }],
  ['neighbours', { name: '张伟', ...at('龙井路1号') }, { name: '李娜', ...at('龙井路1号') }],
  ['namesakes of a town', { name: '张伟', ...at('西湖区') }, { name: '张伟', ...at('西湖区') }],
  [
    'a man and his firm',
    { name: '李雷', phone: '+8613812345678' },
    { name: '李雷茶行', kind: 'company', phone: '+8613812345678' },
  ],
  ['two mailboxes with dots elsewhere', { email: 'li.lei@163.com' }, { email: 'lilei@163.com' }],
])('%s: not proposed', (_what, a, b) => {
  expect(proposed(a, b)).toBe(false);
});

describe('what counts how much', () => {
  const [a, b] = [
    { name: '李雷', phone: '+8613812345678' },
    { name: '李雷', phone: '+8613812345678' },
  ];

  test('the more cards share a phone, the less it says', () => {
    const scores = [2, 3, 6, 12].map((phone) => compare(a, b, { phone }).score);
    expect(scores).toEqual([80, 60, 40, 30]);
    expect(compare(a, b, { phone: 3 }).evidence[0]).toEqual({ kind: 'phone', points: 40, shared: 3 });
  });

  test('what speaks against it is named, too', () => {
    expect(kinds({ ...a, gender: 'male', externalId: '1' }, { ...b, gender: 'female', externalId: '2' })).toEqual([
      'phone',
      'nameSame',
      'genderDiffers',
      'numberDiffers',
    ]);
    expect(kinds({ ...a, kind: 'company' }, b)).toContain('kindDiffers');
  });

  test('points add up to the score, between nothing and 100', () => {
    const all = { ...a, email: 'a@b.cn', cardNumber: '7', ...born(1990, 5, 1), ...at('龙井路1号') };
    expect(compare(all, all).score).toBe(100);
    expect(compare({ name: '李雷' }, { name: '韩梅梅' }).score).toBe(0);
  });
});

test('what people type in places of names and dates is survived', () => {
  for (const name of ['', ' ', '1', '\u0000', '😀😀', 'a'.repeat(5000), '王', '@@@', '<script>', '先生']) {
    expect(() => matchKeys(facts({ name, phone: '1', ...born(2100, 2, 30, 'lunar') }))).not.toThrow();
  }
  expect(mailboxOf('a')).toBe('a@');
});

test('pairs that share a card are one group, however long the chain', () => {
  const pair = (a: string, b: string, score: number) => ({ a, b, score });
  const groups = groupsOf([pair('a', 'b', 80), pair('c', 'd', 50), pair('b', 'e', 90), pair('d', 'f', 40)]);
  expect(groups.map(({ score, pairs }) => [score, pairs.length])).toEqual([
    [90, 2],
    [50, 2],
  ]);
});
