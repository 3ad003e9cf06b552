import { randomBytes } from 'node:crypto';
import * as fc from 'fast-check';
import iconv from 'iconv-lite';
import { expect, test } from 'vitest';
import { harmlessCell } from '../../../kernel/files/harmless-cell.ts';
import { openTable } from './open-table.ts';
import { ENCODINGS, SEPARATORS, type Encoding } from './table.ts';
import { allRows, testFolder } from './testing.ts';

const folder = testFolder();

const simplified =
  '客户编号,姓名,手机号码,消费金额,下单时间\n1,张三,13912345678,12.50,2026-01-02\n2,欧阳锋,13812345678,8.00,2026-01-03\n';
const traditional =
  '會員編號,姓名,行動電話,消費金額,訂購日期\n1,陳怡君,0912345678,1200,2026/01/02\n2,歐陽鋒,0922345678,800,2026/01/03\n';

test.each([
  ['utf-8', simplified, false],
  ['utf-8', traditional, true],
  ['gb18030', simplified, false],
  ['big5', traditional, false],
  ['gb18030', traditional, false],
  ['utf-16le', simplified, true],
  ['utf-16le', simplified, false],
  ['utf-16be', traditional, true],
  ['utf-16be', traditional, false],
] as const)('a file in %s is recognised and read (%#)', async (encoding, text, mark) => {
  const table = await openTable(await folder.save('shop.csv', text, encoding, mark));
  expect(table).toMatchObject({ format: 'csv', encoding, separator: ',', hasHeader: true, warnings: [] });
  expect(table.ambiguous).toBeUndefined();
  const lines = text
    .trim()
    .split('\n')
    .map((line) => line.split(','));
  expect(table.header).toEqual(lines[0]);
  expect((await allRows(table)).map((row) => row.cells)).toEqual(lines.slice(1));
});

test.each(['姓名,电话\n王伟,1', '姓名\n李娜', 'name,city\n张三,北京'])(
  'a few simplified characters suffice: %j',
  async (text) => {
    expect(await openTable(await folder.save('few.csv', text, 'gb18030'))).toMatchObject({
      encoding: 'gb18030',
      ambiguous: undefined,
    });
  },
);

test.each(['姓名,電話\n王偉,1', '姓名\n李娜', 'name,city\n陳怡君,臺北'])(
  'a few traditional characters suffice: %j',
  async (text) => {
    expect(await openTable(await folder.save('few.csv', text, 'big5'))).toMatchObject({
      encoding: 'big5',
      ambiguous: undefined,
    });
  },
);

test('bytes that read well in two encodings are shown in both, and the person decides', async () => {
  const path = await folder.save('short.csv', 'name,amount\n方,1\n', 'gb18030');
  const table = await openTable(path);
  expect(table.warnings).toEqual([{ code: 'ENCODING_UNCERTAIN', params: { encoding: table.encoding } }]);
  expect(new Map(table.ambiguous?.map(({ encoding, preview }) => [encoding, preview]))).toEqual(
    new Map([
      ['gb18030', ['方,1']],
      ['big5', ['源,1']],
    ]),
  );
  expect(await openTable(path, { encoding: 'big5' })).toMatchObject({
    encoding: 'big5',
    sample: [['源', '1']],
    warnings: [],
  });
});

test.each(['José,Müller\nfrançais,1', 'Ångström;Søren\nÉmile;2', 'price\n€5'])(
  'Western European text: %j',
  async (text) => {
    expect(await openTable(await folder.save('west.csv', text, 'windows-1252'))).toMatchObject({
      encoding: 'windows-1252',
    });
  },
);

test('a name that lies deep in a plain file still tells its encoding', async () => {
  const line = `${'x'.repeat(60)},1\n`;
  const text = `note,amount\n${line.repeat(10_000)}张三,2\n${line.repeat(10_000)}`;
  const table = await openTable(await folder.save('deep.csv', text, 'gb18030'));
  expect(table.encoding).toBe('gb18030');
  expect((await allRows(table)).at(10_000)).toEqual({ line: 10_002, cells: ['张三', '2'] });
});

