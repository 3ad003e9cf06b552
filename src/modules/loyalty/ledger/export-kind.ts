import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { refuse } from '../../../kernel/errors.ts';
import { noteReading, withinReach } from '../../customers/index.ts';
import type { ExportCell, ExportKind } from '../../transfer/index.ts';
import { publishedVersions } from '../programme/programme.ts';
import { ENTRY, presentEntry, type EntryRow } from './present.ts';

const columns = ['day', 'customerNumber', 'customerName', 'what', 'points', 'balance', 'reason', 'by'];
const numbers = new Set(['points', 'balance']);
const PAGE = 2_000;

/** Every entry of the points ledger, the newest first. */
export const pointsToFile: ExportKind = {
  kind: 'points',
  permission: 'loyalty.export',
  columns: async () => columns.map((key) => ({ key, title: `loyalty:export.${key}`, number: numbers.has(key) })),
  rows: exportRows,
};

type Row = EntryRow & { number: string | null; name: string | null; cardId: string };

async function* exportRows(ctx: Ctx, query: Record<string, string>): AsyncGenerator<ExportCell[][]> {
  const unknown = Object.keys(query)[0];
  if (unknown !== undefined) throw refuse('BAD_INPUT', { path: unknown, problem: '' });
  const within = withinReach(ctx, 'loyalty.export');
  const version = (await publishedVersions(ctx)).at(-1) ?? null;
  const told = new Set<string>();
  let after: { at: Date; id: string } | null = null;
  try {
    for (;;) {
      const { rows }: { rows: Row[] } = await sql<Row>`
        select ${ENTRY}, customers.id as "cardId", customers.external_id as number, customers.name
        from loyalty_entries e
        join customers theirs on theirs.workspace_id = e.workspace_id and theirs.id = e.customer_id
        join customers on customers.workspace_id = e.workspace_id and customers.id = coalesce(theirs.merged_into, theirs.id)
        where e.workspace_id = ${ctx.workspace.id} and ${within ?? sql`true`}
          ${after ? sql`and (e.at, e.id) < (${after.at}, ${after.id}::uuid)` : sql``}
        order by e.at desc, e.id desc limit ${PAGE}`.execute(ctx.db);
      const last = rows.at(-1);
      if (!last) return;
      for (const { cardId } of rows) told.add(cardId);
      yield rows.map((row): ExportCell[] => {
        const { day, text, points, balance, reason, by } = presentEntry(ctx, row, version);
        return [day, row.number, row.name, text, String(points), String(balance), reason, by];
      });
      after = { at: last.at, id: last.id };
    }
  } finally {
    // Also when whoever asked stopped reading half-way: what was sent is out.
    noteReading(ctx, 'exported', [...told], 'points');
  }
}
