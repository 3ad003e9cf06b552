import type { Ctx } from '../../kernel/context.ts';

export const demoFiles = { customers: 'demo-customers.csv', orders: 'demo-orders.csv' } as const;

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

function importOf(ctx: Ctx, changeSetId: string) {
  return ctx.db
    .selectFrom('imports')
    .select(['file_name', 'state'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('change_set_id', '=', changeSetId)
    .executeTakeFirst();
}
