import { expect, test } from 'vitest';
import { findHeader, isSummaryRow } from './header-row.ts';

test('a header of known words is the first row', () => {
  const rows = [
    ['姓名', '城市'],
    ['张三', '北京'],
    ['李四', '上海'],
  ];
  expect(findHeader(rows)).toEqual({ dataFrom: 1, hasHeader: true, header: ['姓名', '城市'], uncertain: false });
});

test('title rows above the header are left out', () => {
  const rows = [
    ['2026年会员消费明细表'],
    ['导出时间：2026-11-22', '', '门店：一店'],
    ['会员卡号', '姓名', '消费日期', '消费金额'],
    ['00012', '张三', '2026-01-02', '12.50'],
    ['00013', '李四', '2026-01-03', '8.00'],
  ];
  expect(findHeader(rows)).toMatchObject({ dataFrom: 3, header: ['会员卡号', '姓名', '消费日期', '消费金额'] });
});

test('two header rows with merged cells become one, with the group where a name alone is not enough', () => {
  const rows = [
    ['编号', '会员', '', '消费', ''],
    ['', '姓名', '日期', '金额', '日期'],
    ['1', '张三', '2020-01-01', '12.5', '2026-01-02'],
    ['2', '李四', '2021-01-01', '3', '2026-02-02'],
  ];
  const header = ['编号', '姓名', '会员 日期', '金额', '消费 日期'];
  expect(findHeader(rows)).toMatchObject({ dataFrom: 2, hasHeader: true, header });
});

test('numbers and dates alone have no header', () => {
  const rows = [
    ['00004', '0001', '19970101', '2', '29.33'],
    ['00004', '0001', '19970118', '2', '29.73'],
  ];
  expect(findHeader(rows)).toMatchObject({ dataFrom: 0, hasHeader: false, header: ['', '', '', '', ''] });
});

test('words that nobody knows over numbers are a header, words over words are uncertain', () => {
  expect(
    findHeader([
      ['foo', 'bar'],
      ['1', '2.5'],
      ['2', '3.5'],
    ]),
  ).toMatchObject({ hasHeader: true, uncertain: false });
  expect(
    findHeader([
      ['foo', 'bar'],
      ['alpha', 'beta'],
      ['gamma', 'delta'],
    ]),
  ).toMatchObject({ uncertain: true });
});

test('the person has the last word', () => {
  const rows = [
    ['姓名', '金额'],
    ['张三', '3'],
  ];
  expect(findHeader(rows, false)).toMatchObject({ dataFrom: 0, hasHeader: false });
  expect(
    findHeader(
      [
        ['1', '2'],
        ['3', '4'],
      ],
      true,
    ),
  ).toMatchObject({ dataFrom: 1, header: ['1', '2'] });
});

test('a total below the table is recognised', () => {
  expect(isSummaryRow(['合计', '', '1234'])).toBe(true);
  expect(isSummaryRow(['Total:', '', '9'])).toBe(true);
  expect(isSummaryRow(['张三', '', '9'])).toBe(false);
  expect(isSummaryRow(['Total', 'War', '9'])).toBe(false);
});
