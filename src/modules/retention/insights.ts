import { sql } from 'kysely';
import type { Ctx } from '../../kernel/context.ts';
import { inBase, moneyInWords, oneDecimal } from '../../kernel/i18n/print.ts';
import { translate } from '../../kernel/i18n/translate.ts';
import { addDays, daysBetween } from '../../maths/calendar.ts';
import { gapAtQuietness } from '../../maths/rhythm.ts';
import { restrictionsOf, type Insight } from '../customers/index.ts';
import type { RhythmInsight, ValueInsight } from './contract.ts';
import { knownRhythm, rhythmColumns } from './known-rhythm.ts';
import { predictionInsight } from './predictions/insight.ts';
import { presentRhythm, type ExplainedRow } from './present.ts';
import { silenceOf, stakeOf } from './rules/lateness.ts';
import { readSettings } from './settings.ts';
import { readShop, type Shop } from './shop.ts';

export const insights: readonly Insight[] = [
  { key: 'rhythm', permission: 'retention.read', read: readRhythm },
  { key: 'value', permission: 'retention.read', read: readValue },
  predictionInsight,
];

const SHOWN = 24;

async function readRhythm(ctx: Ctx, customerId: string): Promise<RhythmInsight> {
  const [{ shop, row }, settings, purchases] = await Promise.all([
    standingOf(ctx, customerId),
    readSettings(ctx),
    latestPurchases(ctx, customerId),
  ]);
  if (!shop || !row) return { unavailable: await whyUnknown(ctx, customerId) };
  const { rhythm } = knownRhythm(row);
  const days = purchases.map(({ on }) => on);
  return {
    ...presentRhythm(ctx, shop, settings, row),
    until: shop.until,
    /** Half of all gaps lie between. */
    middleHalf: [oneDecimal(gapAtQuietness(rhythm, 0.25)), oneDecimal(gapAtQuietness(rhythm, 0.75))],
    purchases: purchases.map(({ on, minor }) => ({ on, amount: inBase(ctx, minor) })),
    /** Days before each purchase shown, the oldest first. */
    gapDays: days.slice(1).map((on, index) => ({ on, days: daysBetween(days[index] ?? on, on) })),
  };
}

async function readValue(ctx: Ctx, customerId: string): Promise<ValueInsight> {
  const { shop, row } = await standingOf(ctx, customerId);
  if (!shop || !row) return { unavailable: await whyUnknown(ctx, customerId) };
  const known = knownRhythm(row);
  const risk = stakeOf(known, row.spent_minor, silenceOf(known, shop.until, shop.closures));
  const year = moneyInWords(ctx, risk.moneyPerYear);
  return {
    total: inBase(ctx, row.spent_minor),
    lastYear: inBase(ctx, await spentSince(ctx, customerId, addDays(shop.until, -365))),
    purchaseDays: row.gaps + 1,
    averagePerDay: inBase(ctx, risk.averagePerDay),
    perYear: inBase(ctx, risk.moneyPerYear),
    explanation: {
      key: 'retention:explain.value',
      values: { total: moneyInWords(ctx, row.spent_minor), days: row.gaps + 1 },
      steps: [
        {
          key: 'retention:explain.year',
          values: {
            average: moneyInWords(ctx, risk.averagePerDay),
            times: oneDecimal(risk.purchaseDaysPerYear),
            year,
          },
        },
      ],
    },
  };
}

async function whyUnknown(ctx: Ctx, customerId: string): Promise<string> {
  const [stopped] = await restrictionsOf(ctx, customerId, 'profiling');
  return translate(ctx.locale, `retention:unavailable.${stopped ? 'noProfiling' : 'noPurchase'}`);
}

interface Standing {
  shop: Shop | null;
  row: (ExplainedRow & { spent_minor: bigint }) | undefined;
}

const standings = new WeakMap<Ctx, Map<string, Promise<Standing>>>();

/** What rhythm and value are both told from, read once per request. */
function standingOf(ctx: Ctx, customerId: string): Promise<Standing> {
  const known = standings.get(ctx) ?? new Map<string, Promise<Standing>>();
  standings.set(ctx, known);
  const standing =
    known.get(customerId) ??
    Promise.all([readShop(ctx), rowOf(ctx, customerId)]).then(([shop, row]): Standing => ({ shop, row }));
  known.set(customerId, standing);
  return standing;
}

async function rowOf(ctx: Ctx, customerId: string): Promise<Standing['row']> {
  return ctx.db
    .selectFrom('retention_rhythms as r')
    .innerJoin('customer_statistics as s', (join) =>
      join.onRef('s.workspace_id', '=', 'r.workspace_id').onRef('s.customer_id', '=', 'r.customer_id'),
    )
    .select(rhythmColumns.map((column) => `r.${column}` as const))
    .select(['s.spent_minor', 's.gaps_ln', 's.gaps_ln_squared'])
    .where('r.workspace_id', '=', ctx.workspace.id)
    .where('r.customer_id', '=', customerId)
    .executeTakeFirst();
}

/** The oldest of them first. */
async function latestPurchases(ctx: Ctx, customerId: string): Promise<{ on: string; minor: bigint }[]> {
  const rows = await ctx.db
    .selectFrom('purchase_days')
    .select(['day as on', 'amount_minor as minor'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('customer_id', '=', customerId)
    .orderBy('day', 'desc')
    .limit(SHOWN)
    .execute();
  return rows.reverse();
}

async function spentSince(ctx: Ctx, customerId: string, after: string): Promise<bigint> {
  const { minor } = await ctx.db
    .selectFrom('purchase_days')
    .select(sql<bigint>`coalesce(sum(amount_minor), 0)::int8`.as('minor'))
    .where('workspace_id', '=', ctx.workspace.id)
    .where('customer_id', '=', customerId)
    .where('day', '>', after)
    .executeTakeFirstOrThrow();
  return minor;
}
