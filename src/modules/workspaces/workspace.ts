import { recordAudit } from '../../kernel/audit.ts';
import { isOpenWithoutTls } from '../../kernel/config.ts';
import type { Ctx } from '../../kernel/context.ts';
import { refusals, refuse as refuseCommon } from '../../kernel/errors.ts';
import { workspaceErrors, type ChangeWorkspaceInput, type WorkspaceView } from './contract.ts';
import { baseCurrencyUsed } from './base-currency.ts';
import { premises } from './premises.ts';
import { checkPlace, tellRightsChanged } from './session.ts';

const refuse = refusals(workspaceErrors);

export async function readWorkspace(ctx: Ctx): Promise<WorkspaceView> {
  const row = await ctx.db
    .selectFrom('workspaces')
    .select(['id', 'name', 'zone', 'base_currency', 'language', 'version'])
    .where('id', '=', ctx.workspace.id)
    .executeTakeFirstOrThrow();
  const { id, name, zone, version } = row;
  return {
    id,
    name,
    zone,
    version,
    openWithoutTls: isOpenWithoutTls(premises().config),
    baseCurrency: row.base_currency,
    language: row.language as WorkspaceView['language'],
  };
}

/** The base currency stands once there is an amount in it. */
export async function changeWorkspace(ctx: Ctx, { version, ...given }: ChangeWorkspaceInput): Promise<WorkspaceView> {
  const before = await readWorkspace(ctx);
  const expected = version ?? ctx.request.ifMatch;
  if (expected !== null && expected !== before.version) throw refuseCommon('STALE', { current: before });
  checkPlace({ zone: given.zone, currency: given.baseCurrency });
  const newCurrency = given.baseCurrency !== undefined && given.baseCurrency !== before.baseCurrency;
  if (newCurrency && (await baseCurrencyUsed(ctx))) throw refuse('BASE_CURRENCY_USED', { path: 'baseCurrency' });
  await ctx.db
    .updateTable('workspaces')
    .set({
      ...(given.name ? { name: given.name } : {}),
      ...(given.zone ? { zone: given.zone } : {}),
      ...(given.language ? { language: given.language } : {}),
      ...(given.baseCurrency ? { base_currency: given.baseCurrency } : {}),
      version: before.version + 1,
    })
    .where('id', '=', ctx.workspace.id)
    .execute();
  await recordAudit(ctx, {
    action: 'workspace.changed',
    entity: 'workspace',
    entityId: ctx.workspace.id,
    detail: given,
  });
  await tellRightsChanged(ctx);
  return readWorkspace(ctx);
}
