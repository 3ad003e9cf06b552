import { sql, type Selectable } from 'kysely';
import type { Ctx } from '../../kernel/context.ts';
import type { RetentionAlerts } from '../../kernel/db/tables.ts';
import { inBase } from '../../kernel/i18n/print.ts';
import { translate } from '../../kernel/i18n/translate.ts';
import type { AlertFacts } from './alert-facts.ts';
import type { AlertKind, AlertOutcome, Watched, WatchedAlert, WatchedRhythm, WatchSettings } from './contract.ts';
import { explanationOf } from './explain-rhythm.ts';
import { explainStake, sentenceValues } from './kinds.ts';
import { knownRhythm, rhythmColumns, type RhythmRow } from './known-rhythm.ts';
import { ownedCustomers } from './owned-customers.ts';
import { alertBasis, silenceOf, watchState } from './rules/lateness.ts';
import type { Shop } from './shop.ts';

export type AlertRow = Selectable<RetentionAlerts>;
/** A rhythm with the sums it is explained by. */
export type ExplainedRow = RhythmRow & { gaps_ln: number; gaps_ln_squared: number };

/** Customers in the order given, each with the alert named or else the gravest open one. */
export async function presentWatched(
  ctx: Ctx,
  shop: Shop | null,
  settings: WatchSettings,
  places: readonly { customerId: string; alertId: string | null }[],
): Promise<Watched[]> {
  if (places.length === 0) return [];
  const ids = places.map(({ customerId }) => customerId);
  const [customers, rhythms, alerts] = await Promise.all([
    ownedCustomers(ctx, ids),
    rhythmsOf(ctx, ids),
    alertsOf(ctx, places),
  ]);
  return places.flatMap(({ customerId, alertId }) => {
    const customer = customers.get(customerId);
    if (!customer) return [];
    const row = rhythms.get(customerId);
    const alert = alerts.get(alertId ?? customerId);
    return {
      customer,
      lastAmount: row?.last_minor == null ? null : inBase(ctx, row.last_minor),
      rhythm: shop && row ? presentRhythm(ctx, shop, settings, row) : null,
      alert: alert ? presentAlert(ctx, customer.name, alert) : null,
    };
  });
}

export function presentRhythm(ctx: Ctx, shop: Shop, { lostDays }: WatchSettings, row: ExplainedRow): WatchedRhythm {
  const known = knownRhythm(row);
  const silence = silenceOf(known, shop.until, shop.closures);
  const moments = { n: row.gaps, sumLog: row.gaps_ln, sumLogSq: row.gaps_ln_squared };
  return {
    usualDays: Math.round(known.rhythm.usualDays * 10) / 10,
    spreadDays: Math.round(known.rhythm.spreadDays * 10) / 10,
    gaps: row.gaps,
    firstOn: known.firstOn,
    lastOn: known.lastOn,
    dueOn: known.dueOn,
    alertOn: known.alertOn,
    basis: alertBasis(row.gaps),
    sinceDays: silence.sinceDays,
    quantile: Math.round(silence.quietness * 1e4) / 1e4,
    state: watchState(known, shop.until, lostDays),
    perYear: inBase(ctx, row.year_minor),
    explanation: explanationOf(ctx, shop, known, moments, silence, row.taught),
  };
}

function presentAlert(ctx: Ctx, name: string, row: AlertRow): WatchedAlert {
  const facts = row.facts as unknown as AlertFacts;
  return {
    id: row.id,
    kind: row.kind as AlertKind,
    text: translate(ctx.locale, `retention:reasons.${row.kind}`, { name, ...sentenceValues(ctx, facts) }),
    raisedOn: row.raised_on,
    stake: inBase(ctx, row.stake_minor),
    caredOn: row.cared_on,
    settledOn: row.settled_on,
    outcome: row.outcome as AlertOutcome | null,
    returnedAfterDays: row.returned_after_days,
    returned: row.returned_minor === null ? null : inBase(ctx, row.returned_minor),
    explanation: explainStake(ctx, facts, row.stake_minor),
  };
}

async function rhythmsOf(ctx: Ctx, ids: string[]) {
  const rows = await ctx.db
    .selectFrom('retention_rhythms as r')
    .innerJoin('customer_statistics as s', (join) =>
      join.onRef('s.workspace_id', '=', 'r.workspace_id').onRef('s.customer_id', '=', 'r.customer_id'),
    )
    .leftJoin('purchase_days as p', (join) =>
      join
        .onRef('p.workspace_id', '=', 'r.workspace_id')
        .onRef('p.customer_id', '=', 'r.customer_id')
        .onRef('p.day', '=', 'r.last_on'),
    )
    .select(rhythmColumns.map((column) => `r.${column}` as const))
    .select(['r.customer_id', 's.gaps_ln', 's.gaps_ln_squared', 'p.amount_minor as last_minor'])
    .where('r.workspace_id', '=', ctx.workspace.id)
    .where((eb) => eb('r.customer_id', '=', eb.fn.any(sql<string[]>`${ids}::uuid[]`)))
    .execute();
  return new Map(rows.map((row) => [row.customer_id, row]));
}

/** By the alert's id where one is named, and by the customer's for the gravest that is open. */
async function alertsOf(
  ctx: Ctx,
  places: readonly { customerId: string; alertId: string | null }[],
): Promise<Map<string, AlertRow>> {
  const named = places.flatMap(({ alertId }) => alertId ?? []);
  const others = places.flatMap(({ customerId, alertId }) => (alertId === null ? customerId : []));
  const rows = await ctx.db
    .selectFrom('retention_alerts')
    .selectAll()
    .where('workspace_id', '=', ctx.workspace.id)
    .where((eb) =>
      named.length > 0
        ? eb('id', '=', eb.fn.any(sql<string[]>`${named}::uuid[]`))
        : eb.and([
            eb('settled_on', 'is', null),
            eb('withheld_until', 'is', null),
            eb('customer_id', '=', eb.fn.any(sql<string[]>`${others}::uuid[]`)),
          ]),
    )
    .orderBy('stake_minor')
    .execute();
  return new Map(rows.flatMap((row) => [[row.id, row] as const, [row.customer_id, row] as const]));
}
