import { translate } from '../../kernel/i18n/translate.ts';
import type { Ctx } from '../../kernel/context.ts';
import type { TimelineEntry, TimelinePlace, TimelineSource } from '../customers/index.ts';
import type { AlertFacts } from './alert-facts.ts';
import { sentenceValues } from './kinds.ts';

/** "Rhythm broken" among everything else that happened to a customer. */
export const alertsOnTimeline: TimelineSource = { kind: 'alert', permission: 'retention.read', read: readAlerts };

async function readAlerts(
  ctx: Ctx,
  _customerId: string,
  before: TimelinePlace | null,
  limit: number,
  cards: readonly string[],
) {
  let alerts = ctx.db
    .selectFrom('retention_alerts')
    .select(['id', 'kind', 'raised_at', 'facts', 'outcome'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('customer_id', 'in', cards)
    .where('withheld_until', 'is', null)
    .where((eb) => eb.or([eb('outcome', 'is', null), eb('outcome', '!=', 'withdrawn')]))
    .orderBy('raised_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit);
  if (before) {
    alerts = alerts.where((eb) => eb(eb.refTuple('raised_at', 'id'), '<', eb.tuple(before.at, before.id)));
  }
  const rows = await alerts.execute();
  return rows.map(({ id, kind, raised_at: at, facts }): TimelineEntry => {
    const told = facts as unknown as AlertFacts;
    const raised = told.kind === 'late' ? { ...told, still: true } : told;
    const sentence = translate(ctx.locale, `retention:reasons.${kind}`, sentenceValues(ctx, raised));
    return { id, at, kind: 'alert', text: { key: 'retention:timeline.alert', values: { sentence } } };
  });
}
