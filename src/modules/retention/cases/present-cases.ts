import type { Ctx } from '../../../kernel/context.ts';
import { inBase } from '../../../kernel/i18n/print.ts';
import { customerNames } from '../../customers/index.ts';
import { memberNames } from '../../workspaces/index.ts';
import type { CaseCause, CaseKind, CaseOutcome, CaseState, ListedCase } from './case-contract.ts';
import type { CaseRow } from './folder.ts';

export type ListedRow = CaseRow & { purchase_on: string | null; purchase_minor: bigint | null };

/** In the order given; of customers whom the actor sees. */
export async function presentCases(ctx: Ctx, rows: readonly ListedRow[]): Promise<ListedCase[]> {
  if (rows.length === 0) return [];
  const customers = await customerNames(
    ctx,
    rows.map((row) => row.customer_id),
  );
  const owners = [...customers.values()].map(({ ownerId }) => ownerId);
  const ids = [...owners, ...rows.flatMap((row) => [row.sales_id, row.service_id])].filter((id) => id !== null);
  const names = await memberNames(ctx, [...new Set(ids)]);
  const person = (id: string | null) => (id === null ? null : { id, name: names.get(id) ?? '' });
  return rows.flatMap((row) => {
    const customer = customers.get(row.customer_id);
    if (!customer) return [];
    const { id, name, phone, stage, ownerId } = customer;
    return {
      id: row.id,
      kind: row.kind as CaseKind,
      customer: { id, name, phone, stage, owner: person(ownerId) },
      state: stateOf(row),
      sales: person(row.sales_id),
      service: person(row.service_id),
      stake: inBase(ctx, row.stake_minor),
      causes: row.causes as CaseCause[],
      openedOn: row.opened_on,
      dueOn: row.due_on,
      overdue: row.closed_on === null && row.due_on < ctx.today,
      closedOn: row.closed_on,
      outcome: row.outcome as CaseOutcome | null,
      reason: row.reason,
      purchase:
        row.purchase_on === null || row.purchase_minor === null
          ? null
          : { on: row.purchase_on, amount: inBase(ctx, row.purchase_minor) },
      version: row.version,
    };
  });
}

function stateOf(row: CaseRow): CaseState {
  if (row.closed_on !== null) return 'closed';
  return row.agreed_on === null ? 'open' : 'agreed';
}
