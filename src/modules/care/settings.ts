import { recordAudit } from '../../kernel/audit.ts';
import type { Ctx } from '../../kernel/context.ts';
import { refusals, refuse as refuseCommon } from '../../kernel/errors.ts';
import { normaliseEmail } from '../customers/index.ts';
import type { CareSettings } from './channels/contract.ts';
import { careErrors } from './errors-contract.ts';

const refuse = refusals(careErrors);

export async function readSettings(ctx: Ctx): Promise<CareSettings> {
  const row = await ctx.db
    .selectFrom('care_settings')
    .selectAll()
    .where('workspace_id', '=', ctx.workspace.id)
    .executeTakeFirst();
  if (!row) return { ...DEFAULTS, law: lawOf(ctx.workspace.zone) };
  return {
    quietFrom: row.quiet_from,
    quietTo: row.quiet_to,
    budgetContacts: row.budget_contacts,
    budgetDays: row.budget_days,
    promotionGapDays: row.promotion_gap_days,
    holdOutPercent: row.hold_out_percent,
    approvalAbove: row.approval_above,
    seeds: row.seeds,
    trackOpens: row.track_opens,
    trackClicks: row.track_clicks,
    law: row.law as CareSettings['law'],
    imprint: row.imprint,
    version: row.version,
  };
}

export async function changeSettings(
  ctx: Ctx,
  { version, ...given }: Partial<CareSettings> & { version: number },
): Promise<CareSettings> {
  const before = await readSettings(ctx);
  const next: CareSettings = { ...before, ...defined(given), version: version + 1 };
  if (given.seeds) next.seeds = given.seeds.map((seed, n) => addressOf(seed, `seeds.${n}`));
  const row = {
    quiet_from: next.quietFrom,
    quiet_to: next.quietTo,
    budget_contacts: next.budgetContacts,
    budget_days: next.budgetDays,
    promotion_gap_days: next.promotionGapDays,
    hold_out_percent: next.holdOutPercent,
    approval_above: next.approvalAbove,
    seeds: next.seeds,
    track_opens: next.trackOpens,
    track_clicks: next.trackClicks,
    law: next.law,
    imprint: next.imprint,
    version: next.version,
  };
  const saved = await ctx.db
    .insertInto('care_settings')
    .values({ workspace_id: ctx.workspace.id, ...row })
    .onConflict((conflict) =>
      conflict.column('workspace_id').doUpdateSet(row).where('care_settings.version', '=', version),
    )
    .returning('version')
    .executeTakeFirst();
  if (before.version !== version || !saved) throw refuseCommon('STALE', { current: before });
  await recordAudit(ctx, {
    action: 'care_settings.changed',
    entity: 'care_settings',
    detail: { fields: Object.keys(given) },
  });
  return next;
}

/** One address, never a list of them and nothing that could be a header. */
export function addressOf(text: string, path: string): string {
  const address = normaliseEmail(text);
  if (!address) throw refuse('CHANNEL_ADDRESS_UNFIT', { path, address: text.slice(0, 60) });
  return address;
}

const DEFAULTS: CareSettings = {
  quietFrom: '21:00',
  quietTo: '08:30',
  budgetContacts: 4,
  budgetDays: 30,
  promotionGapDays: 7,
  holdOutPercent: 10,
  approvalAbove: null,
  seeds: [],
  trackOpens: true,
  trackClicks: true,
  law: 'none',
  imprint: '',
  version: 0,
};

function lawOf(zone: string): CareSettings['law'] {
  if (zone === 'Asia/Taipei') return 'TW';
  return ['Asia/Shanghai', 'Asia/Urumqi', 'Asia/Chongqing', 'Asia/Harbin', 'PRC'].includes(zone) ? 'CN' : 'none';
}

function defined<Values extends object>(values: Values): Partial<Values> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<Values>;
}
