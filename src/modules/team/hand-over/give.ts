import { sql } from 'kysely';
import { recordAudit } from '../../../kernel/audit.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { refusals } from '../../../kernel/errors.ts';
import { handOnCustomers, mailableFor } from '../../customers/index.ts';
import { closeChangeSet, openChangeSet } from '../../transfer/index.ts';
import { changeMember, endKeysMadeBy, memberNames, members, premises } from '../../workspaces/index.ts';
import { roomOf } from '../distribution/loads.ts';
import { holdSettings } from '../distribution/settings.ts';
import { notify } from '../reminders/notify.ts';
import { handOverErrors, type HandOver } from './contract.ts';
import { lettersJob } from './letters-job.ts';
import { presentHandOver } from './present.ts';
import { gatherCustomers } from './proposal.ts';
import { handOverHeld, type HandOverRow } from './reach.ts';
import { giveFirstContacts, moveTasks } from './tasks.ts';

const refuse = refusals(handOverErrors);

/** Everything in one transaction: a power cut leaves either the draft or the whole. Again answers the same. */
export async function giveHandOver(ctx: Ctx, { id }: { id: string }): Promise<HandOver> {
  const draft = await handOverHeld(ctx, id);
  if (draft.state === 'given') return presentHandOver(ctx, draft);
  if (draft.state !== 'draft') throw refuse('HAND_OVER_CLOSED');
  await holdSettings(ctx);
  await gatherCustomers(ctx, { id, memberId: draft.member_id });
  const wanted = await wantedOwners(ctx, id);
  await admitReceivers(ctx, draft, wanted);
  const name = (await memberNames(ctx, [draft.member_id])).get(draft.member_id) ?? '';
  const changeSetId = await openChangeSet(ctx, { kind: 'hand-over', title: name, undoNeeds: 'members.manage' });
  const given = await handOnCustomers(
    ctx,
    wanted.map(({ customerId, to }) => ({ customerId, from: draft.member_id, to })),
    { why: 'handed', changeSetId },
  );
  await moveTasks(ctx, draft, wanted, changeSetId);
  const contacts = await giveFirstContacts(ctx, draft, given, changeSetId);
  await noteGiven(ctx, draft, contacts);
  await endAccess(ctx, draft);
  await closeChangeSet(ctx, changeSetId);
  const row = await close(ctx, draft, changeSetId);
  await recordAudit(ctx, {
    action: 'hand_over.given',
    entity: 'member',
    entityId: draft.member_id,
    detail: { handOverId: id, customers: given.length },
  });
  await tellReceivers(ctx, given, name);
  if (draft.message !== null && draft.by_mail) await premises().jobs.enqueue(ctx, lettersJob, { handOverId: id });
  return presentHandOver(ctx, row);
}

export interface Wanted {
  customerId: string;
  /** Null: the pool. */
  to: string | null;
}

async function wantedOwners(ctx: Ctx, id: string): Promise<Wanted[]> {
  const rows = await ctx.db
    .selectFrom('hand_over_customers')
    .select(['customer_id', 'to_id'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('hand_over_id', '=', id)
    .orderBy('customer_id')
    .execute();
  return rows.map((row) => ({ customerId: row.customer_id, to: row.to_id }));
}

/** Colleagues may have left, or filled up, since it was proposed. */
async function admitReceivers(ctx: Ctx, draft: HandOverRow, wanted: readonly Wanted[]): Promise<void> {
  const [here, room] = await Promise.all([members(ctx), roomOf(ctx, { awayToo: true })]);
  for (const [to, own] of Map.groupBy(wanted, (one) => one.to)) {
    if (to === null) continue;
    const person = here.find((one) => one.id === to);
    if (!person || to === draft.member_id) throw refuse('HAND_OVER_RECEIVER_UNKNOWN', { path: 'assign' });
    const left = room.get(to) ?? 0;
    if (own.length > left) throw refuse('HAND_OVER_NO_ROOM', { name: person.name, room: left, wanted: own.length });
  }
}

async function noteGiven(ctx: Ctx, draft: HandOverRow, contacts: ReadonlyMap<string, string | null>): Promise<void> {
  const ids = [...contacts.keys()];
  const mailable =
    draft.message !== null && draft.by_mail ? (await mailableFor(ctx, ids, 'service')).map(({ id }) => id) : [];
  await sql`
    update hand_over_customers h set given = true, task_id = t.task_id,
      message = case when h.customer_id = any (${mailable}::uuid[]) and h.to_id is not null then 'waiting' else 'none' end
    from unnest(${ids}::uuid[], ${[...contacts.values()]}::uuid[]) as t (id, task_id)
    where h.workspace_id = ${ctx.workspace.id} and h.hand_over_id = ${draft.id} and h.customer_id = t.id`.execute(
    ctx.db,
  );
}

/** To the second: sessions and the keys that the colleague made stop then. */
async function endAccess(ctx: Ctx, draft: HandOverRow): Promise<void> {
  if (draft.kind !== 'leaving' || draft.ends_at === null) return;
  await changeMember(ctx, { id: draft.member_id, endsAt: draft.ends_at.toISOString() });
  await endKeysMadeBy(ctx, draft.member_id, draft.ends_at);
}

async function close(ctx: Ctx, draft: HandOverRow, changeSetId: string): Promise<HandOverRow> {
  return ctx.db
    .updateTable('hand_overs')
    .set({
      state: 'given',
      change_set_id: changeSetId,
      given_at: ctx.now,
      given_by_name: ctx.actor.name,
      version: draft.version + 1,
    })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', draft.id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

async function tellReceivers(ctx: Ctx, given: readonly { to: string | null }[], name: string): Promise<void> {
  for (const [to, own] of Map.groupBy(given, (one) => one.to)) {
    if (to === null) continue;
    await notify(ctx, {
      memberIds: [to],
      kind: 'customers_handed',
      params: { count: own.length, name },
      link: '/team/tasks',
    });
  }
}
