import { expect, test } from 'vitest';
import { guessColumns, guessLayout } from './columns.ts';
import type { TableKind } from './header-words.ts';

function meanings(header: string[], sample: string[][], kind: TableKind): (string | undefined)[] {
  return guessColumns(header, sample, kind).map((guess) => guess.meaning);
}

test('the invoice lines of a web shop', () => {
  const header = [
    'InvoiceNo',
    'StockCode',
    'Description',
    'Quantity',
    'InvoiceDate',
    'UnitPrice',
    'CustomerID',
    'Country',
  ];
  const sample = [['536365', '85123A', 'LANTERN', '6', '2010-12-01 08:26:00', '2.55', '17850.0', 'United Kingdom']];
  const found = ['orderId', 'sku', 'productName', 'quantity', 'placedAt', 'unitPrice', 'customerExternalId', 'country'];
  expect(meanings(header, sample, 'orders')).toEqual(found);
  expect(guessLayout(guessColumns(header, sample, 'orders'), sample)).toBe('lines');
});

test('order lines with Chinese headers; a discount between 0 and 1 is a rate', () => {
  const header = [
    '行 ID',
    '订单 ID',
    '订单日期',
    '发货日期',
    '客户 ID',
    '客户名称',
    '产品 ID',
    '类别',
    '子类别',
    '产品名称',
    '销售额',
    '数量',
    '折扣',
    '利润',
  ];
  const sample = [
    [
      '1',
      'US-2017-1357144',
      '2017-04-27',
      '2017-04-29',
      '曾惠-14485',
      '曾惠',
      '办公用-用品-1',
      '办公用品',
      '用品',
      '剪刀',
      '129.696',
      '2',
      '0.4',
      '-60.7',
    ],
  ];
  const guesses = guessColumns(header, sample, 'orders');
  expect(guesses.map((guess) => guess.meaning)).toEqual([
    undefined,
    'orderId',
    'placedAt',
    undefined,
    'customerExternalId',
    'customerName',
    'sku',
    'category',
    'subcategory',
    'productName',
    'lineTotal',
    'quantity',
    'discountRate',
    undefined,
  ]);
  expect(guesses[0]?.reason).toBe('NOT_NEEDED');
});

test('one row per order of a Taiwanese shop', () => {
  const header = ['訂單編號', '會員姓名', '行動電話', '訂購日期', '付款方式', '訂單金額（元）', '備註'];
  const sample = [
    ['A001', '陳怡君', '0912345678', '113/05/20', '信用卡', '1,200', ''],
    ['A002', '林志明', '0922345678', '113/05/21', '現金', '800', ''],
  ];
  expect(meanings(header, sample, 'orders')).toEqual([
    'orderId',
    'customerName',
    'phone',
    'placedAt',
    'payment',
    'orderTotal',
    'note',
  ]);
  expect(guessLayout(guessColumns(header, sample, 'orders'), sample)).toBe('orders');
});

test('the amount of an order row is the order total, of a line row the line total', () => {
  const orders = guessColumns(
    ['单号', '日期', '消费金额'],
    [
      ['1', '2026-01-02', '5'],
      ['2', '2026-01-02', '6'],
    ],
    'orders',
  );
  const lines = guessColumns(
    ['单号', '日期', '消费金额'],
    [
      ['1', '2026-01-02', '5'],
      ['1', '2026-01-02', '6'],
    ],
    'orders',
  );
  expect([orders[2]?.meaning, lines[2]?.meaning]).toEqual(['orderTotal', 'lineTotal']);
});

test('discounts of zero alone stay amounts', () => {
  expect(
    meanings(
      ['单号', '折扣'],
      [
        ['1', '0'],
        ['2', '0.00'],
      ],
      'orders',
    ),
  ).toEqual(['orderId', 'discount']);
  expect(
    meanings(
      ['单号', '折扣'],
      [
        ['1', '8折'],
        ['2', '9折'],
      ],
      'orders',
    ),
  ).toEqual(['orderId', 'discountRate']);
});

test('a customer list', () => {
  const header = [
    '会员卡号',
    '客户姓名',
    '手机号码',
    '性别',
    '出生日期',
    'E-mail',
    '所在城市',
    '客户来源',
    '备注信息',
    '入会日期',
    '客户标签',
  ];
  const sample = [
    ['0001', '张三', '13912345678', '男', '1985-08-15', 'z@x.cn', '北京', '抖音', '', '2024-01-01', 'VIP'],
  ];
  expect(meanings(header, sample, 'customers')).toEqual([
    'externalId',
    'name',
    'phone',
    'gender',
    'birthday',
    'email',
    'city',
    'source',
    'note',
    'createdOn',
    'tags',
  ]);
});

test('without header, dates, identifiers and amounts are told by what they hold', () => {
  const header = ['', '', '', '', ''];
  const sample = [
    ['00004', '0001', '19970101', '2', '29.33'],
    ['00004', '0001', '19970118', '2', '29.73'],
    ['00021', '0002', '19970101', '3', '63.34'],
    ['00021', '0002', '19970113', '1', '11.77'],
  ];
  expect(meanings(header, sample, 'orders')).toEqual([
    undefined,
    'customerExternalId',
    'placedAt',
    'quantity',
    'orderTotal',
  ]);
});

test('without header, a customer list is told by names, phones and birthdays', () => {
  const sample = [
    ['C01', '张伟', '男', '13912345678', '1985-08-15'],
    ['C02', '李娜', '女', '13812345678', '1990-01-02'],
  ];
  expect(meanings(['', '', '', '', ''], sample, 'customers')).toEqual([
    'externalId',
    'name',
    'gender',
    'phone',
    'birthday',
  ]);
});

test('cells that contradict their header take away its confidence', () => {
  const [guess] = guessColumns(['日期'], [['张三'], ['李四']], 'orders');
  expect(guess?.confidence).toBeLessThan(0.6);
});

test('date and time of day in two columns are kept apart', () => {
  const sample = [['A1', '2026-01-02', '13:05', '5']];
  expect(meanings(['小票号', '日期', '时间', '金额'], sample, 'orders')).toEqual([
    'orderId',
    'placedAt',
    'placedTime',
    'orderTotal',
  ]);
});
