import { sql, type RawBuilder } from 'kysely';
import type { Ctx } from '../../kernel/context.ts';
import { newId } from '../../kernel/ids.ts';
import { touchSegments } from '../segments/index.ts';
import { raiseReasons, settleReasons } from '../today/index.ts';
import type { AlertFacts } from './alert-facts.ts';
import type { AlertKind, AlertOutcome } from './contract.ts';
import { drawAlerts } from './hold-out/draw-alerts.ts';

export interface NewAlert {
  customerId: string;
  lastOn: string;
  stakeMinor: bigint;
  facts: AlertFacts;
}

/**
 * Keeps the alerts and puts their customers on the desk. An episode that had ended by itself begins again; one that a
 * person dismissed does not.
 */
export async function raiseAlerts(ctx: Ctx, alerts: readonly NewAlert[]): Promise<void> {
  if (alerts.length === 0) return;
  const rows = alerts.map((alert) => ({
    id: newId(),
    customer_id: alert.customerId,
    kind: alert.facts.kind,
    last_on: alert.lastOn,
    stake_minor: alert.stakeMinor.toString(),
    facts: alert.facts,
  }));
  const raised = await sql<{ id: string; customer_id: string; kind: AlertKind; last_on: string }>`
    insert into retention_alerts
      (workspace_id, id, customer_id, kind, last_on, raised_on, raised_at, stake_minor, facts)
    select ${ctx.workspace.id}, r.id, r.customer_id, r.kind, r.last_on, ${ctx.today}, ${ctx.now}, r.stake_minor, r.facts
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as r (id uuid, customer_id uuid, kind text, last_on date, stake_minor bigint, facts jsonb)
    on conflict (workspace_id, customer_id, kind, last_on) do update
    set settled_on = null, outcome = null, returned_after_days = null, returned_minor = null,
      stake_minor = excluded.stake_minor, facts = excluded.facts
    where retention_alerts.outcome in ('bought', 'recovered', 'lost', 'withdrawn', 'promised')
    returning id, customer_id, kind, last_on`.execute(ctx.db);
  const given = new Map(alerts.map((alert) => [episode(alert.customerId, alert.facts.kind, alert.lastOn), alert]));
  const found = raised.rows.flatMap(({ id, customer_id: customerId, kind, last_on: lastOn }) => {
    const alert = given.get(episode(customerId, kind, lastOn));
    return alert ? [{ id, customerId, facts: alert.facts }] : [];
  });
  const held = await drawAlerts(ctx, found);
  await raiseReasons(
    ctx,
    raised.rows.flatMap(({ id, customer_id: customerId, kind, last_on: lastOn }) => {
      const alert = given.get(episode(customerId, kind, lastOn));
      return alert && !held.has(id)
        ? [{ customerId, kind, source: id, stakeMinor: alert.stakeMinor, params: { ...alert.facts } }]
        : [];
    }),
  );
  await touchSegments(
    ctx,
    ['retention_alerts'],
    raised.rows.map((row) => row.customer_id),
  );
}

/** Ends the open alerts that `ended (id, kind, outcome, settled_on, returned_after_days, returned_minor)` names. */
export async function settleAlerts(ctx: Ctx, ended: RawBuilder<unknown>): Promise<void> {
  const { rows } = await sql<{ id: string; customer_id: string; kind: AlertKind; outcome: AlertOutcome }>`
    update retention_alerts a
    set outcome = e.outcome, settled_on = e.settled_on, returned_after_days = e.returned_after_days,
      returned_minor = e.returned_minor
    from (${ended}) e
    where a.workspace_id = ${ctx.workspace.id} and a.id = e.id and a.settled_on is null
    returning a.id, a.customer_id, a.kind, a.outcome`.execute(ctx.db);
  for (const same of Map.groupBy(rows, ({ kind, outcome }) => `${kind} ${outcome}`).values()) {
    const [{ kind, outcome } = { kind: 'late', outcome: 'withdrawn' }] = same;
    await settleReasons(ctx, { kind, sources: same.map(({ id }) => id), by: outcome });
  }
  await touchSegments(
    ctx,
    ['retention_alerts'],
    rows.map((row) => row.customer_id),
  );
}

function episode(customerId: string, kind: string, lastOn: string): string {
  return `${customerId} ${kind} ${lastOn}`;
}
