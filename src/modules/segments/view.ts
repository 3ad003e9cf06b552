import { expressionBuilder, sql } from 'kysely';
import type { Ctx } from '../../kernel/context.ts';
import type { DB } from '../../kernel/db/tables.ts';
import { inBase } from '../../kernel/i18n/print.ts';
import { translate } from '../../kernel/i18n/translate.ts';
import { addDays } from '../../maths/calendar.ts';
import { visibleCustomers } from '../customers/index.ts';
import type { Cell, Division } from './contract.ts';
import { lastRun, type Run } from './divide.ts';
import { explainCuts } from './explain.ts';
import { playbookOf, wordsOfClass } from './playbooks.ts';
import { CLASSES, type Scheme, type SchemeSettings } from './rules/schemes.ts';
import { presentSettings, readSettings } from './settings.ts';

const LATELY = 90;

/** A scheme as its screen shows it: every class, also the empty ones. */
export async function readDivision(ctx: Ctx, { scheme }: { scheme: Scheme }): Promise<Division> {
  const [settings, run, sums, moves] = await Promise.all([
    readSettings(ctx, scheme),
    lastRun(ctx, scheme),
    sumsOf(ctx, scheme),
    movesOf(ctx, scheme),
  ]);
  const whole = { count: 0, minor: 0n };
  for (const { count, minor } of sums.values()) {
    whole.count += count;
    whole.minor += minor;
  }
  return {
    scheme,
    asOf: run?.asOf ?? null,
    afterDay: run?.afterDay ?? null,
    cuts: presentCuts(ctx, run),
    missing: run?.cuts ? null : scheme === 'rfm' && run ? 'customers' : 'purchases',
    dividing: run !== null && run.settingsVersion !== settings.version,
    count: whole.count,
    amount: inBase(ctx, whole.minor),
    explanation: run?.cuts ? explainCuts(ctx, run, settings) : null,
    cells: CLASSES[scheme].map((key) => cellOf(ctx, scheme, key, { settings, sums, moves, whole })),
    settings: presentSettings(ctx, settings),
  };
}

interface Sum {
  count: number;
  minor: bigint;
}

interface Known {
  settings: SchemeSettings;
  sums: Map<string, Sum>;
  moves: Map<string, { entered: number; left: number }>;
  whole: Sum;
}

function cellOf(ctx: Ctx, scheme: Scheme, key: string, { settings, sums, moves, whole }: Known): Cell {
  const { count, minor } = sums.get(key) ?? { count: 0, minor: 0n };
  return {
    key,
    name: translate(ctx.locale, wordsOfClass(scheme, key, 'name')),
    about: translate(ctx.locale, wordsOfClass(scheme, key, 'about')),
    ...playbookOf(ctx, scheme, key, settings),
    ownWords: key in settings.playbooks,
    count,
    amount: inBase(ctx, minor),
    share: whole.minor > 0n ? Number(minor) / Number(whole.minor) : 0,
    entered: moves.get(key)?.entered ?? 0,
    left: moves.get(key)?.left ?? 0,
  };
}

function presentCuts(ctx: Ctx, run: Run | null): Division['cuts'] {
  if (run?.cuts?.scheme !== 'value-matrix') return null;
  const { frequency, average } = run.cuts.at;
  return { frequency, average: inBase(ctx, BigInt(Math.round(average))) };
}

async function sumsOf(ctx: Ctx, scheme: Scheme): Promise<Map<string, Sum>> {
  const { rows } = await sql<Sum & { key: string }>`
    select m.key, count(*)::int as count, sum(m.amount_minor)::int8 as minor
    from class_members m
    join customers on customers.workspace_id = m.workspace_id and customers.id = m.customer_id
    where m.workspace_id = ${ctx.workspace.id} and m.scheme = ${scheme}
      and ${visibleCustomers(ctx)(expressionBuilder<DB, 'customers'>())}
    group by m.key`.execute(ctx.db);
  return new Map(rows.map((row) => [row.key, row]));
}

async function movesOf(ctx: Ctx, scheme: Scheme): Promise<Known['moves']> {
  const { rows } = await sql<{ key: string; entered: number; left: number }>`
    select key, count(*) filter (where entering)::int as entered, count(*) filter (where not entering)::int as left
    from (
      select m.workspace_id, m.customer_id, side.key, side.entering
      from class_moves m
      cross join lateral (values (m.to_key, true), (m.from_key, false)) side (key, entering)
      where m.workspace_id = ${ctx.workspace.id} and m.scheme = ${scheme} and m.day > ${addDays(ctx.today, -LATELY)}
        and side.key is not null) m
    join customers on customers.workspace_id = m.workspace_id and customers.id = m.customer_id
    where ${visibleCustomers(ctx)(expressionBuilder<DB, 'customers'>())}
    group by key`.execute(ctx.db);
  return new Map(rows.map((row) => [row.key, row]));
}
