import { sql } from 'kysely';
import { recordAudit } from '../../../../kernel/audit.ts';
import type { Ctx } from '../../../../kernel/context.ts';
import { refuse as refuseCommon } from '../../../../kernel/errors.ts';
import { emit } from '../../../../kernel/outbox.ts';
import { forgetInFiles, standBetweenBatches } from '../../../transfer/index.ts';
import { belongingList } from '../../belongings.ts';
import { forgetPairsOf } from '../../duplicates/pairs.ts';
import { recordOwners } from '../../ownership/record.ts';
import { customerToChange, reaching, type CustomerRow } from '../../reach.ts';
import { presentBirthday } from '../../present.ts';
import { customersErased } from './contract.ts';
import { announceErased } from './erased.ts';
import { gatherTraces } from './gather-traces.ts';
import { marksOf } from './marks.ts';
import type { Traces } from '../rules/traces.ts';

/** What a card without a person is called in every language. */
export const NOBODY = '—';

/** For people who may: looks the card up, also in the bin, and asks for the right. */
export async function eraseCustomer(
  ctx: Ctx,
  { id, reason }: { id: string; reason: string },
): Promise<{ ok: true; orders: number }> {
  await standBetweenBatches(ctx);
  const card = await customerToChange(ctx, id, 'customers.erase').catch(async (error: unknown) => {
    if ((error as { code?: string }).code !== 'CUSTOMER_NOT_FOUND') throw error;
    return customerToChange(ctx, id, 'customers.erase', 'bin');
  });
  if (!(await reaching(ctx, card.id, ['customers.erase'])).has('customers.erase')) {
    throw refuseCommon('NOT_ALLOWED', { permission: 'customers.erase' });
  }
  return { ok: true, orders: await forget(ctx, [card.id], reason) };
}

/**
 * Forgets these people, with all cards that were merged into theirs, and answers how many of their orders stay. The log
 * of the business keeps the reason.
 */
export async function forget(ctx: Ctx, ids: readonly string[], reason: string): Promise<number> {
  await sql`set local statement_timeout = '10min'`.execute(ctx.db);
  await standBetweenBatches(ctx);
  const rows = await lockFamily(ctx, ids);
  const cards = rows.map((row) => row.id);
  if (cards.length === 0) return 0;
  const traces = await gatherTraces(ctx, rows);
  const files = await filesOf(ctx, cards);
  const marks = [...new Set(rows.flatMap((row) => marksOf(ctx, knownBy(row))))];
  await buryMarks(ctx, cards[0] as string, marks);
  await recordOwners(
    ctx,
    rows.map(({ id, owner_id: from }) => ({ customerId: id, from, to: null })),
    'erased',
  );
  await makeAnonymous(ctx, cards);
  await announceErased(ctx, cards);
  await eraseBelongings(ctx, cards);
  await forgetPairsOf(ctx, cards);
  await forgetChangeSets(ctx, cards);
  await forgetAnswers(ctx, cards);
  await removeFileRows(ctx, files);
  const arrived = await forgetInFiles(ctx, traces);
  await redactLog(ctx, cards, traces);
  await recordAudit(ctx, {
    action: 'customer.erased',
    entity: 'customer',
    entityId: cards[0] ?? null,
    detail: { reason: await withoutTraces(ctx, reason, traces) },
  });
  await sql`
    select customer_scrub(${cards}::uuid[], ${traces.parts}::text[], ${traces.wholes}::text[], ${traces.needles}::text[])`.execute(
    ctx.db,
  );
  await emit(ctx, customersErased, { customerIds: cards, fileIds: [...files, ...arrived], marks });
  return ordersOf(ctx, cards);
}

async function lockFamily(ctx: Ctx, ids: readonly string[]): Promise<CustomerRow[]> {
  return ctx.db
    .selectFrom('customers')
    .selectAll()
    .where('workspace_id', '=', ctx.workspace.id)
    .where('erased_at', 'is', null)
    .where(sql<boolean>`(id = any (${[...ids]}::uuid[]) or merged_into = any (${[...ids]}::uuid[]))`)
    .orderBy('id')
    .forUpdate()
    .execute();
}

function knownBy(row: CustomerRow) {
  return {
    name: row.name,
    phone: row.phone,
    email: row.email,
    externalId: row.external_id,
    birthday: presentBirthday(row),
  };
}

async function buryMarks(ctx: Ctx, cardId: string, marks: readonly string[]): Promise<void> {
  if (marks.length === 0) return;
  await ctx.db
    .insertInto('customer_tombstones')
    .values(marks.map((mark) => ({ workspace_id: ctx.workspace.id, mark, card_id: cardId, erased_at: ctx.now })))
    .onConflict((conflict) => conflict.columns(['workspace_id', 'mark']).doUpdateSet({ erased_at: ctx.now }))
    .execute();
}

