import { Readable } from 'node:stream';
import { demoShop as rowsOfDemoShop } from '../../../kits/retail/shop.ts';
import type { Ctx } from '../../kernel/context.ts';
import { csvCell } from '../../kernel/files/harmless-cell.ts';
import { command } from '../../kernel/enter.ts';
import { refusals } from '../../kernel/errors.ts';
import type { Entry, House } from '../../kernel/house.ts';
import { newId } from '../../kernel/ids.ts';
import { importContent } from './command-line.ts';
import { transferErrors } from './contract.ts';
import { demoFiles } from './demo-files.ts';
import { importKindNamed } from './kinds.ts';
import { addImport } from './imports.ts';
import { lookAtFile } from './receive-file.ts';
import { workshop } from './workshop.ts';

const refuse = refusals(transferErrors);

/** The demo shop comes in by the ordinary import, so it can be looked at, and taken back, like any other file. */
export async function startDemoShop(ctx: Ctx): Promise<{ imports: string[] }> {
  await refuseSecond(ctx);
  await importKindNamed('customers')?.beforeDemo?.(ctx);
  const { house } = workshop();
  const ids: string[] = [];
  for (const [kind, text] of Object.entries(filesFor(ctx.today))) {
    const fileId = newId();
    const { bytes } = await house.files.put(ctx.workspace.id, fileId, Readable.from([Buffer.from(text)]));
    const fileName = demoFiles[kind as keyof typeof demoFiles];
    // Our own file, and a small one: it may be looked at in the running transaction, which has just made its fields.
    const looked = await lookAtFile(house, ctx, { fileId, fileName, bytes }, { kind, choice: {} });
    const { id } = await addImport(ctx, looked, true);
    ids.push(id);
  }
  return { imports: ids };
}

/** For the command line: waits for the end and answers the change sets, the later one first. */
export async function loadDemoShop(house: House, entry: Entry): Promise<string[]> {
  const today = await command(house.database, entry, async (ctx) => {
    await refuseSecond(ctx);
    await importKindNamed('customers')?.beforeDemo?.(ctx);
    return ctx.today;
  });
  const changeSets: string[] = [];
  for (const [kind, text] of Object.entries(filesFor(today))) {
    const content = Readable.from([Buffer.from(text)]);
    const fileName = demoFiles[kind as keyof typeof demoFiles];
    const { changeSet } = await importContent(house, entry, { kind, fileName, content, choice: {}, start: true });
    if (changeSet) changeSets.unshift(changeSet);
  }
  return changeSets;
}

function filesFor(today: string): Record<'customers' | 'orders', string> {
  const shop = rowsOfDemoShop(today);
  const csv = (rows: readonly string[][]) => rows.map((row) => `${row.map(csvCell).join(',')}\r\n`).join('');
  return { customers: csv(shop.customers), orders: csv(shop.orders) };
}

async function refuseSecond(ctx: Ctx): Promise<void> {
  const there = await ctx.db
    .selectFrom('imports')
    .select('id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('file_name', '=', demoFiles.orders)
    .where('state', 'in', ['queued', 'running', 'done'])
    .executeTakeFirst();
  if (there) throw refuse('DEMO_SHOP_THERE');
}
