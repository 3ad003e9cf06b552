import { sql } from 'kysely';
import { z } from 'zod';
import type { Ctx } from '../../../kernel/context.ts';
import { inBase, oneDecimal } from '../../../kernel/i18n/print.ts';
import { translate } from '../../../kernel/i18n/translate.ts';
import { job } from '../../../kernel/jobs/jobs.ts';
import { addMonths } from '../../../maths/calendar.ts';
import { exponentOf } from '../../../maths/money.ts';
import type { Cell, FigureView } from './contract.ts';
import { allFigures, figureNamed, type ColleagueFigure, type FigureValue, type Span } from './figures.ts';
import { reaches, type Measured, type Unit } from './rules/incentive.ts';

/** Member → figure → value. */
export type Values = ReadonlyMap<string, ReadonlyMap<string, FigureValue>>;

export function spanOf(month: string): Span {
  const from = `${month}-01`;
  return { from, until: addMonths(from, 1) };
}

export function isRunning(ctx: Ctx, month: string): boolean {
  return spanOf(month).until > ctx.today;
}

/** As it stood when the month was over, where that is known; else as the facts say now. */
export async function valuesOf(ctx: Ctx, month: string): Promise<Values> {
  if (isRunning(ctx, month)) return reckon(ctx, month);
  const rows = await ctx.db
    .selectFrom('colleague_figures')
    .select(['member_id', 'figure', 'amount', 'whole'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('month', '=', spanOf(month).from)
    .execute();
  if (rows.length === 0) return reckon(ctx, month);
  const values = new Map<string, Map<string, FigureValue>>();
  for (const { member_id: member, figure, amount, whole } of rows) {
    const money = figureNamed(figure)?.unit === 'money';
    put(values, member, figure, {
      amount: money ? BigInt(amount) : Number(amount),
      ...(whole === null ? {} : { of: whole }),
    });
  }
  return values;
}

/** Customers change hands: the month that is over keeps its figures. Once per month, however often this is called. */
export const keepFiguresJob = job(
  'team.keepFigures',
  z.unknown(),
  async (ctx) => {
    const month = addMonths(ctx.today, -1).slice(0, 7);
    const values = await reckon(ctx, month);
    const rows = [...values].flatMap(([member, own]) =>
      [...own].map(([figure, { amount, of }]) => ({ member, figure, amount: amount.toString(), of: of ?? null })),
    );
    if (rows.length === 0) return;
    await sql`
      insert into colleague_figures (workspace_id, month, member_id, figure, amount, whole)
      select ${ctx.workspace.id}, ${spanOf(month).from}::date, t.* from unnest(${rows.map((row) => row.member)}::uuid[],
        ${rows.map((row) => row.figure)}::text[], ${rows.map((row) => row.amount)}::numeric[],
        ${rows.map((row) => row.of)}::int[]) t
      where not exists (select from colleague_figures k
        where k.workspace_id = ${ctx.workspace.id} and k.month = ${spanOf(month).from}::date)
      on conflict do nothing`.execute(ctx.db);
  },
  { nightly: true },
);

async function reckon(ctx: Ctx, month: string): Promise<Values> {
  const values = new Map<string, Map<string, FigureValue>>();
  for (const figure of allFigures()) {
    for (const [member, value] of await figure.read(ctx, spanOf(month))) put(values, member, figure.key, value);
  }
  return values;
}

function put(values: Map<string, Map<string, FigureValue>>, member: string, figure: string, value: FigureValue): void {
  const own = values.get(member) ?? new Map<string, FigureValue>();
  values.set(member, own.set(figure, value));
}

export function presentFigure(ctx: Ctx, figure: ColleagueFigure): FigureView {
  const { key, module, unit, fewer = false, sales = false } = figure;
  const [name, about] = [`${module}:results.${key}`, `${module}:results.${key}About`];
  return { key, name: translate(ctx.locale, name), about: translate(ctx.locale, about), unit, fewer, sales };
}

export function unitOf(ctx: Ctx, { unit, fewer = false }: ColleagueFigure): Unit {
  return { unit, fewer, decimals: exponentOf(ctx.workspace.baseCurrency) };
}

/** A share in per cent; what is reckoned from nothing is nothing. */
export function measured(figure: ColleagueFigure, value: FigureValue | undefined, target: number | null): Measured {
  if (value === undefined) return { value: null, target };
  if (figure.unit !== 'share') return { value: value.amount, target };
  return { value: value.of ? (Number(value.amount) / value.of) * 100 : null, target };
}

export function presentCell(
  ctx: Ctx,
  figure: ColleagueFigure,
  value: FigureValue | undefined,
  target: number | null,
): Cell {
  const { value: exact } = measured(figure, value, target);
  const money = figure.unit === 'money' && exact !== null ? inBase(ctx, BigInt(exact)) : null;
  return {
    figure: figure.key,
    value: exact === null || figure.unit === 'money' ? null : oneDecimal(Number(exact)),
    money,
    of: value?.of ?? null,
    target,
    reached: exact === null || target === null ? null : reaches(exact, target, unitOf(ctx, figure)),
  };
}
