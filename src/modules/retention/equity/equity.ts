import { sql } from 'kysely';
import { recordAudit } from '../../../kernel/audit.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { refusals } from '../../../kernel/errors.ts';
import { newId } from '../../../kernel/ids.ts';
import { inBase, moneyInWords } from '../../../kernel/i18n/print.ts';
import { addDays } from '../../../maths/calendar.ts';
import { customerNames } from '../../customers/index.ts';
import { admitTo } from '../cases/folder.ts';
import { readEconomics } from '../costs/economics.ts';
import { lostAfterDays } from '../leaky-bucket/customer-months.ts';
import { readRun } from '../predictions/run.ts';
import { readSettings } from '../settings.ts';
import { readShop } from '../shop.ts';
import { equityErrors, type Equity, type ScoreGiven } from './contract.ts';
import { deliveredValue, type Scores } from './rules/delivered.ts';

const refuse = refusals(equityErrors);

type ClassKey = Equity['classes'][number]['class'];

/** By what is expected of each customer where the shop can be forecast, by the rhythm they have where it cannot. */
export async function readEquity(ctx: Ctx): Promise<Equity> {
  const [shop, settings, economics, predicted] = await Promise.all([
    readShop(ctx),
    readSettings(ctx),
    readEconomics(ctx),
    readRun(ctx),
  ]);
  const lostAfter = lostAfterDays(settings);
  const basis = predicted?.told.state === 'ready' && (await anyScored(ctx)) ? 'predictions' : 'rhythm';
  const percent = economics.marginPercent;
  const [worth, scores] = await Promise.all([
    shop ? worthByClass(ctx, basis, addDays(shop.until, -lostAfter)) : [],
    scoresByClass(ctx),
  ]);
  // What is expected of customers is after the margin already; what they bought in a year is not.
  const left = (minor: bigint) =>
    basis === 'predictions' ? minor : BigInt(Math.round((Number(minor) * (percent ?? 100)) / 100));
  const total = worth.reduce((sum, { minor }) => sum + minor, 0n);
  const customers = worth.reduce((sum, one) => sum + one.customers, 0);
  return {
    until: shop?.until ?? null,
    basis,
    total: inBase(ctx, left(total)),
    customers,
    explanation: {
      key: `retention:equity.explain.${basis}`,
      values: { customers, total: moneyInWords(ctx, left(total)), days: lostAfter },
      steps: [{ key: `retention:bucket.explain.${percent === null ? 'turnover' : 'margin'}`, values: { percent } }],
    },
    classes: classesOf(ctx, worth, scores, left),
    delivered: deliveredValue(scores),
  };
}

/** The class that brings most first; one that was only scored is among them. */
function classesOf(
  ctx: Ctx,
  worth: readonly Worth[],
  scores: readonly ClassScores[],
  left: (minor: bigint) => bigint,
): Equity['classes'] {
  const names = new Set<ClassKey>([...worth, ...scores].map(({ class: name }) => name));
  return [...names]
    .map((name) => {
      const own = worth.find((one) => one.class === name);
      return { name, customers: own?.customers ?? 0, minor: left(own?.minor ?? 0n) };
    })
    .toSorted((a, b) => Number(b.minor - a.minor))
    .map(({ name, customers, minor }) => ({
      class: name,
      customers,
      money: inBase(ctx, minor),
      delivered: deliveredValue(scores.filter((one) => one.class === name)),
    }));
}

/** A later score of the same person for the same customer or class counts instead. */
export async function scoreValue(
  ctx: Ctx,
  { customerId, class: name, note, ...scores }: ScoreGiven,
  changeSetId: string | null = null,
) {
  if (Boolean(customerId) === Boolean(name)) throw refuse('VALUE_SCORE_OF_WHOM', { path: 'customerId' });
  const customer = customerId ? (await customerNames(ctx, [customerId])).get(customerId) : undefined;
  if (customerId && !customer) throw refuse('VALUE_SCORE_CUSTOMER_UNKNOWN', { path: 'customerId' });
  if (customer) await admitTo(ctx, customer.id);
  const id = newId();
  await ctx.db
    .insertInto('retention_value_scores')
    .values({
      workspace_id: ctx.workspace.id,
      id,
      customer_id: customer?.id ?? null,
      class: name ?? null,
      by_id: ctx.actor.memberId,
      by_name: ctx.actor.name,
      note: note || null,
      at: ctx.now,
      change_set_id: changeSetId,
      ...scores,
    })
    .execute();
  await recordAudit(ctx, {
    action: 'retention_value.scored',
    entity: 'retention_value',
    entityId: id,
    detail: customer ? { customerId: customer.id } : { class: name ?? null },
  });
  return { id, delivered: deliveredValue([scores]) };
}

interface Worth {
  class: ClassKey;
  customers: number;
  minor: bigint;
}

/** A forecast is there a moment before its customers are: then everybody would be worth nothing. */
async function anyScored(ctx: Ctx): Promise<boolean> {
  const { rows } = await sql`
    select from retention_predictions where workspace_id = ${ctx.workspace.id} limit 1`.execute(ctx.db);
  return rows.length > 0;
}

async function worthByClass(ctx: Ctx, basis: Equity['basis'], lostLine: string): Promise<Worth[]> {
  const year = basis === 'predictions' ? sql`p.value_52_minor` : sql`r.year_minor`;
  const predicted = sql`
    join retention_predictions p on p.workspace_id = r.workspace_id and p.customer_id = r.customer_id`;
  const { rows } = await sql<Worth>`
    select m.key as class, count(*)::int as customers, least(sum(${year}), 9e18::numeric)::int8 as minor
    from retention_rhythms r ${basis === 'predictions' ? predicted : sql``}
    left join class_members m on m.workspace_id = r.workspace_id and m.scheme = 'value-matrix'
      and m.customer_id = r.customer_id
    where r.workspace_id = ${ctx.workspace.id} and r.last_on > ${lostLine}
    group by m.key`.execute(ctx.db);
  return rows;
}

type ClassScores = Scores & { class: ClassKey };

/** The newest of each person for each customer or class; a customer's count for the class they are in now. */
async function scoresByClass(ctx: Ctx): Promise<ClassScores[]> {
  const { rows } = await sql<ClassScores>`
    select distinct on (s.customer_id, s.class, s.by_id, s.source) coalesce(s.class, m.key) as class,
      s.product, s.service, s.staff, s.image, s.money, s.time, s.energy, s.psychic
    from retention_value_scores s
    left join class_members m on m.workspace_id = s.workspace_id and m.scheme = 'value-matrix'
      and m.customer_id = s.customer_id
    where s.workspace_id = ${ctx.workspace.id}
    order by s.customer_id, s.class, s.by_id, s.source, s.at desc, s.id desc`.execute(ctx.db);
  return rows;
}
