import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toTsvectorLiteral } from './lexemes.ts';
import { searchTermsOf } from './search-terms.ts';

const terms = (name: string) => searchTermsOf({ name, phones: [], emails: [] });

describe('the search terms of a customer', () => {
  test('hold characters, pairs, pinyin and initials of a Chinese name', () => {
    expect(terms('张三').toSorted()).toEqual(['s', 'san', 'z', 'zhangsan', 'zs', '三', '张', '张三'].toSorted());
  });

  test('are the same for a name in traditional and in simplified characters', () => {
    expect(terms('陳麗華')).toEqual(terms('陈丽华'));
    expect(terms('蕭乾')).toEqual(expect.arrayContaining(['干', '萧干', 'xiaoqian']));
  });

  test.each([
    ['单雄信', 'shanxiongxin'],
    ['曾国藩', 'zengguofan'],
    ['仇英', 'qiuying'],
    ['解缙', 'xiejin'],
    ['查良镛', 'zhaliangyong'],
    ['任我行', 'renwoxing'],
    ['盖叫天', 'gejiaotian'],
    ['盖叫天', 'gaijiaotian'],
    ['朴正熙', 'piaozhengxi'],
    ['朴正熙', 'puzhengxi'],
    ['尉迟恭', 'yuchigong'],
    ['尉遲恭', 'yuchigong'],
    ['万俟卨', 'moqixie'],
    ['欧阳锋', 'ouyangfeng'],
    ['长孙无忌', 'zhangsunwuji'],
    ['上官婉儿', 'shangguanwaner'],
    ['张乐', 'zhangyue'],
    ['张乐', 'zhangle'],
    ['吕布', 'lvbu'],
    ['吕布', 'lubu'],
    ['重庆小面', 'chongqingxiaomian'],
    ['阿依古丽·买买提', 'ayigulimaimaiti'],
    ['阿依古丽·买买提', 'maimaiti'],
  ])('read %s as %s', (name, pinyin) => {
    expect(terms(name)).toContain(pinyin);
  });

  test('of a one-character name are the character, its readings and initials', () => {
    expect(terms('单').toSorted()).toEqual(['d', 'dan', 's', 'shan', '单'].toSorted());
  });

  test('take Latin names by word, as one word and by initials, without accents and capitals', () => {
    expect(terms('José  O’Brien').toSorted()).toEqual(
      ['j', 'jo', 'jose', 'joseobrien', 'o', 'obrien', 'brien'].toSorted(),
    );
  });

  test('take Korean and Japanese names by character and pair', () => {
    expect(terms('김철수').toSorted()).toEqual(['김', '김철', '수', '철', '철수'].toSorted());
    expect(terms('ﾊﾅｺ')).toEqual(expect.arrayContaining(['ハ', 'ハナ', 'ナコ']));
    expect(terms('がく')).toContain('がく');
  });

  test('are none for a customer of whom nothing can be searched', () => {
    expect(terms('')).toEqual([]);
    expect(terms('🎉·…')).toEqual([]);
  });

  test('hold a phone number in pieces, as dialled abroad and at home', () => {
    const found = searchTermsOf({ name: '', phones: ['+861088881234'], emails: [] });
    expect(found).toEqual(expect.arrayContaining(['8610', '0108', '8888', '1234']));
  });

  test('hold an e-mail address whole, its local part and its domain', () => {
    const found = searchTermsOf({ name: '', phones: [], emails: ['Li.Ming@X.com'] });
    expect(found).toEqual(expect.arrayContaining(['li.ming@x.com', 'liming', 'li', 'ming', 'xcom']));
  });

  test('hold ids and card numbers whole, in parts, and the card by its tail', () => {
    const found = searchTermsOf({ name: '', phones: [], emails: [], externalId: 'VIP-007', cardNumber: '8800 1234' });
    expect(found).toEqual(expect.arrayContaining(['vip007', 'vip', '007', '8800', '1234', '0123']));
  });

  test('stay few and short whatever is stored', () => {
    const hostile = fc.string({ unit: 'binary', maxLength: 3000 });
    const list = fc.array(hostile, { maxLength: 30 });
    fc.assert(
      fc.property(hostile, list, list, list, (name, otherNames, phones, emails) => {
        const found = searchTermsOf({ name, otherNames, phones, emails, externalId: name, cardNumber: name });
        expect(found.length).toBeLessThanOrEqual(800);
        expect(found.every((term) => term.length > 0 && term.length <= 48)).toBe(true);
        expect(new Set(found).size).toBe(found.length);
        expect(new TextEncoder().encode(toTsvectorLiteral(found)).length).toBeLessThan(200_000);
      }),
      { numRuns: 60 },
    );
    expect(terms('重'.repeat(100_000)).length).toBeLessThan(400);
  });
});
