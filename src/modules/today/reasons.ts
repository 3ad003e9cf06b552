import { sql } from 'kysely';
import type { Ctx } from '../../kernel/context.ts';
import { newId } from '../../kernel/ids.ts';

export interface NewReason {
  customerId: string;
  kind: string;
  /** The episode, e.g. the alert's id: what a person answered is not raised again for the same one. */
  source: string;
  /** Base currency, minor units: what may be lost if nobody acts. */
  stakeMinor: bigint;
  dueOn?: string | null;
  params: Record<string, unknown>;
  /** Today unless said. */
  showFrom?: string;
}

/**
 * Puts customers on the desk. Raising an episode again brings its stake, day and values up to date; a day chosen by
 * "later" stays, and so does the answer of a person. What the module itself had settled comes back.
 */
export async function raiseReasons(ctx: Ctx, reasons: readonly NewReason[]): Promise<void> {
  for (let from = 0; from < reasons.length; from += BATCH) await raiseBatch(ctx, reasons.slice(from, from + BATCH));
}

export interface SettledReasons {
  kind: string;
  /** Only these episodes. */
  sources?: readonly string[];
  /** Only these customers. */
  customerIds?: readonly string[];
  /** Why it is over: `bought`, `passed` … never a person's `done` or `wrong`. */
  by: string;
}

/** Takes reasons off the desk because they no longer hold. */
export async function settleReasons(ctx: Ctx, { kind, sources, customerIds, by }: SettledReasons): Promise<void> {
  let settling = ctx.db
    .updateTable('today_reasons')
    .set({ settled_at: ctx.now, settled_by: by })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('kind', '=', kind)
    .where('settled_at', 'is', null);
  if (sources) settling = settling.where((eb) => eb('source', '=', eb.fn.any(eb.val([...sources]))));
  if (customerIds)
    settling = settling.where((eb) => eb('customer_id', '=', eb.fn.any(sql<string[]>`${[...customerIds]}::uuid[]`)));
  await settling.execute();
}

const BATCH = 5_000;

async function raiseBatch(ctx: Ctx, reasons: readonly NewReason[]): Promise<void> {
  const rows = latestOfEach(reasons).map((reason) => ({
    id: newId(),
    customer_id: reason.customerId,
    kind: reason.kind,
    source: reason.source,
    stake_minor: reason.stakeMinor.toString(),
    due_on: reason.dueOn ?? null,
    params: reason.params,
    show_from: reason.showFrom ?? ctx.today,
  }));
  if (rows.length === 0) return;
  await sql`
    insert into today_reasons
      (workspace_id, id, customer_id, kind, source, stake_minor, due_on, params, raised_on, show_from)
    select ${ctx.workspace.id}, r.id, r.customer_id, r.kind, r.source, r.stake_minor, r.due_on, r.params,
      ${ctx.today}, r.show_from
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (id uuid, customer_id uuid, kind text, source text,
      stake_minor bigint, due_on date, params jsonb, show_from date)
    on conflict (workspace_id, customer_id, kind, source) do update
    set stake_minor = excluded.stake_minor, due_on = excluded.due_on, params = excluded.params,
      raised_on = case when today_reasons.settled_at is null then today_reasons.raised_on else excluded.raised_on end,
      show_from = case when today_reasons.settled_at is null then today_reasons.show_from else excluded.show_from end,
      settled_at = null, settled_by = null
    where today_reasons.settled_by is distinct from 'done' and today_reasons.settled_by is distinct from 'wrong'
      and (today_reasons.settled_at is not null
        or (today_reasons.stake_minor, today_reasons.due_on, today_reasons.params)
          is distinct from (excluded.stake_minor, excluded.due_on, excluded.params))`.execute(ctx.db);
}

/** One statement may touch an episode once. */
function latestOfEach(reasons: readonly NewReason[]): NewReason[] {
  return [...new Map(reasons.map((one) => [`${one.customerId} ${one.kind} ${one.source}`, one])).values()];
}
