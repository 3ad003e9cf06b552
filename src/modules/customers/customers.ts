import { scopeOf, type Permission } from '../../kernel/access.ts';
import { recordAudit } from '../../kernel/audit.ts';
import type { Ctx } from '../../kernel/context.ts';
import { refusals, refuse as refuseCommon } from '../../kernel/errors.ts';
import { newId } from '../../kernel/ids.ts';
import { branchChooser } from '../workspaces/index.ts';
import { changesBetween, recordChange, type FieldChanges } from './changes.ts';
import { consentsOf, recordConsents } from './consents.ts';
import { confirmFacts, knownKinds } from './confirm.ts';
import { customerErrors, type ChangedCustomerInput, type CustomerCard, type NewCustomerInput } from './contract.ts';
import { announceChanged, announceCreated } from './created.ts';
import { columnsOf } from './facts.ts';
import { fieldsOf } from './fields/definitions.ts';
import { addFieldValues, forgetFieldValues, replaceFieldValues } from './fields/value-index.ts';
import { admitRequired, customAfter } from './fields/values.ts';
import { admitMove, admitOwner } from './owners.ts';
import { ownerMoves, recordOwners } from './ownership/record.ts';
import { withoutMasks } from './masks.ts';
import { factsShown, presentCard, questionOf, wholeCustomer } from './present.ts';
import { factsAround } from './people/facts-around.ts';
import { askedQuestions, settleQuestions } from './questions.ts';
import { customerSeen, customerToChange, reaching, type CustomerRow } from './reach.ts';
import { addSearchTerms, forgetSearchTerms, replaceSearchTerms } from './search-terms.ts';
import { replaceTags, writeTags } from './tags.ts';

const refuse = refusals(customerErrors);

