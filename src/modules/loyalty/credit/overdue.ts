import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { moneyInWords } from '../../../kernel/i18n/print.ts';
import type { MergedCards } from '../../customers/index.ts';
import { raiseReasons, settleReasons, type ReasonKind } from '../../today/index.ts';
import type { Credit } from './credits.ts';
import { openOf } from './rules/owing.ts';

const KIND = 'credit_overdue';

/** One for each sale that is overdue: whose payment was promised for an earlier day. */
export const overdueKind: ReasonKind = {
  kind: KIND,
  module: 'loyalty',
  values: (ctx, { stakeMinor }) => ({ open: moneyInWords(ctx, stakeMinor) }),
  explain: (ctx, { stakeMinor, params }) => ({
    key: 'loyalty:explain.credit_overdue',
    values: { open: moneyInWords(ctx, stakeMinor), owed: moneyInWords(ctx, BigInt(String(params['owed'] ?? 0))) },
  }),
};

/** After a change of these sales: what is overdue comes on the desk with what is open, what is paid goes. */
export async function tellToday(ctx: Ctx, credits: readonly Credit[]): Promise<void> {
  const settled = credits.filter((credit) => openOf(credit) === 0n || credit.dueOn >= ctx.today);
  if (settled.length > 0) await settleReasons(ctx, { kind: KIND, sources: settled.map(({ id }) => id), by: 'paid' });
  await raise(
    ctx,
    credits.filter((credit) => openOf(credit) > 0n && credit.dueOn < ctx.today),
  );
}

/** Sales that one step of the night looks at. */
const PORTION = 500;

/** Every sale that is overdue, portion by portion; null when there are no more. */
export async function raiseOverdue(ctx: Ctx, after: string | null): Promise<string | null> {
  const credits = await overdueCredits(
    ctx,
    sql`${after === null ? sql`true` : sql`c.id > ${after}::uuid`} order by c.id limit ${PORTION}`,
  );
  await raise(ctx, credits);
  return credits.length === PORTION ? (credits.at(-1)?.id ?? null) : null;
}

/** After cards were merged or parted their sales may be somebody else's. */
export async function creditChangedHands(ctx: Ctx, { keep, merged }: MergedCards): Promise<void> {
  const cards = [keep, ...merged];
  await settleReasons(ctx, { kind: KIND, customerIds: cards, by: 'merged' });
  await raise(ctx, await overdueCredits(ctx, sql`c.customer_id = any (${cards}::uuid[])`));
}

/** Of nobody who was erased or lies in the bin: nobody could be asked. */
async function overdueCredits(ctx: Ctx, more: ReturnType<typeof sql>): Promise<Credit[]> {
  const { rows } = await sql<Credit>`
    select c.id, c.order_id as "orderId", c.customer_id as "customerId", c.due_on as "dueOn", c.owed_minor as owed,
      c.paid_minor as paid, c.back_minor as back
    from loyalty_credits c
    join customers k on k.workspace_id = c.workspace_id and k.id = c.customer_id and k.binned_at is null
      and k.erased_at is null
    where c.workspace_id = ${ctx.workspace.id} and c.due_on < ${ctx.today}::date
      and c.owed_minor > c.paid_minor + c.back_minor and ${more}`.execute(ctx.db);
  return rows;
}

async function raise(ctx: Ctx, credits: readonly Credit[]): Promise<void> {
  await raiseReasons(
    ctx,
    credits.map((credit) => ({
      customerId: credit.customerId,
      kind: KIND,
      source: credit.id,
      stakeMinor: openOf(credit),
      dueOn: credit.dueOn,
      params: { owed: credit.owed.toString() },
    })),
  );
}
