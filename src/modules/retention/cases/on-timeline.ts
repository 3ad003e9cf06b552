import type { Ctx } from '../../../kernel/context.ts';
import type { TimelineEntry, TimelinePlace, TimelineSource } from '../../customers/index.ts';

/** Opening and closing a case among everything else that happened to a customer. */
export const casesOnTimeline: TimelineSource = { kind: 'case', permission: 'retention.read', read: readCases };

async function readCases(
  ctx: Ctx,
  _customerId: string,
  before: TimelinePlace | null,
  limit: number,
  cards: readonly string[],
): Promise<TimelineEntry[]> {
  let events = ctx.db
    .selectFrom('retention_case_events as e')
    .innerJoin('retention_cases as c', (join) =>
      join.onRef('c.workspace_id', '=', 'e.workspace_id').onRef('c.id', '=', 'e.case_id'),
    )
    .select(['e.id', 'e.at', 'e.kind', 'e.by_name', 'c.id as case_id', 'c.kind as case_kind'])
    .where('e.workspace_id', '=', ctx.workspace.id)
    .where('c.customer_id', 'in', cards)
    .where('e.kind', 'in', ['opened', 'agreed', 'closed', 'reopened'])
    .orderBy('e.at', 'desc')
    .orderBy('e.id', 'desc')
    .limit(limit);
  if (before) events = events.where((eb) => eb(eb.refTuple('e.at', 'e.id'), '<', eb.tuple(before.at, before.id)));
  const rows = await events.execute();
  return rows.map((row): TimelineEntry => ({
    id: row.id,
    at: row.at,
    kind: 'case',
    text: { key: `retention:cases.timeline.${row.kind}`, values: {} },
    by: row.by_name,
    link: `/retention/cases/${row.case_id}`,
  }));
}