export async function createCustomer(ctx: Ctx, input: NewCustomerInput): Promise<CustomerCard> {
  const { consents, ...asked } = input;
  const given = withoutMasks(ctx, asked, null);
  const ownerId = given.ownerId ?? (reachesAll(ctx, 'customers.create') ? null : ctx.actor.memberId);
  const branchId = given.branchId ?? (await branchChooser(ctx))({ ownerId });
  await admitOwner(ctx, { ownerId, branchId }, 'customers.create');
  const columns = columnsOf(ctx, { ...given, ownerId, branchId });
  const owner = { id: null, kind: given.kind ?? 'person', stage: given.stage ?? 'lead' };
  const custom = await customAfter(ctx, owner, {}, given.custom ?? {}, agreedTo(consents));
  await admitRequired(ctx, { ...owner, custom }, null);
  const row = await ctx.db
    .insertInto('customers')
    .values({
      name: given.name,
      sort_name: given.name,
      ...columns,
      custom: JSON.stringify(custom),
      workspace_id: ctx.workspace.id,
      id: newId(),
      stage_since: ctx.now,
      facts_on: ctx.today,
      created_at: ctx.now,
      updated_at: ctx.now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst();
  if (!row) throw refuse('CUSTOMER_EXTERNAL_ID_TAKEN', { path: 'externalId' });
  const confirmed = await confirmFacts(ctx, row, knownKinds(ctx, row));
  await recordConsents(ctx, row.id, consents ?? []);
  await writeTags(ctx, [row]);
  await addFieldValues(ctx, [row]);
  await addSearchTerms(ctx, [row]);
  await recordChange(ctx, row.id, 'created');
  await recordOwners(ctx, [{ customerId: row.id, from: null, to: row.owner_id }], 'created');
  await recordAudit(ctx, { action: 'customer.created', entity: 'customer', entityId: row.id });
  await announceCreated(ctx, [row.id], null);
  return cardOf(ctx, confirmed);
}

export async function readCustomer(ctx: Ctx, { id }: { id: string }): Promise<CustomerCard> {
  return cardOf(ctx, await customerSeen(ctx, id));
}

/** The one thing worth asking this customer now. */
export async function questionFor(ctx: Ctx, id: string): Promise<CustomerCard['question']> {
  const row = await customerSeen(ctx, id);
  await fieldsOf(ctx);
  const facts = factsShown(ctx, row, await factsAround(ctx, row));
  return questionOf(ctx, row, facts, await askedQuestions(ctx, row.id));
}

export async function changeCustomer(ctx: Ctx, input: ChangedCustomerInput): Promise<CustomerCard> {
  const { id: asks, version, confirmed = [], consents = [], stageReason, ...asked } = input;
  const before = await customerToChange(ctx, asks, 'customers.edit');
  const { id } = before;
  const expected = version ?? ctx.request.ifMatch;
  if (expected !== null && expected !== before.version) {
    throw refuseCommon('STALE', { current: await cardOf(ctx, before) });
  }
  const given = withoutMasks(ctx, asked, wholeCustomer(ctx, before));
  await admitMove(ctx, before, given);
  const after = await writeChange(ctx, before, given, agreedTo(consents));
  const fields = changesBetween(ctx, before, after);
  const known = knownKinds(ctx, after);
  const kinds = [...kindsGiven(given, fields), ...confirmed];
  const row = await confirmFacts(
    ctx,
    after,
    known.filter((kind) => kinds.includes(kind)),
  );
  await settleQuestions(ctx, id, kinds);
  await recordConsents(ctx, id, consents);
  if (fields['tags']) await replaceTags(ctx, [after]);
  if (given.custom || fields['name']) await replaceFieldValues(ctx, [after]);
  await replaceSearchTerms(ctx, [after]);
  if (Object.keys(fields).length > 0) {
    await recordChange(ctx, id, 'changed', fields, fields['stage'] && stageReason ? stageReason : null);
    await recordOwners(ctx, ownerMoves([{ old: before, row: after }]), 'changed');
    await recordAudit(ctx, {
      action: 'customer.changed',
      entity: 'customer',
      entityId: id,
      detail: { fields: Object.keys(fields) },
    });
  }
  await announceChanged(ctx, [id], null);
  return cardOf(ctx, row);
}

/** To the bin: gone from lists and search, with everything kept. */
export async function binCustomer(ctx: Ctx, { id }: { id: string }): Promise<{ ok: true }> {
  const row = await customerToChange(ctx, id, 'customers.delete');
  await setBinned(ctx, row, ctx.now);
  await forgetSearchTerms(ctx, [id]);
  await forgetFieldValues(ctx, [id]);
  await replaceTags(ctx, [{ id, tags: [] }]);
  await recordChange(ctx, id, 'binned');
  await recordAudit(ctx, { action: 'customer.binned', entity: 'customer', entityId: id });
  await announceChanged(ctx, [id], null);
  return { ok: true };
}

export async function restoreCustomer(ctx: Ctx, { id }: { id: string }): Promise<CustomerCard> {
  const binned = await customerToChange(ctx, id, 'customers.delete', 'bin');
  const row = await setBinned(ctx, binned, null);
  await replaceSearchTerms(ctx, [row]);
  await replaceTags(ctx, [row]);
  await replaceFieldValues(ctx, [row]);
  await recordChange(ctx, id, 'restored');
  await recordAudit(ctx, { action: 'customer.restored', entity: 'customer', entityId: id });
  await announceChanged(ctx, [id], null);
  return cardOf(ctx, row);
}

function reachesAll(ctx: Ctx, permission: Permission): boolean {
  return scopeOf(ctx.actor, permission) === 'all';
}

async function cardOf(ctx: Ctx, row: CustomerRow): Promise<CustomerCard> {
  await fieldsOf(ctx);
  ctx.reply.header('etag', `"${row.version}"`);
  return presentCard(
    ctx,
    row,
    await consentsOf(ctx, row.id),
    await askedQuestions(ctx, row.id),
    await reaching(ctx, row.id, ['customers.edit', 'customers.delete']),
    await factsAround(ctx, row),
  );
}

type Given = Omit<ChangedCustomerInput, 'id' | 'version' | 'confirmed' | 'consents' | 'stageReason'>;

async function writeChange(
  ctx: Ctx,
  before: CustomerRow,
  given: Given,
  agreed: ReadonlySet<string>,
): Promise<CustomerRow> {
  const columns = columnsOf(ctx, given);
  const old = before.custom as Record<string, unknown>;
  const owner = { id: before.id, kind: given.kind ?? before.kind, stage: given.stage ?? before.stage };
  const custom = given.custom ? await customAfter(ctx, owner, old, given.custom, agreed) : old;
  await admitRequired(ctx, { ...owner, custom }, { ...before, custom: old });
  if (given.custom) columns.custom = JSON.stringify(custom);
  const moved = columns.stage !== undefined && columns.stage !== before.stage;
  return takenGuard(() =>
    ctx.db
      .updateTable('customers')
      .set({
        ...columns,
        ...(moved ? { stage_since: ctx.now, stage_by_hand: true } : {}),
        updated_at: ctx.now,
        version: before.version + 1,
      })
      .where('workspace_id', '=', ctx.workspace.id)
      .where('id', '=', before.id)
      .returningAll()
      .executeTakeFirstOrThrow(),
  );
}

function setBinned(ctx: Ctx, row: CustomerRow, at: Date | null): Promise<CustomerRow> {
  return takenGuard(() =>
    ctx.db
      .updateTable('customers')
      .set({ binned_at: at, updated_at: ctx.now, version: row.version + 1 })
      .where('workspace_id', '=', ctx.workspace.id)
      .where('id', '=', row.id)
      .returningAll()
      .executeTakeFirstOrThrow(),
  );
}

// Asking first would leave a gap in which somebody else takes the number; the unique index leaves none.
async function takenGuard<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    const { code, constraint } = error as { code?: string; constraint?: string };
    if (code === '23505' && constraint === 'customers_external') {
      throw refuse('CUSTOMER_EXTERNAL_ID_TAKEN', { path: 'externalId' });
    }
    throw error;
  }
}

function agreedTo(consents: NewCustomerInput['consents'] = []): Set<string> {
  return new Set(consents.flatMap(({ purpose, granted }) => (granted ? [purpose] : [])));
}

/** The facts that were said anew: fields by their name, tags as preferences, the business's own as `custom.<key>`. */
function kindsGiven(given: Given, fields: FieldChanges): string[] {
  const named = Object.keys(fields).flatMap((field) => (field === 'tags' ? 'preferences' : field));
  return [...named, ...Object.keys(given.custom ?? {}).flatMap((key) => [key, `custom.${key}`])];
}