async function makeAnonymous(ctx: Ctx, cards: readonly string[]): Promise<void> {
  // A merge cannot be taken back any more: there is nobody left to part.
  for (const column of ['merged_customer_id', 'kept_customer_id']) {
    await sql`
      delete from customer_merges
      where workspace_id = ${ctx.workspace.id} and ${sql.ref(column)} = any (${[...cards]}::uuid[])`.execute(ctx.db);
  }
  await sql`
    update customers set name = ${NOBODY}, sort_name = ${NOBODY}, external_id = null, card_number = null, phone = null,
      email = null, gender = null, title = null, birthday_calendar = null, birthday_year = null, birthday_month = null,
      birthday_day = null, birthday_leap = false, address = null, tags = '{}', custom = '{}', source = null,
      owner_id = null, confirmed_on = '{}', merged_into = null, erased_at = ${ctx.now}, updated_at = ${ctx.now},
      binned_at = coalesce(binned_at, ${ctx.now}), version = version + 1
    where workspace_id = ${ctx.workspace.id} and id = any (${[...cards]}::uuid[])`.execute(ctx.db);
  // Nothing is computed of them again.
  await sql`
    insert into customer_restrictions (workspace_id, customer_id, kind, at, by_kind, by_name)
    select ${ctx.workspace.id}, id, 'profiling', ${ctx.now}, 'system', '' from unnest(${[...cards]}::uuid[]) c (id)
    on conflict (workspace_id, customer_id, kind) do update set until = null`.execute(ctx.db);
}

/** The log keeps that something was done; which entries lost their words stands in it, too. */
async function redactLog(ctx: Ctx, cards: readonly string[], { needles }: Traces): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    select audit_redact(${[...cards]}::uuid[], ${[...needles]}::text[]) as id`.execute(ctx.db);
  if (rows.length === 0) return;
  const entries = rows.map(({ id }) => id);
  await recordAudit(ctx, { action: 'audit.redacted', entity: 'audit', detail: { entries } });
}

/** The reason does not say who it was, either. */
async function withoutTraces(ctx: Ctx, reason: string, { parts, wholes }: Traces): Promise<string> {
  const { rows } = await sql<{ text: string }>`
    select customer_scrub_text(${reason}, ${[...parts]}::text[], ${[...wholes]}::text[]) as text`.execute(ctx.db);
  return rows[0]?.text ?? '';
}

/** What the registry says of every table that names a customer. */
async function eraseBelongings(ctx: Ctx, cards: readonly string[]): Promise<void> {
  for (const { table, column = 'customer_id', onErase } of belongingList()) {
    if (onErase === 'keep') continue;
    const blanks = onErase === 'delete' ? null : [...onErase.blank];
    await sql`
      select customer_erase_rows(${table}, ${column}, ${[...cards]}::uuid[], ${blanks}::text[])`.execute(ctx.db);
  }
}

/** Earlier values of bulk changes and imports; an undo has nothing left to put back. */
async function forgetChangeSets(ctx: Ctx, cards: readonly string[]): Promise<void> {
  await sql`
    update change_set_updates set before = '{}'
    where workspace_id = ${ctx.workspace.id} and entity_id = any (${[...cards]}::uuid[])`.execute(ctx.db);
}

/** Answers kept for repeated requests. */
async function forgetAnswers(ctx: Ctx, cards: readonly string[]): Promise<void> {
  await sql`
    delete from idempotency_keys
    where workspace_id = ${ctx.workspace.id}
      and exists (select from unnest(${[...cards]}::text[]) card (id) where strpos(answer::text, card.id) > 0)`.execute(
    ctx.db,
  );
}

async function filesOf(ctx: Ctx, cards: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select file_id as id from customer_files
    where workspace_id = ${ctx.workspace.id} and customer_id = any (${[...cards]}::uuid[])
    union
    select file_id from customer_consents
    where workspace_id = ${ctx.workspace.id} and customer_id = any (${[...cards]}::uuid[]) and file_id is not null`.execute(
    ctx.db,
  );
  return rows.map(({ id }) => id);
}

async function removeFileRows(ctx: Ctx, files: readonly string[]): Promise<void> {
  if (files.length === 0) return;
  await sql`delete from files where workspace_id = ${ctx.workspace.id} and id = any (${[...files]}::uuid[])`.execute(
    ctx.db,
  );
}

async function ordersOf(ctx: Ctx, cards: readonly string[]): Promise<number> {
  const { rows } = await sql<{ orders: number }>`
    select coalesce(sum(orders), 0)::int as orders from customer_statistics
    where workspace_id = ${ctx.workspace.id} and customer_id = any (${[...cards]}::uuid[])`.execute(ctx.db);
  return rows[0]?.orders ?? 0;
}
