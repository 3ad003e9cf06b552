import { sql } from 'kysely';
import type { Ctx } from '../../kernel/context.ts';
import { dayInWords, inBase } from '../../kernel/i18n/print.ts';
import type { Summary } from './contract.ts';
import { alertGroup, LATELY, watchGroups, type Group } from './groups.ts';
import { readSettings } from './settings.ts';
import { readShop } from './shop.ts';
import { rowsOf } from './watch-list.ts';

type FigureName = 'regulars' | 'due' | 'late' | 'changed' | 'new' | 'back' | 'lost';

/** How the shop keeps its customers, in seven figures; each is the length of a list that can be opened. */
export async function readSummary(ctx: Ctx): Promise<Summary> {
  const [shop, settings] = await Promise.all([readShop(ctx), readSettings(ctx)]);
  const until = shop?.until ?? ctx.today;
  const { never: _, ...groups } = watchGroups(until, settings);
  const late = alertGroup(ctx, { show: 'open', kind: 'late' });
  const changed = alertGroup(ctx, { show: 'open', kind: 'changed' });
  const all: Record<FigureName, Group> = { ...groups, late, changed };
  const names = Object.keys(all) as FigureName[];
  const figures = await Promise.all(names.map((name) => figureOf(ctx, all[name])));
  const values = { days: LATELY, lostDays: settings.lostDays, until: dayInWords(ctx, until) };
  const told = {} as Record<FigureName, Summary[FigureName]>;
  names.forEach((name, index) => {
    const { count = 0, minor = 0n } = figures[index] ?? {};
    const explanation = { key: `retention:figures.${name}About`, values };
    told[name] = { count, money: inBase(ctx, minor), explanation };
  });
  return {
    until: shop ? until : null,
    lastOn: shop?.lastOn ?? null,
    resting: shop !== null && shop.until !== ctx.today,
    customersWithRhythm: shop?.prior.customers ?? 0,
    refreshing: shop !== null && shop.refreshId !== null,
    ...told,
  };
}

async function figureOf(ctx: Ctx, group: Group): Promise<{ count: number; minor: bigint }> {
  const { rows } = await sql<{ count: number; minor: bigint }>`
    select count(*)::int as count, coalesce(sum(${group.money}), 0)::int8 as minor ${rowsOf(ctx, group)}`.execute(
    ctx.db,
  );
  return rows[0] ?? { count: 0, minor: 0n };
}
