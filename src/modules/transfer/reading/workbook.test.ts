import { randomBytes } from 'node:crypto';
import { crc32, deflateRawSync } from 'node:zlib';
import { CFB, utils, write, type WorkSheet } from '@e965/xlsx';
import { expect, test } from 'vitest';
import { openTable } from './open-table.ts';
import { allRows, testFolder } from './testing.ts';

const folder = testFolder();

test('dates, long numbers, leading zeros, yes and no, and errors of a workbook come out as text', async () => {
  const sheet = utils.aoa_to_sheet([['编号', '姓名', '手机', '日期', '时间', '金额', '会员']]);
  utils.sheet_add_aoa(sheet, [[7, '张三', 13912345678, 46348, 46348.5, 0.1 + 0.2, true]], { origin: 'A2' });
  cell(sheet, 'A2').z = '00000';
  cell(sheet, 'D2').z = 'yyyy"年"m"月"d"日"';
  cell(sheet, 'E2').z = 'yyyy-mm-dd hh:mm';
  cell(sheet, 'F2').z = '#,##0.00';
  sheet['G3'] = { t: 'e', v: 42 };
  sheet['!ref'] = 'A1:G3';
  const table = await openTable(await folder.save('shop.xlsx', workbook({ 客户: sheet })));
  expect(table).toMatchObject({ format: 'xlsx', sheet: '客户', hasHeader: true, encoding: undefined, warnings: [] });
  expect(await allRows(table)).toEqual([
    {
      line: 2,
      cells: ['00007', '张三', '13912345678', '2026-11-22', '2026-11-22 12:00:00', '0.30000000000000004', 'TRUE'],
    },
    { line: 3, cells: ['', '', '', '', '', '', '#N/A'] },
  ]);
});

test('a workbook whose days count from 1904', async () => {
  const sheet = utils.aoa_to_sheet([['日期'], [44_886]]);
  cell(sheet, 'A2').z = 'yyyy-mm-dd';
  const book = utils.book_new();
  utils.book_append_sheet(book, sheet, '一');
  book.Workbook = { ...book.Workbook, WBProps: { date1904: true } };
  const bytes = write(book, { type: 'buffer', bookType: 'xlsx' });
  expect((await openTable(await folder.save('mac.xlsx', bytes))).sample).toEqual([['2026-11-22']]);
});

test('merged header cells are filled, with title rows above', async () => {
  const rows = [
    ['会员消费表', null, null, null, null],
    ['编号', '会员', null, '消费', null],
    [null, '姓名', '日期', '金额', '日期'],
    ['1', '张三', '2020-01-01', 12.5, '2026-01-02'],
    ['2', '李四', '2020-01-01', 8, '2026-01-02'],
  ];
  const sheet = utils.aoa_to_sheet(rows);
  sheet['!merges'] = ['A1:E1', 'A2:A3', 'B2:C2', 'D2:E2'].map((range) => utils.decode_range(range));
  for (const [name, bookType] of [
    ['m.xlsx', 'xlsx'],
    ['m.xls', 'biff8'],
  ] as const) {
    const table = await openTable(await folder.save(name, workbook({ 表: sheet }, bookType)));
    expect(table.header).toEqual(['编号', '姓名', '会员 日期', '金额', '消费 日期']);
    expect(table.sample[0]).toEqual(['1', '张三', '2020-01-01', '12.5', '2026-01-02']);
    expect(table.warnings).toEqual([{ code: 'ROWS_ABOVE_HEADER', params: { count: 2 } }]);
  }
});

test('hidden sheets come last, an empty first one is passed over, any can be chosen', async () => {
  const book = utils.book_new();
  utils.book_append_sheet(book, utils.aoa_to_sheet([['secret'], [1]]), 'hidden');
  utils.book_append_sheet(book, utils.aoa_to_sheet([]), 'empty');
  utils.book_append_sheet(
    book,
    utils.aoa_to_sheet([
      ['name', 'amount'],
      ['A', 1],
    ]),
    'orders',
  );
  book.Workbook = { Sheets: [{ Hidden: 1 }, { Hidden: 0 }, { Hidden: 0 }] };
  const path = await folder.save('sheets.xlsx', write(book, { type: 'buffer', bookType: 'xlsx' }));
  const table = await openTable(path);
  expect(table.sheets.map((sheet) => sheet.name)).toEqual(['empty', 'orders', 'hidden']);
  expect(table.sheet).toBe('orders');
  expect((await openTable(path, { sheet: 'hidden' })).header).toEqual(['secret']);
  await expect(openTable(path, { sheet: 'none' })).rejects.toMatchObject({ code: 'FILE_NOT_A_TABLE' });
});

