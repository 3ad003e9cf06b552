import type { Ctx } from '../../kernel/context.ts';
import { emit } from '../../kernel/outbox.ts';
import { demoShopLoaded } from './contract.ts';

export const demoFiles = { customers: 'demo-customers.csv', orders: 'demo-orders.csv' } as const;

/** Whether an event tells of a change of many, as which alone the demo shop comes. */
export function cameWithMany({ changeSetId }: { changeSetId: string | null }): boolean {
  return changeSetId !== null;
}

/** Whether a change set is the import of the demo shop's customers, or of its orders. */
export async function isDemoShop(
  ctx: Ctx,
  changeSetId: string,
  half: keyof typeof demoFiles = 'customers',
): Promise<boolean> {
  return (await importOf(ctx, changeSetId))?.file_name === demoFiles[half];
}

/** The change set of the demo shop's customers, or of its orders; null while there is no demo shop. */
export async function demoShopThere(ctx: Ctx, half: keyof typeof demoFiles): Promise<string | null> {
  const found = await ctx.db
    .selectFrom('imports')
    .select('change_set_id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('file_name', '=', demoFiles[half])
    .where('state', '=', 'done')
    .executeTakeFirst();
  return found?.change_set_id ?? null;
}

/** The demo shop leaves as it came, whole: for one of its two imports both, the later one first; else the one alone. */
export async function leavingTogether(ctx: Ctx, changeSetId: string): Promise<string[]> {
  const names: string[] = Object.values(demoFiles);
  const { file_name: name = '', state } = (await importOf(ctx, changeSetId)) ?? {};
  if (!names.includes(name) || state === 'undone') return [changeSetId];
  const halves = await ctx.db
    .selectFrom('imports')
    .select(['change_set_id', 'file_name'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('file_name', 'in', names)
    .where('state', '!=', 'undone')
    .where('change_set_id', 'is not', null)
    .orderBy('created_at', 'desc')
    .execute();
  const others = halves.filter((half) => half.file_name !== name).flatMap((half) => half.change_set_id ?? []);
  return name === demoFiles.orders ? [changeSetId, ...others] : [...others, changeSetId];
}

/** Once the second of its two files is in. */
export async function tellDemoShopLoaded(ctx: Ctx, fileName: string): Promise<void> {
  const names: string[] = Object.values(demoFiles);
  if (!names.includes(fileName)) return;
  const done = await ctx.db
    .selectFrom('imports')
    .select(['file_name', 'change_set_id'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('file_name', 'in', names)
    .where('state', '=', 'done')
    .execute();
  const changeSetId = done.find((half) => half.file_name === demoFiles.customers)?.change_set_id;
  if (changeSetId && done.length === names.length) await emit(ctx, demoShopLoaded, { changeSetId });
}

/** Whether it has not been taken back since. */
export async function demoShopStands(ctx: Ctx, changeSetId: string): Promise<boolean> {
  return (await importOf(ctx, changeSetId))?.state === 'done';
}

function importOf(ctx: Ctx, changeSetId: string) {
  return ctx.db
    .selectFrom('imports')
    .select(['file_name', 'state'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('change_set_id', '=', changeSetId)
    .executeTakeFirst();
}
