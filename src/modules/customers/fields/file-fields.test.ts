import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import type { Workspace } from '../../../kernel/context.ts';
import { newId } from '../../../kernel/ids.ts';
import { testHouse } from '../../../kernel/testing/house.ts';
import { closeChangeSet, openChangeSet } from '../../transfer/index.ts';
import { kindHere, withNewColumns } from '../../transfer/kind-here.ts';
import { understand } from '../../transfer/understand.ts';
import { openDoorkeeper } from '../../workspaces/index.ts';
import { changeCustomer, createCustomer, readCustomer } from '../customers.ts';
import { customersToFile } from '../export-kind.ts';
import { addFile } from '../files.ts';
import { customersFromFile } from '../import-kind.ts';
import '../module.ts';
import { createField } from './fields.ts';

const house = await testHouse();
openDoorkeeper(house);
let shop: Workspace;
let customerId: string;
let fileId: string;

beforeAll(async () => {
  shop = await house.openWorkspace();
  await house.in(shop, async (ctx) => {
    await createField(ctx, { name: '合同', key: 'contract', type: 'file' });
    await createField(ctx, { name: '证件号', key: 'id_number', type: 'text', sensitive: true });
    const { id, version } = await createCustomer(ctx, { name: '陈大文', externalId: 'C1' });
    const file = {
      id: newId(),
      name: '茶叶供货.pdf',
      mediaType: 'application/pdf',
      bytes: 4,
      sha256: Buffer.alloc(32),
    };
    await addFile(ctx, id, file);
    await changeCustomer(ctx, { id, version, custom: { contract: file.id } });
    [customerId, fileId] = [id, file.id];
  });
});

test('the export names the file and says where those who may see the card get it', async () => {
  await house.in(shop, async (ctx) => {
    const at = (await customersToFile.columns(ctx)).findIndex(({ title }) => title === '合同');
    const cells: (string | null | undefined)[] = [];
    for await (const page of customersToFile.rows(ctx, {})) cells.push(...page.map((row) => row[at]));
    expect(cells).toEqual([`茶叶供货.pdf ${house.config.publicUrl}/api/v1/customers/${customerId}/files/${fileId}`]);
  });
});

test('the preview says that files and sensitive facts cannot come from a table, and leaves their columns out', async () => {
  const path = join(await mkdtemp(join(tmpdir(), 'regulars-')), 'customers.csv');
  await writeFile(path, '姓名,会员编号,合同,证件号\n陈大文,C1,茶叶供货.pdf,350102\n');
  await house.in(shop, async (ctx) => {
    const kind = await kindHere(ctx, 'customers');
    const { columns, warnings } = await understand(path, kind, {}, 'en');
    expect(columns.map(({ meaning }) => meaning)).toEqual(['name', 'externalId', null, null]);
    expect(warnings).toHaveLength(2);
    expect(warnings[0]).toContain('A table cannot bring files: the column “合同” is left out');
    await expect(withNewColumns(ctx, kind, { 合同: '+' }, columns)).rejects.toMatchObject({
      code: 'IMPORT_COLUMN_BARRED',
    });
  });
});

test('an import never takes a file off the card', async () => {
  await house.in(shop, async (ctx) => {
    const changeSetId = await openChangeSet(ctx, { kind: 'import', title: 'x', undoNeeds: 'imports.run' });
    const run = { importId: newId(), changeSetId, settings: {}, memory: new Map() };
    const values = { externalId: 'C1', name: '陈大文', source: '路过' };
    expect(await customersFromFile.apply(ctx, run, [{ line: 2, values, identity: 'a' } as never])).toEqual(['updated']);
    await closeChangeSet(ctx, changeSetId);
    const { custom, source } = await readCustomer(ctx, { id: customerId });
    expect([custom, source]).toEqual([{ contract: fileId }, '路过']);
  });
});
