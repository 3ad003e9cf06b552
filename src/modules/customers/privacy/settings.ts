import { recordAudit } from '../../../kernel/audit.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { refuse } from '../../../kernel/errors.ts';
import type { PrivacySettings } from './requests/contract.ts';

/** A shop in China is under PIPL unless it says otherwise. */
export async function readPrivacySettings(ctx: Ctx): Promise<PrivacySettings> {
  const row = await ctx.db
    .selectFrom('customer_privacy_settings')
    .select(['law', 'reveals_a_day', 'version'])
    .where('workspace_id', '=', ctx.workspace.id)
    .executeTakeFirst();
  return {
    law: (row?.law as PrivacySettings['law'] | undefined) ?? (ctx.workspace.baseCurrency === 'CNY' ? 'PIPL' : 'GDPR'),
    revealsADay: row?.reveals_a_day ?? 30,
    version: row?.version ?? 0,
  };
}

type Change = Partial<Omit<PrivacySettings, 'version'>> & { version: number };

export async function changePrivacySettings(ctx: Ctx, { version, ...given }: Change): Promise<PrivacySettings> {
  const before = await readPrivacySettings(ctx);
  if (before.version !== version) throw refuse('STALE', { current: before });
  const after = { ...before, ...given, version: version + 1 };
  const row = { law: after.law, reveals_a_day: after.revealsADay, version: after.version };
  const { numInsertedOrUpdatedRows } = await ctx.db
    .insertInto('customer_privacy_settings')
    .values({ workspace_id: ctx.workspace.id, ...row })
    .onConflict((conflict) =>
      conflict.column('workspace_id').doUpdateSet(row).where('customer_privacy_settings.version', '=', version),
    )
    .executeTakeFirst();
  if (!numInsertedOrUpdatedRows) throw refuse('STALE', { current: await readPrivacySettings(ctx) });
  await recordAudit(ctx, { action: 'privacy.settings_changed', entity: 'privacy_settings', detail: given });
  return after;
}
