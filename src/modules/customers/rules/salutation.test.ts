import { describe, expect, test } from 'vitest';
import type { Addressed } from './salutation.ts';
import { pinyinOf, salutationOf, splitChineseName } from './salutation.ts';

describe('a customer is addressed', () => {
  test.each<[Addressed, string, string]>([
    [{ name: '王小明', gender: 'male' }, '王先生', 'Mr Wang'],
    [{ name: '王小明', gender: 'female' }, '王女士', 'Ms Wang'],
    [{ name: '王小明' }, '王小明', 'Wang Xiaoming'],
    [{ name: '王小明', title: '总经理' }, '王总', 'Wang Xiaoming'],
    [{ name: '王小明', title: '教授', gender: 'male' }, '王教授', 'Prof. Wang'],
    [{ name: '王小明', title: 'Dr.' }, '王博士', 'Dr Wang'],
    [{ name: '王小明', title: '不知道', gender: 'male' }, '王先生', 'Mr Wang'],
    [{ name: '欧阳锋', gender: 'male' }, '欧阳先生', 'Mr Ouyang'],
    [{ name: '单雄信', gender: 'male' }, '单先生', 'Mr Shan'],
    [{ name: '吕布', gender: 'male' }, '吕先生', 'Mr Lü'],
    [{ name: '王', gender: 'female' }, '王女士', 'Ms Wang'],
    [{ name: '小李', gender: 'male' }, '小李先生', 'Mr Xiao Li'],
    [{ name: '王先生' }, '王先生', 'Wang Xiansheng'],
    [{ name: '李阿姨', gender: 'female' }, '李阿姨', 'Ms Li'],
    [{ name: '阿依古丽·买买提', gender: 'female' }, '阿依古丽·买买提女士', 'Ms Ayiguli·Maimaiti'],
    [{ name: 'John Smith', gender: 'male' }, 'John Smith先生', 'Mr Smith'],
    [{ name: 'Wang Wei', gender: 'male' }, 'Wang Wei先生', 'Mr Wang Wei'],
    [{ name: '福州茶业', kind: 'company', gender: 'male' }, '福州茶业', '福州茶业'],
    [{ name: '  ' }, '', ''],
  ])('%j as %s and %s', (person, chinese, english) => {
    expect(salutationOf(person, 'zh-CN')).toBe(chinese);
    expect(salutationOf(person, 'en')).toBe(english);
  });

  test('in Taiwan with the words used there, the name left as it is written', () => {
    expect(salutationOf({ name: '陳麗華', title: '醫師' }, 'zh-TW')).toBe('陳醫師');
    expect(salutationOf({ name: '歐陽鋒', gender: 'male' }, 'zh-TW')).toBe('歐陽先生');
  });

  test('by no property that every object has', () => {
    expect(salutationOf({ name: '王五', title: 'constructor' }, 'zh-CN')).toBe('王五');
  });
});

test.each([
  ['单雄信', 'Shàn Xióngxìn'],
  ['單雄信', 'Shàn Xióngxìn'],
  ['曾国藩', 'Zēng Guófān'],
  ['仇英', 'Qiú Yīng'],
  ['上官婉儿', "Shàngguān Wǎn'ér"],
  ['尉迟恭', 'Yùchí Gōng'],
  ['吕绿', 'Lǚ Lǜ'],
  ['李重阳', 'Lǐ Chóngyáng'],
  ['丁一', 'Dīng Yī'],
  ['单', 'Shàn'],
  ['阿依古丽·买买提', 'Āyīgǔlì·Mǎimǎití'],
  ['重庆小面', 'Chóng Qìng Xiǎo Miàn'],
  ['John', 'John'],
])('%s is read %s', (name, pinyin) => {
  expect(pinyinOf(name)).toBe(pinyin);
});

test.each([
  ['王小明', '王', '小明'],
  ['欧阳', '欧', '阳'],
  ['歐陽鋒', '歐陽', '鋒'],
  ['司马相如', '司马', '相如'],
])('%s is %s and %s', (name, surname, given) => {
  expect(splitChineseName(name)).toEqual({ surname, given });
});

test.each(['小李', '田中太郎', '福州茶业公司', 'John', '', '김철수'])('%s is not taken apart', (name) => {
  expect(splitChineseName(name)).toBeUndefined();
});
