import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { normalisePhone } from './phone.ts';
import { readingsOfName } from './pinyin.ts';
import type { Condition } from './search-query.ts';
import { searchQueryOf } from './search-query.ts';
import type { Searchable } from './search-terms.ts';
import { searchTermsOf } from './search-terms.ts';

const zhang: Searchable = {
  name: '张三',
  otherNames: ['Sam Zhang'],
  phones: [normalisePhone('139 0000 0001', 'CN')!.number, normalisePhone('0591-87654321', 'CN')!.number],
  emails: ['zhang.san@example.com'],
  externalId: 'C-10086',
  cardNumber: '8800 1234',
};

describe('a search', () => {
  test.each([
    '张',
    '三',
    '张三',
    '張三',
    '张 三',
    '張　三',
    'zhangsan',
    'ZhangSan',
    'zhang san',
    'zhāng sān',
    'zhangs',
    'san',
    'zs',
    'z',
    'ｚｓ',
    'z san',
    '0001',
    '139',
    '1390',
    '139 0000',
    '13900000001',
    '+86 139-0000-0001',
    '0086 139 0000 0001',
    '00000001',
    '0591 8765 4321',
    '(0591) 8765',
    '87654321',
    '张 0001',
    '三 0591',
    'zhang 0001',
    'zhang.san@example.com',
    'zhang.san@ex',
    '@example.com',
    'example.com',
    'zhang.san',
    'C-10086',
    'c10086',
    '10086',
    '8800 1234',
    '1234',
    'sam',
    'sam zh',
  ])('for %s finds 张三', (text) => {
    expect(finds(zhang, text)).toBe(true);
  });

  test.each([
    '李',
    '三张',
    '张四',
    'zhangsi',
    'lisi',
    'zl',
    '0002',
    '138',
    '王 0001',
    '张 0002',
    'li@x.com',
    '13900000002',
    '🎉',
    '',
  ])('for %s does not find 张三', (text) => {
    expect(finds(zhang, text)).toBe(false);
  });

  test('asks for pairs of characters, each one look-up', () => {
    expect(searchQueryOf('张')?.tsquery).toBe("'张'");
    expect(searchQueryOf('張三')?.tsquery).toBe("'张三'");
    expect(searchQueryOf('张三丰')?.tsquery).toBe("('张三' & '三丰')");
  });

  test('asks for words by their beginning', () => {
    expect(searchQueryOf('zhang san')?.tsquery).toBe("('zhang':* & 'san':*)");
    expect(searchQueryOf('王 0001')?.tsquery).toBe("('王' & '0001':*)");
  });

  test('is none where nothing is said', () => {
    for (const text of ['', ' \t', '·', '🎉', "'\\:*&|!()"]) expect(searchQueryOf(text)).toBeUndefined();
  });

  test('of hostile text holds nothing but quoted terms and operators', () => {
    const grammar = /^\(*'(?:[^'\\\0]|''|\\\\)+'(?::\*)?\)*(?: [&|] \(*'(?:[^'\\\0]|''|\\\\)+'(?::\*)?\)*)*$/;
    const nasty = fc.array(
      fc.constantFrom("'", '\\', ':', '*', '&', '|', '!', '(', ')', '<->', ' ', '\0', '@', 'a', '1', '张', '\ud800'),
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          nasty.map((parts) => parts.join('')),
        ),
        (text) => {
          const tsquery = searchQueryOf(text)?.tsquery;
          if (tsquery !== undefined) expect(tsquery).toMatch(grammar);
        },
      ),
      { numRuns: 2000 },
    );
    expect(searchQueryOf('张'.repeat(50_000))!.tsquery.length).toBeLessThan(1_000);
    expect(searchQueryOf('a@b '.repeat(50_000))!.tsquery.length).toBeLessThan(1_000);
  });
});

describe('whatever the name', () => {
  const surname = fc.constantFrom(
    ...'王李张刘陈單曾仇解查任盖朴区缪欧吕翟覃乐',
    '欧阳',
    '上官',
    '尉迟',
    '万俟',
    '單于',
    '歐陽',
  );
  const givenChar = fc.constantFrom(...'伟芳娜秀英敏静丽强磊军洋勇艳杰乐行长朝重茜晟婉儿雄信國榮後龍𠮷');
  const chineseName = fc
    .tuple(surname, fc.array(givenChar, { maxLength: 3 }))
    .map(([family, given]) => family + given.join(''));
  const uyghurName = fc.tuple(chineseName, chineseName).map((parts) => parts.join('·'));
  const otherName = fc.constantFrom(
    'John Smith',
    "Aoife O'Neill",
    '김철수',
    '山田はなこ',
    'Иван Петров',
    'Tony王',
    '3号店',
    'A B',
  );
  const name = fc.oneof(chineseName, uyghurName, otherName);
  const customer = name.map((name): Searchable => ({ name, phones: [], emails: [] }));

  test('every character and every pair finds the customer', () => {
    fc.assert(
      fc.property(customer, (customer) => {
        const chars = [...customer.name].filter((char) => /[\p{Lo}]/u.test(char));
        for (const [at, char] of chars.entries()) {
          expectFound(customer, char);
          if (at > 0 && customer.name.includes(chars[at - 1]! + char)) expectFound(customer, chars[at - 1]! + char);
        }
      }),
    );
  });

  test('every beginning of the name finds the customer', () => {
    fc.assert(
      fc.property(chineseName, uyghurName, (person, longName) => {
        for (const name of [person, longName]) {
          const chars = [...name];
          for (const end of chars.keys())
            expectFound({ name, phones: [], emails: [] }, chars.slice(0, end + 1).join(''));
        }
      }),
    );
  });

  test('full pinyin, spaced pinyin, initials and every beginning of them find the customer', () => {
    fc.assert(
      fc.property(chineseName, (name) => {
        const customer = { name, phones: [], emails: [] };
        for (const syllables of readingsOfName(name)) {
          const joined = syllables.join('');
          expectFound(customer, syllables.join(' '));
          expectFound(customer, syllables.map((syllable) => syllable[0]).join(''));
          for (let length = 1; length <= joined.length; length++) expectFound(customer, joined.slice(0, length));
        }
      }),
    );
  });

  test('every part of a phone number from four digits on finds the customer', () => {
    const part = fc.tuple(fc.stringMatching(/^1[3-9]\d{9}$/), fc.nat(7), fc.integer({ min: 4, max: 11 }));
    fc.assert(
      fc.property(name, part, (name, [digits, start, length]) => {
        const customer = { name, phones: [normalisePhone(digits, 'CN')!.number], emails: [] };
        expectFound(customer, digits.slice(start, start + length));
      }),
    );
  });

  test('a name of any letters is found by itself', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[\p{L}\p{N}]{1,30}$/u), (name) => {
        expectFound({ name, phones: [], emails: [] }, name);
      }),
    );
  });
});

function expectFound(customer: Searchable, text: string): void {
  expect(finds(customer, text), `${text} finds ${customer.name}`).toBe(true);
}

function finds(customer: Searchable, text: string): boolean {
  const query = searchQueryOf(text);
  return query !== undefined && holds(query.condition, new Set(searchTermsOf(customer)));
}

function holds(condition: Condition, terms: ReadonlySet<string>): boolean {
  if ('all' in condition) return condition.all.every((part) => holds(part, terms));
  if ('any' in condition) return condition.any.some((part) => holds(part, terms));
  return condition.prefix ? [...terms].some((term) => term.startsWith(condition.lexeme)) : terms.has(condition.lexeme);
}
