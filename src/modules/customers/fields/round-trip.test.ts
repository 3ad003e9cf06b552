import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { translate } from '../../../kernel/i18n/translate.ts';
import { readCell } from '../../transfer/rules/read-cell.ts';
import type { Workspace } from '../../../kernel/context.ts';
import { newId } from '../../../kernel/ids.ts';
import { testHouse } from '../../../kernel/testing/house.ts';
import { closeChangeSet, openChangeSet } from '../../transfer/index.ts';
import { createCustomer, readCustomer } from '../customers.ts';
import { customersToFile } from '../export-kind.ts';
import { customersFromFile } from '../import-kind.ts';
import { listCustomers } from '../list.ts';
import '../module.ts';
import { createField } from './fields.ts';
import { fieldImportColumns } from './import-columns.ts';

const house = await testHouse();
let shop: Workspace;

// Names and options that somebody wants to break something with.
const OPTIONS = [
  '红茶',
  'a;b',
  'a, b、c',
  '=1+1',
  '"quoted"',
  '<b>x</b>',
  'yes',
  '0',
  'ＡＢ',
  '茶\u0000末',
  '__proto__',
];

beforeAll(async () => {
  shop = await house.openWorkspace();
  await house.in(shop, async (ctx) => {
    const options = OPTIONS.map((name) => ({ name: name.replaceAll('\0', '') }));
    await createField(ctx, { name: 'Text', key: 'a_text', type: 'text' });
    await createField(ctx, { name: 'Prose', key: 'a_prose', type: 'longText' });
    await createField(ctx, { name: 'Number', key: 'a_number', type: 'number' });
    await createField(ctx, { name: 'Amount', key: 'a_money', type: 'money' });
    await createField(ctx, { name: '日期', key: 'a_date', type: 'date' });
    await createField(ctx, { name: 'One, of "these"', key: 'a_choice', type: 'choice', options });
    await createField(ctx, { name: '=Several', key: 'a_multi', type: 'multiChoice', options });
    await createField(ctx, { name: 'Yes:no.x', key: 'a_yes', type: 'yesNo' });
  });
});

const text = (max: number) =>
  fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: max })
    .map((value) => value.toWellFormed().replaceAll('\0', '').replace(/\s+/g, ' ').trim())
    .filter((value) => value !== '');
const day = fc
  .date({ min: new Date('1901-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const lunar = fc
  .record({
    year: fc.integer({ min: 1950, max: 2050 }),
    month: fc.integer({ min: 1, max: 12 }),
    day: fc.integer({ min: 1, max: 29 }),
  })
  .map((date) => ({ calendar: 'lunar', ...date }));
const option = fc.nat({ max: OPTIONS.length - 1 });

const card = fc.record(
  {
    a_text: text(80),
    a_prose: text(200),
    a_number: fc.oneof(
      fc.integer({ min: -1e12, max: 1e12 }),
      fc.integer({ min: -1e8, max: 1e8 }).map((n) => n / 1000),
    ),
    a_money: fc
      .integer({ min: -1e9, max: 1e9 })
      .map((minor) => ({ amount: (minor / 100).toFixed(2), currency: 'CNY' })),
    a_date: fc.oneof(day, lunar),
    a_choice: option,
    a_multi: fc.uniqueArray(option, { minLength: 1, maxLength: 5 }),
    a_yes: fc.boolean(),
  },
  { requiredKeys: [] },
);

test('any value comes back the same from card, list, export and import', async () => {
  let made = 0;
  await fc.assert(
    fc.asyncProperty(card, async (given) => {
      made += 1;
      const number = `R${made}`;
      await house.in(shop, async (ctx) => {
        const named = (at: number | undefined) =>
          at === undefined ? undefined : (OPTIONS[at] ?? '').replaceAll('\0', '');
        const said = {
          ...given,
          ...(given.a_choice === undefined ? {} : { a_choice: named(given.a_choice) ?? '' }),
          ...(given.a_multi === undefined ? {} : { a_multi: given.a_multi.map((at) => named(at) ?? '') }),
        };
        const created = await createCustomer(ctx, { name: 'Round', externalId: number, custom: said as never });
        const { custom } = await readCustomer(ctx, { id: created.id });
        expect(custom).toEqual(created.custom);
        expect(Object.keys(custom).sort()).toEqual(Object.keys(given).sort());

        const listed = await listCustomers(ctx, { limit: 200, q: number });
        expect(listed.items.find(({ id }) => id === created.id)?.custom).toEqual(custom);

        const columns = await customersToFile.columns(ctx);
        let cells: (string | null)[] | undefined;
        for await (const page of customersToFile.rows(ctx, { q: number })) {
          cells ??= page.find((row) => row[1] === number);
        }
        const own = await fieldImportColumns(ctx);
        const values: Record<string, unknown> = { externalId: `${number}-again`, name: 'Again' };
        for (const { meaning, reader } of own) {
          const cell = cells?.[columns.findIndex(({ key }) => key === meaning)];
          if (cell === null || cell === undefined) continue;
          const read = readCell[reader](cell, {});
          expect(read, `${meaning}: ${cell}`).toMatchObject({ ok: true });
          if (read.ok) values[meaning] = read.value;
        }
        const changeSetId = await openChangeSet(ctx, { kind: 'import', title: 'x', undoNeeds: 'imports.run' });
        const run = { importId: newId(), changeSetId, settings: {}, memory: new Map() };
        const [result] = await customersFromFile.apply(ctx, run, [{ line: 2, values, identity: `${made}` } as never]);
        await closeChangeSet(ctx, changeSetId);
        expect(result, JSON.stringify(values)).toBe('created');
        const again = await ctx.db
          .selectFrom('customers')
          .select('id')
          .where('workspace_id', '=', shop.id)
          .where('external_id', '=', `${number}-again`)
          .executeTakeFirstOrThrow();
        expect((await readCustomer(ctx, again)).custom).toEqual(custom);
      });
    }),
    { numRuns: 60 },
  );
});

test('two hundred fields are one card', async () => {
  await house.in(await house.openWorkspace(), async (ctx) => {
    const entries: Record<string, string> = {};
    for (let n = 0; n < 200; n += 1) {
      const { key } = await createField(ctx, { name: `字段 ${n}`, type: 'text' });
      entries[key] = `值 ${n}`;
    }
    const { custom } = await createCustomer(ctx, { name: '多', custom: entries });
    expect(custom).toEqual(entries);
  });
});

test('the words of yes, no and lunar days are understood by import in every language', () => {
  for (const locale of ['en', 'zh-CN', 'zh-TW'] as const) {
    expect(readCell.yesNo(translate(locale, 'customers:fields.yes'), {})).toMatchObject({ value: true });
    expect(readCell.yesNo(translate(locale, 'customers:fields.no'), {})).toMatchObject({ value: false });
  }
});
