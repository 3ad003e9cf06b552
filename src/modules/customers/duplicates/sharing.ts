import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import type { Sharing } from './rules/evidence.ts';
import { KEY_KINDS, type MatchFacts } from './rules/match-facts.ts';
import { hashed } from './keys.ts';

/** How many cards have the phone and the e-mail of each of these. */
export async function sharingOf(ctx: Ctx, facts: readonly MatchFacts[]): Promise<(one: MatchFacts) => Sharing> {
  const keys = [
    ...facts.flatMap(({ phone }) => (phone ? [{ kind: KEY_KINDS.indexOf('phone'), text: phone }] : [])),
    ...facts.flatMap(({ email }) => (email ? [{ kind: KEY_KINDS.indexOf('email'), text: email }] : [])),
  ];
  if (keys.length === 0) return () => ({});
  const { rows } = await sql<{ kind: number; text: string; count: number }>`
    select t.kind::int as kind, t.text, count(*)::int as count
    from (
      select distinct text, kind, ${hashed} as hash
      from unnest(${keys.map(({ text }) => text)}::text[], ${keys.map(({ kind }) => kind)}::int8[]) as k (text, kind)) t
    join customer_match_keys m on m.workspace_id = ${ctx.workspace.id} and m.hash = t.hash
    group by t.kind, t.text`.execute(ctx.db);
  const counts = new Map(rows.map(({ kind, text, count }) => [`${KEY_KINDS[kind]} ${text}`, count]));
  return ({ phone, email }) => ({
    phone: Math.max(2, counts.get(`phone ${phone}`) ?? 2),
    email: Math.max(2, counts.get(`email ${email}`) ?? 2),
  });
}