test('100,000 rows come in batches and can be taken up anywhere', { timeout: 90_000 }, async () => {
  const rows = Array.from({ length: 100_000 }, (_, index) => [`客户${index}`, index, index / 4]);
  const sheet = utils.aoa_to_sheet([['姓名', '编号', '金额'], ...rows]);
  const table = await openTable(await folder.save('long.xlsx', workbook({ 数据: sheet })));
  expect(table.sheets).toEqual([{ name: '数据', rows: 100_001 }]);
  let count = 0;
  for await (const batch of table.rows()) count += batch.length;
  expect(count).toBe(100_000);
  expect(table.bytesRead()).toBe(table.totalBytes);
  const rest = await allRows(table, 99_990);
  expect(rest[0]).toEqual({ line: 99_990, cells: ['客户99988', '99988', '24997'] });
  expect(rest.length).toBe(12);
});

test('reading can be left early without a thread staying behind', async () => {
  const table = await openTable(folder.path('long.xlsx'));
  for await (const batch of table.rows()) {
    expect(batch[0]?.line).toBe(2);
    break;
  }
  for await (const batch of table.rows(50_000)) {
    expect(batch[0]?.line).toBe(50_000);
    break;
  }
});

test('inline strings, rich text, phonetic signs and escaped characters', async () => {
  const sheet =
    '<sheetData><row r="1"><c r="A1" t="inlineStr"><is><r><t>姓</t></r><r><t>名</t></r><rPh><t>xing</t></rPh></is></c><c t="str"><f>1</f><v>金额</v></c></row>' +
    '<row><c t="inlineStr"><is><t>a_x000A_b &amp; c</t></is></c><c><v>1E-7</v></c></row><row r="9"><c r="B9" t="d"><v>2026-11-22T00:00:00</v></c></row></sheetData>';
  const table = await openTable(await folder.save('inline.xlsx', xlsxOf(sheet)));
  expect(table.header).toEqual(['姓名', '金额']);
  expect(await allRows(table)).toEqual([
    { line: 2, cells: ['a\nb & c', '0.0000001'] },
    { line: 9, cells: ['', '2026-11-22'] },
  ]);
});

test('a workbook that unpacks to a thousand times its size is refused before it is unpacked', async () => {
  const bomb = xlsxOf(`<sheetData>${' '.repeat(60 * 1024 * 1024)}</sheetData>`);
  expect(bomb.length).toBeLessThan(100_000);
  await expect(openTable(await folder.save('bomb.xlsx', bomb))).rejects.toMatchObject({ code: 'FILE_ZIP_BOMB' });
  await expect(openTable(await folder.save('bomb.csv', bomb))).rejects.toMatchObject({ code: 'FILE_ZIP_BOMB' });
});

test('a workbook that lies about its size is refused while it is unpacked', async () => {
  const bomb = xlsxOf(`<sheetData>${' '.repeat(60 * 1024 * 1024)}</sheetData>`);
  const entry = bomb.lastIndexOf('xl/worksheets/sheet1.xml') - 46;
  expect(bomb.readUInt32LE(entry)).toBe(0x02014b50);
  bomb.writeUInt32LE(5000, entry + 24);
  await expect(openTable(await folder.save('liar.xlsx', bomb))).rejects.toMatchObject({ code: 'FILE_ZIP_BOMB' });
});

test('entities are not defined, let alone fetched', async () => {
  const sheet = '<sheetData><row><c t="inlineStr"><is><t>&x;</t></is></c></row></sheetData>';
  const doctype = '<!DOCTYPE worksheet [<!ENTITY x SYSTEM "file:///etc/passwd">]>';
  await expect(openTable(await folder.save('xxe.xlsx', xlsxOf(sheet, doctype)))).rejects.toMatchObject({
    code: 'FILE_DAMAGED',
  });
  await expect(openTable(await folder.save('xxe2.xlsx', xlsxOf(sheet)))).rejects.toMatchObject({
    code: 'FILE_DAMAGED',
  });
});

test('5,000 columns are refused', async () => {
  const sheet = utils.aoa_to_sheet([Array.from({ length: 5000 }, (_, index) => `c${index}`)]);
  for (const [name, bookType] of [
    ['wide.xlsx', 'xlsx'],
    ['wide.html', 'html'],
  ] as const) {
    const path = await folder.save(name, workbook({ 表: sheet }, bookType));
    await expect(openTable(path)).rejects.toMatchObject({ code: 'FILE_TOO_MANY_COLUMNS', params: { max: 2000 } });
  }
});

test('a protected workbook asks for its password to be taken off', async () => {
  const container = CFB.utils.cfb_new();
  CFB.utils.cfb_add(container, 'EncryptionInfo', randomBytes(200));
  CFB.utils.cfb_add(container, 'EncryptedPackage', randomBytes(5000));
  const bytes = Buffer.from(CFB.write(container, { type: 'buffer' }) as Uint8Array);
  await expect(openTable(await folder.save('locked.xlsx', bytes))).rejects.toMatchObject({ code: 'FILE_ENCRYPTED' });
});

