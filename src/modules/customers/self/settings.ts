import { recordAudit } from '../../../kernel/audit.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { refuse } from '../../../kernel/errors.ts';
import { premises } from '../../workspaces/index.ts';
import { selfFields, type SelfSettings } from './contract.ts';

/** A shop that never looked at this may make links, and looks at every change first. */
const DEFAULTS: SelfSettings = { links: true, codes: false, changes: 'propose', fields: [...selfFields], version: 0 };

export async function readSelfSettings(ctx: Ctx): Promise<SelfSettings> {
  const row = await ctx.db
    .selectFrom('customer_self_settings')
    .select(['links', 'codes', 'changes', 'fields', 'version'])
    .where('workspace_id', '=', ctx.workspace.id)
    .executeTakeFirst();
  return (row as SelfSettings | undefined) ?? DEFAULTS;
}

export async function showSelfSettings(ctx: Ctx) {
  const { config, mail } = premises();
  const address = `${config.publicUrl}/m/${ctx.workspace.id}`;
  return { ...(await readSelfSettings(ctx)), address, mailPossible: mail.configured };
}

type Change = Partial<Omit<SelfSettings, 'version'>> & { version: number };

export async function changeSelfSettings(ctx: Ctx, { version, ...given }: Change): Promise<SelfSettings> {
  const before = await readSelfSettings(ctx);
  if (before.version !== version) throw refuse('STALE', { current: before });
  const after = { ...before, ...given, version: version + 1 };
  const row = { ...after, fields: selfFields.filter((field) => after.fields.includes(field)) };
  const { numInsertedOrUpdatedRows } = await ctx.db
    .insertInto('customer_self_settings')
    .values({ workspace_id: ctx.workspace.id, ...row })
    .onConflict((conflict) =>
      conflict.column('workspace_id').doUpdateSet(row).where('customer_self_settings.version', '=', version),
    )
    .executeTakeFirst();
  if (!numInsertedOrUpdatedRows) throw refuse('STALE', { current: await readSelfSettings(ctx) });
  await recordAudit(ctx, { action: 'self_service.settings_changed', entity: 'self_service', detail: given });
  return row;
}