test('half a character cut off by a till marks its row and no other', async () => {
  const bytes = Buffer.concat([Buffer.from('name,amount\nx,1\n'), Buffer.from([0xd5]), Buffer.from(',2\ny,3\n')]);
  const path = await folder.save('cut.csv', Buffer.concat([bytes, gbk('张三,4\n李四,5\n王五,6\n')]));
  const rows = await allRows(await openTable(path, { encoding: 'gb18030' }));
  expect(rows.map((row) => row.problem)).toEqual([
    undefined,
    'CHARACTERS_LOST',
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});

test('a file that changes its encoding midway is refused where it changes', async () => {
  const first = Buffer.from('姓名,金额\n' + '张三,1\n'.repeat(100_000));
  const path = await folder.save('mixed.csv', Buffer.concat([first, gbk('李四,2\n'.repeat(30_000))]));
  const table = await openTable(path, { encoding: 'utf-8' });
  await expect(allRows(table)).rejects.toMatchObject({ code: 'FILE_ENCODING_UNKNOWN', params: { encoding: 'utf-8' } });
});

test.each([
  ['csv', ';', 'name;amount\nA;1,5\nB;2,5\n'],
  ['tsv', '\t', 'name\taddress\nA\t1, Main St\nB\tx\n'],
  ['txt', '|', 'name|amount\nA|1\nB|2\n'],
  ['csv', ',', 'name,address\nA,"1; 2; 3"\nB,"4; 5"\n'],
  ['csv', ',', 'phone\n13912345678\n13812345678\n'],
] as const)('%s separated by %j', async (format, separator, text) => {
  expect(await openTable(await folder.save('s.csv', text))).toMatchObject({ format, separator, hasHeader: true });
});

test('columns aligned by blanks, and columns of fixed widths', async () => {
  const purchases = ' 00004 0001 19970101  2   29.33\r\n 00004 0001 19970118  2   29.73\r\n';
  const aligned = await openTable(await folder.save('fixed.txt', purchases));
  expect(aligned).toMatchObject({ format: 'fixed', separator: ' ', hasHeader: false });
  expect(aligned.sample[1]).toEqual(['00004', '0001', '19970118', '2', '29.73']);

  const wide = '张三  北京      12.50\n李小明上海浦东   8.00\nLee              3.00\n';
  const found = await openTable(await folder.save('wide.txt', wide, 'gb18030'), { fixedWidths: [6, 10, 6] });
  expect(found.sample).toEqual([
    ['张三', '北京', '12.50'],
    ['李小明', '上海浦东', '8.00'],
    ['Lee', '', '3.00'],
  ]);
});

test('line breaks and quotes inside quotes belong to the cell, and lines are counted by the file', async () => {
  const text = 'name,note,amount\r\nA,"one\r\ntwo ""2""",1\r\n\r\nB,5" pipe,2\r\nC,"x",3\r\n';
  const rows = await allRows(await openTable(await folder.save('q.csv', text)));
  expect(rows).toEqual([
    { line: 2, cells: ['A', 'one\r\ntwo "2"', '1'] },
    { line: 5, cells: ['B', '5" pipe', '2'] },
    { line: 6, cells: ['C', 'x', '3'] },
  ]);
});

test('a quote that is never closed spoils its own line only', async () => {
  const lines = Array.from({ length: 3000 }, (_, index) => `name ${index},${index}`);
  lines[10] = '"broken,10';
  lines[2500] = '"broken too,2500';
  const rows = await allRows(await openTable(await folder.save('u.csv', `name,amount\n${lines.join('\n')}`)));
  expect(rows.length).toBe(3000);
  expect(rows.filter((row) => row.problem)).toEqual([
    { line: 12, cells: ['broken', '10'], problem: 'QUOTE_NOT_CLOSED' },
    { line: 2502, cells: ['broken too', '2500'], problem: 'QUOTE_NOT_CLOSED' },
  ]);
});

test('rows of another length are kept and marked', async () => {
  const table = await openTable(await folder.save('r.csv', '姓名,手机,金额\nA,1\nB,2,3,4\nC,5,6\nD,7,8,\n'));
  expect(table.warnings).toEqual([
    { code: 'TOO_FEW_CELLS', params: { count: 1, line: 2 } },
    { code: 'TOO_MANY_CELLS', params: { count: 1, line: 3 } },
  ]);
  expect((await allRows(table)).map((row) => [row.line, row.cells.length, row.problem])).toEqual([
    [2, 3, 'TOO_FEW_CELLS'],
    [3, 3, 'TOO_MANY_CELLS'],
    [4, 3, undefined],
    [5, 3, undefined],
  ]);
});

test('reading goes on from any line', async () => {
  const lines = Array.from({ length: 100_000 }, (_, index) => `客户${index},"${index}, x",${index % 97}`);
  const table = await openTable(await folder.save('long.csv', `姓名,备注,金额\n${lines.join('\n')}\n`, 'gb18030'));
  let count = 0;
  for await (const batch of table.rows()) {
    expect(batch.length).toBeLessThanOrEqual(2000);
    count += batch.length;
  }
  expect(count).toBe(100_000);
  expect(table.bytesRead()).toBe(table.totalBytes);
  const rest = await allRows(table, 77_777);
  expect(rest[0]).toEqual({ line: 77_777, cells: ['客户77775', '77775, x', String(77_775 % 97)] });
  expect(rest.length).toBe(100_001 - 77_776);
});

test('old Macintosh line ends and titles above the header', async () => {
  const table = await openTable(
    await folder.save('mac.csv', '消费明细\r姓名,金额,日期\r张三,1,2026-01-02\r李四,2,2026-01-03\r'),
  );
  expect(table).toMatchObject({
    header: ['姓名', '金额', '日期'],
    warnings: [{ code: 'ROWS_ABOVE_HEADER', params: { count: 1 } }],
  });
  expect((await allRows(table)).map((row) => row.cells[0])).toEqual(['张三', '李四']);
});

test.each([
  ['empty.csv', '', 'FILE_EMPTY'],
  ['blank.csv', '\r\n \r\n', 'FILE_EMPTY'],
  ['wide.csv', `${Array.from({ length: 5000 }, (_, index) => `c${index}`).join(',')}\n1,2\n`, 'FILE_TOO_MANY_COLUMNS'],
  ['prose.csv', 'It was the best of times '.repeat(20), 'FILE_NOT_A_TABLE'],
  ['data.csv', '[{"name":"A"}]', 'FILE_TYPE_UNKNOWN'],
  ['print.csv', '%PDF-1.7 and so on', 'FILE_TYPE_UNKNOWN'],
  ['feed.xls', '<?xml version="1.0"?><feed/>', 'FILE_TYPE_UNKNOWN'],
])('%s is refused', async (name, content, code) => {
  await expect(openTable(await folder.save(name, content))).rejects.toMatchObject({
    name: 'FileUnreadable',
    code,
    status: 422,
  });
});

test('binary junk is refused whatever it is called', async () => {
  await expect(openTable(await folder.save('junk.csv', randomBytes(5000)))).rejects.toMatchObject({
    code: expect.stringMatching(/FILE_(TYPE|ENCODING)_UNKNOWN/),
  });
});

test('what is written in any encoding and separator is read back equal', async () => {
  const words = fc.stringMatching(/^[A-Za-z0-9 ;,|"'=+@\n-]{0,12}$/);
  const names = fc.constantFrom('张三', '李四', '王小明', '北京市朝阳区', '手机号码');
  const tables = fc.array(fc.tuple(names, words, words, fc.integer().map(String)), { minLength: 2, maxLength: 30 });
  const dialects = fc.record({
    encoding: fc.constantFrom<Encoding>('utf-8', 'gb18030', 'utf-16le', 'utf-16be'),
    separator: fc.constantFrom(...SEPARATORS),
  });
  await fc.assert(
    fc.asyncProperty(tables, dialects, async (rows, { encoding, separator }) => {
      const lines = [['姓名', '备注', '地址', '金额'], ...rows].map((cells) => cells.map(quoted).join(separator));
      const table = await openTable(await folder.save('fuzz.csv', lines.join('\r\n'), encoding), { separator });
      expect(table.encoding).toBe(encoding);
      expect((await allRows(table)).map((row) => row.cells)).toEqual(rows);
    }),
    { numRuns: 60 },
  );
});

test('every encoding can be chosen by hand', async () => {
  for (const encoding of ENCODINGS) {
    const table = await openTable(await folder.save('ascii.csv', 'name,amount\nA,1\n', encoding), { encoding });
    expect(await allRows(table)).toEqual([{ line: 2, cells: ['A', '1'] }]);
  }
});

function quoted(cell: string): string {
  return `"${harmlessCell(cell).replaceAll('"', '""')}"`;
}

function gbk(text: string): Buffer {
  return iconv.encode(text, 'gb18030');
}
