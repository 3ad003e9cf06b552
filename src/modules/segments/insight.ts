import { sql } from 'kysely';
import type { Explanation } from '../../kernel/contract.ts';
import type { Ctx } from '../../kernel/context.ts';
import { translate } from '../../kernel/i18n/translate.ts';
import { reachInto } from '../customers/index.ts';
import type { ClassesInsight } from './contract.ts';
import { figures } from './engine/figures.ts';
import { prospects } from './engine/prospects.ts';
import { lastRuns, type Run } from './engine/runs.ts';
import { explainMember } from './explain.ts';
import { nameOfClass, nameOfScheme, playbookOf } from './playbooks/words.ts';
import { SIGNALS, type Signal } from './rules/intention.ts';
import type { MeasuredRow } from './rules/measures.ts';
import { stabilityOf, type Trade } from './rules/stability.ts';
import { knownSchemes, type KnownScheme } from './schemes/known.ts';

interface Row extends MeasuredRow {
  scheme: string;
  key: string;
  since: string;
  l1: number | null;
  l2: number | null;
  l3: number | null;
  part: string | null;
}

type Steps = NonNullable<Explanation['steps']>;

/** The classes of a customer; empty when they did not buy in the period. */
export async function readClasses(ctx: Ctx, customerId: string): Promise<ClassesInsight> {
  const schemes = await knownSchemes(ctx);
  const { rows } = await sql<Row>`
    select scheme, key, since, purchase_days, amount_minor, last_on, v1, v2, v3, l1, l2, l3, part from class_members
    where workspace_id = ${ctx.workspace.id} and customer_id = ${customerId}
      and scheme = any (${schemes.map(({ scheme }) => scheme.key)}::text[])`.execute(ctx.db);
  if (rows.length === 0) return [];
  const runs = await lastRuns(
    ctx,
    rows.map(({ scheme }) => scheme),
  );
  const own = new Map(rows.map((row) => [row.scheme, row]));
  const more = await arithmetic(ctx, customerId, schemes, own, runs);
  return schemes.flatMap(({ scheme, settings }) => {
    const [row, run] = [own.get(scheme.key), runs.get(scheme.key)];
    if (!row || !run) return [];
    const { key, since } = row;
    return {
      scheme: scheme.key,
      schemeName: nameOfScheme(ctx, scheme),
      key,
      name: nameOfClass(ctx, scheme, key),
      strategy: playbookOf(ctx, scheme, key, settings).strategy,
      since,
      explanation: explainMember(ctx, scheme, run, row, more.get(scheme.key)),
    };
  });
}

/** What the stability of this customer, or the intention of this prospect, is made of. */
async function arithmetic(
  ctx: Ctx,
  customerId: string,
  schemes: readonly KnownScheme[],
  rows: Map<string, Row>,
  runs: Map<string, Run>,
): Promise<Map<string, Steps>> {
  const found = new Map<string, Steps>();
  const stable = runs.get('e-class');
  if (rows.has('e-class') && stable) {
    found.set('e-class', await stabilitySteps(ctx, customerId, stable));
  }
  const prospect = schemes.find(({ scheme }) => scheme.key === 'p-class');
  const run = runs.get('p-class');
  if (rows.has('p-class') && prospect && run) {
    found.set('p-class', await intentionSteps(ctx, customerId, prospect, run));
  }
  return found;
}

async function stabilitySteps(ctx: Ctx, customerId: string, { asOf, afterDay }: Run): Promise<Steps> {
  const { rows } = await sql<Trade & { amount: bigint }>`
    select purchase_days as days, amount_minor as amount, months, quarters, months_known as "monthsKnown",
      quarters_known as "quartersKnown", quarter_squares as "quarterSquares", day_squares as "daySquares"
    from (${figures(ctx, { asOf, afterDay, monthly: true }, [customerId])}) f`.execute(ctx.db);
  const [trade] = rows;
  if (!trade) return [];
  if (trade.days < 2) return [{ key: 'segments:explain.oneTrade', values: {} }];
  const parts = stabilityOf({ ...trade, money: Number(trade.amount) });
  const share = (value: number) => Math.round(value * 100) / 100;
  const { months, monthsKnown, quarters, quartersKnown } = trade;
  return [
    { key: 'segments:explain.tradedMonths', values: { months, monthsKnown, share: share(parts.monthsShare) } },
    { key: 'segments:explain.tradedQuarters', values: { quarters, quartersKnown, share: share(parts.quartersShare) } },
    {
      key: 'segments:explain.evenness',
      values: { quarters: share(parts.quartersEven), trades: share(parts.tradesEven) },
    },
  ];
}

async function intentionSteps(ctx: Ctx, customerId: string, { settings }: KnownScheme, run: Run): Promise<Steps> {
  const base = run.cuts?.base ?? { shopMean: 0, groups: [] };
  const { rows } = await sql<Record<Signal, boolean>>`
    select * from (${prospects(ctx, base, settings.weights, [customerId])}) p`.execute(ctx.db);
  const [given] = rows;
  if (!given) return [];
  const told = (signal: Signal) =>
    given[signal] && !((signal === 'phone' || signal === 'email') && reachInto(ctx, signal) === 'hide');
  return SIGNALS.filter(told).map((signal) => ({
    key: 'segments:explain.signal',
    values: { signal: translate(ctx.locale, `segments:signals.${signal}`), points: settings.weights[signal] },
  }));
}
