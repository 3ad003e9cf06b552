import { sql } from 'kysely';
import type { Ctx } from '../../../../kernel/context.ts';
import { presentBirthday } from '../../present.ts';
import type { CustomerRow } from '../../reach.ts';
import type { Grave } from './bury.ts';
import { forget } from './erase.ts';
import { marksOf } from './marks.ts';

/** After a backup was restored: whoever had been erased since is erased again. Answers how many cards that were. */
export async function eraseAgain(ctx: Ctx, graves: readonly Grave[]): Promise<number> {
  const own = graves.filter(({ workspaceId }) => workspaceId === ctx.workspace.id);
  const marks = [...new Set(own.flatMap((grave) => grave.marks))];
  const ids = new Set(own.flatMap(({ customerIds }) => customerIds));
  if (own.length === 0) return 0;
  if (marks.length > 0) {
    await sql`
      insert into customer_tombstones (workspace_id, mark, card_id, erased_at)
      select ${ctx.workspace.id}, m.mark, ${own[0]?.customerIds[0] ?? ctx.workspace.id}, ${ctx.now}
      from unnest(${marks}::text[]) m (mark) on conflict do nothing`.execute(ctx.db);
  }
  const found: string[] = [];
  for await (const row of livingCards(ctx)) {
    const known = { name: row.name, phone: row.phone, email: row.email, externalId: row.external_id };
    const person = { ...known, birthday: presentBirthday(row) };
    if (ids.has(row.id) || marksOf(ctx, person).some((mark) => marks.includes(mark))) found.push(row.id);
  }
  for (const id of found) await forget(ctx, [id], 'restored');
  return found.length;
}

const PAGE = 2_000;

async function* livingCards(ctx: Ctx): AsyncGenerator<CustomerRow> {
  let after: string | null = null;
  for (;;) {
    const rows: CustomerRow[] = await ctx.db
      .selectFrom('customers')
      .selectAll()
      .where('workspace_id', '=', ctx.workspace.id)
      .where('erased_at', 'is', null)
      .$if(after !== null, (query) => query.where('id', '>', after as string))
      .orderBy('id')
      .limit(PAGE)
      .execute();
    yield* rows;
    after = rows.at(-1)?.id ?? null;
    if (rows.length < PAGE) return;
  }
}
