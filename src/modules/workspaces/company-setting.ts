import { recordAudit } from '../../kernel/audit.ts';
import type { Ctx } from '../../kernel/context.ts';
import { refusals } from '../../kernel/errors.ts';
import type { CompanySetting, SaveCompanyInput } from './company-contract.ts';
import { CALLBACK, discover, SECRET } from './company-provider.ts';
import { workspaceErrors } from './errors-contract.ts';
import { admitRole } from './own-roles.ts';
import { premises } from './premises.ts';
import { tellRightsChanged } from './session.ts';

const refuse = refusals(workspaceErrors);

export async function readCompany(ctx: Ctx): Promise<CompanySetting> {
  const row = await providerOf(ctx, ctx.workspace.id);
  const { publicUrl } = premises().config;
  return {
    provider: row
      ? {
          name: row.name,
          issuer: row.issuer,
          clientId: row.client_id,
          joinRole: row.join_role,
          enabled: row.enabled,
        }
      : null,
    redirectUri: `${publicUrl}${CALLBACK}`,
    link: `${publicUrl}/sign-in?company=${ctx.workspace.id}`,
  };
}

/** The provider is asked who it is before it is kept: a mistyped address shows here and not to a colleague. */
export async function saveCompany(ctx: Ctx, input: SaveCompanyInput): Promise<CompanySetting> {
  const before = await providerOf(ctx, ctx.workspace.id);
  const joinRole = input.joinRole ?? null;
  if (joinRole === 'owner') throw refuse('ROLE_TOO_HIGH', { path: 'joinRole', rights: [] });
  if (joinRole) await admitRole(ctx, joinRole, 'joinRole');
  const { secrets } = premises();
  const moved = before !== undefined && before.issuer !== input.issuer;
  const secret = input.clientSecret ?? (before && !moved ? secrets.unseal(SECRET, before.client_secret) : undefined);
  if (secret === undefined) throw refuse('COMPANY_SECRET_MISSING', { path: 'clientSecret' });
  if (input.enabled) await discover({ issuer: input.issuer, clientId: input.clientId, secret });
  const row = {
    name: input.name,
    issuer: input.issuer,
    client_id: input.clientId,
    client_secret: secrets.seal(SECRET, secret),
    join_role: joinRole,
    enabled: input.enabled,
    updated_at: ctx.now,
  };
  await ctx.db
    .insertInto('company_providers')
    .values({ workspace_id: ctx.workspace.id, ...row })
    .onConflict((conflict) => conflict.column('workspace_id').doUpdateSet(row))
    .execute();
  if (moved || !input.enabled) await endSessions(ctx);
  const { name, issuer, enabled } = input;
  const detail = { name, issuer, clientId: input.clientId, joinRole, enabled };
  await recordAudit(ctx, {
    action: 'company_sign_in.changed',
    entity: 'workspace',
    entityId: ctx.workspace.id,
    detail,
  });
  return readCompany(ctx);
}

export async function removeCompany(ctx: Ctx): Promise<{ ok: true }> {
  const gone = await ctx.db
    .deleteFrom('company_providers')
    .where('workspace_id', '=', ctx.workspace.id)
    .executeTakeFirst();
  await ctx.db.deleteFrom('company_subjects').where('workspace_id', '=', ctx.workspace.id).execute();
  await endSessions(ctx);
  if (gone.numDeletedRows > 0n)
    await recordAudit(ctx, { action: 'company_sign_in.removed', entity: 'workspace', entityId: ctx.workspace.id });
  return { ok: true };
}

export function providerOf(ctx: Ctx, workspaceId: string) {
  return ctx.db.selectFrom('company_providers').selectAll().where('workspace_id', '=', workspaceId).executeTakeFirst();
}

async function endSessions(ctx: Ctx): Promise<void> {
  await ctx.db.deleteFrom('sessions').where('only_workspace', '=', ctx.workspace.id).execute();
  await tellRightsChanged(ctx);
}
