import { sql } from 'kysely';
import type { Ctx } from '../../kernel/context.ts';
import { translate } from '../../kernel/i18n/translate.ts';
import type { ClassesInsight } from './contract.ts';
import type { Cuts } from './cuts.ts';
import { explainMember, type ClassedRow } from './explain.ts';
import { playbookOf, wordsOfClass } from './playbooks.ts';
import { SCHEMES, type Scheme, type SchemeSettings } from './rules/schemes.ts';

interface Row extends ClassedRow {
  scheme: Scheme;
  key: string;
  since: string;
  /** Of the last run. */
  cuts: Cuts | null;
  /** Null while the scheme has no settings of its own. */
  playbooks: SchemeSettings['playbooks'] | null;
}

/** The classes of a customer; empty when they did not buy in the period. */
export async function readClasses(ctx: Ctx, customerId: string): Promise<ClassesInsight> {
  const rows = await rowsOf(ctx, customerId);
  return SCHEMES.flatMap((scheme) => rows.filter((row) => row.scheme === scheme)).map((row) => {
    const { scheme, key, since } = row;
    const name = translate(ctx.locale, wordsOfClass(scheme, key, 'name'));
    const { strategy } = playbookOf(ctx, scheme, key, { playbooks: row.playbooks ?? {} });
    return { scheme, key, name, strategy, since, explanation: explainMember(ctx, row, row) };
  });
}

async function rowsOf(ctx: Ctx, customerId: string): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select k.scheme, k.key, k.since, k.purchase_days, k.amount_minor, k.last_on, k.r, k.f, k.m, run.cuts, s.playbooks
    from class_members k
    join lateral (
      select cuts from class_runs r
      where r.workspace_id = k.workspace_id and r.scheme = k.scheme collate "default"
      order by r.at desc, r.id desc limit 1
    ) run on true
    left join class_settings s on s.workspace_id = k.workspace_id and s.scheme = k.scheme collate "default"
    where k.workspace_id = ${ctx.workspace.id} and k.scheme = any (${[...SCHEMES]}::text[])
      and k.customer_id = ${customerId}`.execute(ctx.db);
  return rows;
}
