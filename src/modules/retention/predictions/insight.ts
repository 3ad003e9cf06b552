import type { Ctx } from '../../../kernel/context.ts';
import { translate } from '../../../kernel/i18n/translate.ts';
import { restrictionsOf, type Insight } from '../../customers/index.ts';
import type { PredictionInsight } from './contract.ts';
import { presentPrediction, type PredictedRow } from './present.ts';
import { HORIZON } from './rules/train.ts';
import { readRun } from './run.ts';
import { readWorth } from './settings.ts';
import { whyNothing } from './unavailable.ts';

export const predictionInsight: Insight = { key: 'predictions', permission: 'retention.read', read: readPrediction };

async function readPrediction(ctx: Ctx, customerId: string): Promise<PredictionInsight> {
  const [run, row, worth] = await Promise.all([readRun(ctx), rowOf(ctx, customerId), readWorth(ctx)]);
  if (!row?.isPredicted || run?.told.state !== 'ready') {
    return { unavailable: await whyNot(ctx, customerId, row, () => whyNothing(ctx, run)) };
  }
  return presentPrediction(ctx, run.told, worth, run.until, row, HORIZON);
}

type Row = PredictedRow & { isPredicted: boolean };

async function whyNot(ctx: Ctx, customerId: string, row: Row | undefined, ofShop: () => string): Promise<string> {
  const [stopped] = await restrictionsOf(ctx, customerId, 'profiling');
  if (stopped) return translate(ctx.locale, 'retention:unavailable.noProfiling');
  if (!row) return translate(ctx.locale, 'retention:unavailable.noPurchase');
  if (row.lastOn > ctx.today) return translate(ctx.locale, 'retention:predictions.unavailable.future');
  return ofShop();
}

async function rowOf(ctx: Ctx, customerId: string): Promise<Row | undefined> {
  const row = await ctx.db
    .selectFrom('customer_statistics as s')
    .innerJoin('customers as c', (join) =>
      join.onRef('c.workspace_id', '=', 's.workspace_id').onRef('c.id', '=', 's.customer_id'),
    )
    .leftJoin('retention_predictions as p', (join) =>
      join.onRef('p.workspace_id', '=', 's.workspace_id').onRef('p.customer_id', '=', 's.customer_id'),
    )
    .select(['c.id', 'c.name', 'c.external_id', 's.first_on', 's.last_on', 's.purchase_days', 's.spent_minor'])
    .select('p.customer_id as predicted')
    .where('s.workspace_id', '=', ctx.workspace.id)
    .where('s.customer_id', '=', customerId)
    .executeTakeFirst();
  if (!row?.first_on || !row.last_on) return undefined;
  return {
    customerId: row.id,
    name: row.name,
    externalId: row.external_id,
    firstOn: row.first_on,
    lastOn: row.last_on,
    days: row.purchase_days,
    spentMinor: Number(row.spent_minor),
    isPredicted: row.predicted !== null,
  };
}