test('damaged workbooks and other documents in the same containers are refused', async () => {
  const whole = workbook({ 表: utils.aoa_to_sheet([['name'], ['A']]) });
  const half = whole.subarray(0, whole.length / 2);
  await expect(openTable(await folder.save('half.xlsx', half))).rejects.toMatchObject({ code: 'FILE_DAMAGED' });
  const letter = zipped({ 'word/document.xml': '<w/>' });
  await expect(openTable(await folder.save('letter.xlsx', letter))).rejects.toMatchObject({
    code: 'FILE_TYPE_UNKNOWN',
  });
  const word = CFB.utils.cfb_new();
  CFB.utils.cfb_add(word, 'WordDocument', randomBytes(5000));
  const bytes = Buffer.from(CFB.write(word, { type: 'buffer' }) as Uint8Array);
  await expect(openTable(await folder.save('letter.xls', bytes))).rejects.toMatchObject({ code: 'FILE_TYPE_UNKNOWN' });
});

test('old binary workbooks keep dates and Chinese', async () => {
  const sheet = utils.aoa_to_sheet(
    [
      ['姓名', '日期'],
      ['张三', new Date(Date.UTC(2026, 10, 22))],
    ],
    { UTC: true },
  );
  const table = await openTable(await folder.save('old.xls', workbook({ 客户: sheet }, 'biff8')));
  expect(table).toMatchObject({
    format: 'xls',
    sheet: '客户',
    header: ['姓名', '日期'],
    sample: [['张三', '2026-11-22']],
  });
});

test('what tills call .xls but is HTML or text is read for what it is', async () => {
  const html =
    '<html><head><meta charset="gb2312"></head><body><table><tr><td colspan=2>销售单</td></tr><tr><td>编号<td>金额</tr><tr><td>00123</td><td>1,234.50</td></tr></table></body></html>';
  const page = await openTable(await folder.save('page.xls', html, 'gb18030'));
  expect(page).toMatchObject({ format: 'html', header: ['编号', '金额'], sample: [['00123', '1,234.50']] });
  const text = await openTable(await folder.save('text.xls', '编号\t金额\n00123\t1\n', 'utf-16le', true));
  expect(text).toMatchObject({ format: 'tsv', encoding: 'utf-16le', sample: [['00123', '1']] });
  await expect(openTable(await folder.save('none.xls', '<html><p>none</p></html>'))).rejects.toMatchObject({
    code: 'FILE_NOT_A_TABLE',
  });
});

function cell(sheet: WorkSheet, reference: string): { z?: unknown } {
  return sheet[reference] as { z?: unknown };
}

function workbook(sheets: Record<string, WorkSheet>, bookType: 'xlsx' | 'biff8' | 'html' = 'xlsx'): Buffer {
  const book = utils.book_new();
  for (const [name, sheet] of Object.entries(sheets)) utils.book_append_sheet(book, sheet, name);
  return Buffer.from(write(book, { type: 'buffer', bookType, compression: true }) as Uint8Array);
}

/** The least of a workbook around the XML of one sheet. */
function xlsxOf(sheet: string, doctype = ''): Buffer {
  const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const relation = (id: string, type: string, target: string) =>
    `<Relationships><Relationship Id="${id}" Type="${office}/${type}" Target="${target}"/></Relationships>`;
  return zipped({
    '[Content_Types].xml': '<Types/>',
    '_rels/.rels': relation('a', 'officeDocument', 'xl/workbook.xml'),
    'xl/workbook.xml': `<workbook xmlns:r="${office}"><sheets><sheet name="S" sheetId="1" r:id="b"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': relation('b', 'worksheet', 'worksheets/sheet1.xml'),
    'xl/worksheets/sheet1.xml': `<?xml version="1.0"?>${doctype}<worksheet>${sheet}</worksheet>`,
  });
}

/** A zip file by hand: no library writes the broken ones that are needed here. */
function zipped(parts: Record<string, string>): Buffer {
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of Object.entries(parts)) {
    const packed = deflateRawSync(content, { level: 9 });
    const header = Buffer.alloc(26);
    header.writeUInt16LE(20, 0);
    header.writeUInt16LE(8, 4);
    header.writeUInt32LE(crc32(content), 10);
    header.writeUInt32LE(packed.length, 14);
    header.writeUInt32LE(Buffer.byteLength(content), 18);
    header.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), header, Buffer.from(name), packed]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    central.push(Buffer.from('PK\x01\x02\x14\0', 'latin1'), header, tail, Buffer.from(name));
    locals.push(local);
    offset += local.length;
  }
  const contents = Buffer.concat(central);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(locals.length, 4);
  end.writeUInt16LE(locals.length, 6);
  end.writeUInt32LE(contents.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...locals, contents, Buffer.from('PK\x05\x06'), end]);
}
