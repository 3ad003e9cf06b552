import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { inBase } from '../../../kernel/i18n/print.ts';
import { minorOf } from '../programme/programme.ts';
import type { ProgrammeRules } from '../programme/contract.ts';
import type { CreditStanding } from './contract.ts';
import { leftWithin } from './rules/owing.ts';

type Level = Pick<ProgrammeRules['tiers']['levels'][number], 'credit'>;

/** What somebody owes and may still put on account. Minor units. */
interface Standing {
  open: bigint;
  overdue: bigint;
  since: string | null;
  dueOn: string | null;
  /** What their tier grants; null: nothing. */
  terms: { days: number; limit: bigint } | null;
}

export async function standingOf(ctx: Ctx, customerId: string, level: Level | null): Promise<Standing> {
  const { rows } = await sql<Omit<Standing, 'terms'>>`
    select coalesce(sum(c.owed_minor - c.paid_minor - c.back_minor), 0)::int8 as open,
      coalesce(sum(c.owed_minor - c.paid_minor - c.back_minor) filter (where c.due_on < ${ctx.today}::date), 0)::int8 as overdue,
      min(c.day) as since, min(c.due_on) as "dueOn"
    from loyalty_credits c
    where c.workspace_id = ${ctx.workspace.id} and c.customer_id = ${customerId}
      and c.owed_minor > c.paid_minor + c.back_minor`.execute(ctx.db);
  return { open: 0n, overdue: 0n, since: null, dueOn: null, ...rows[0], terms: creditTerms(ctx, level) };
}

export function creditLeft({ open, terms }: Pick<Standing, 'open' | 'terms'>): bigint {
  return terms ? leftWithin(terms.limit, open) : 0n;
}

export function presentStanding(ctx: Ctx, standing: Standing): CreditStanding {
  const { open, overdue, since, dueOn, terms } = standing;
  return {
    open: inBase(ctx, open),
    overdue: inBase(ctx, overdue),
    since,
    dueOn,
    left: terms && inBase(ctx, creditLeft(standing)),
    days: terms?.days ?? null,
    limit: terms && inBase(ctx, terms.limit),
  };
}

/** Rules of an earlier day do not know of it. */
function creditTerms(ctx: Ctx, level: Level | null): Standing['terms'] {
  const credit = level?.credit;
  return credit ? { days: credit.days, limit: minorOf(ctx, credit.limit) ?? 0n } : null;
}
