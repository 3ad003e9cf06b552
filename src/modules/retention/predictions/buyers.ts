import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import type { CivilDate } from '../../../maths/calendar.ts';
import { mayProfile } from '../../customers/index.ts';
import type { Buyer, Shop } from './rules/buyers.ts';
import { numberOf } from './rules/outlook.ts';

/** As many customers tell as much of the shop as all of them would. */
const MOST = 20_000;

/** What is read of a shop before it is assessed: every n-th customer, where there are very many. */
export async function readBuyers(ctx: Ctx, until: CivilDate): Promise<{ shop: Shop; refused: number }> {
  const { rows: counted } = await sql<{ of: number; refused: number }>`
    select count(*) filter (where s.last_on <= ${until})::int as of, count(*) filter (where s.last_on > ${until})::int as refused
    from customer_statistics s
    where s.workspace_id = ${ctx.workspace.id} and s.purchase_days > 0 and ${mayProfile(ctx, sql.ref('s.customer_id'))}`.execute(
    ctx.db,
  );
  const { of = 0, refused = 0 } = counted[0] ?? {};
  // With commas between: an array would be taken apart character by character.
  const { rows } = await sql<{ days: string; minors: string }>`
    with chosen as materialized (
      select customer_id from (
        select s.customer_id, row_number() over (order by s.customer_id) as place
        from customer_statistics s
        where s.workspace_id = ${ctx.workspace.id} and s.purchase_days > 0 and s.last_on <= ${until}
          and ${mayProfile(ctx, sql.ref('s.customer_id'))}
      ) placed
      where ${of}::int <= ${MOST}::int
        or place * ${MOST}::int / greatest(1, ${of}::int) <> (place - 1) * ${MOST}::int / greatest(1, ${of}::int)
    )
    select string_agg((p.day - date '1970-01-01')::text, ',' order by p.day) as days,
      string_agg(p.amount_minor::text, ',' order by p.day) as minors
    from chosen c
    join purchase_days p on p.workspace_id = ${ctx.workspace.id} and p.customer_id = c.customer_id
    group by c.customer_id
    order by c.customer_id`.execute(ctx.db);
  const buyers = rows.map(({ days, minors }): Buyer => ({ days: numbers(days), minors: numbers(minors) }));
  return { shop: { buyers, of, until: numberOf(until) }, refused };
}

function numbers(list: string): number[] {
  return list.split(',').map(Number);
}
