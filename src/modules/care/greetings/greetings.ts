import { expressionBuilder, sql, type RawBuilder, type Selectable, type SqlBool } from 'kysely';
import { recordAudit } from '../../../kernel/audit.ts';
import type { Ctx } from '../../../kernel/context.ts';
import type { CareGreetings, DB } from '../../../kernel/db/tables.ts';
import { refusals, refuse as refuseCommon } from '../../../kernel/errors.ts';
import { translate } from '../../../kernel/i18n/translate.ts';
import { newId } from '../../../kernel/ids.ts';
import { addDays } from '../../../maths/calendar.ts';
import { instantAt, minutesOf } from '../../../maths/wall-clock.ts';
import { visibleCustomers } from '../../customers/index.ts';
import { couponToGive } from '../../loyalty/index.ts';
import { worksOn } from '../../team/index.ts';
import { channelOf } from '../channels/channels.ts';
import { careErrors } from '../errors-contract.ts';
import { factsOf } from '../gate/facts.ts';
import { meansOf } from '../journeys/messages.ts';
import { sendDay } from '../rules/send-day.ts';
import { openSending, skipPlanned, wake } from '../sending/sendings.ts';
import { readSettings } from '../settings.ts';
import { isOneMailbox, type ChannelKind, type Purpose } from '../shapes-contract.ts';
import { templateOf } from '../templates/templates.ts';
import { commonDays, ownDayRows, type KeptDay } from './common-days.ts';
import type { AnyGreetingKind, Greeting, GreetingKind } from './contract.ts';
import { daysOf, stepOf, type Day } from './due.ts';

const refuse = refusals(careErrors);

type GreetingRow = Selectable<CareGreetings>;

export async function listGreetings(ctx: Ctx): Promise<{ items: Greeting[] }> {
  return { items: (await rowsOf(ctx)).map(present) };
}

/** Writes the rule of this kind of day anew. */
export async function setGreeting(
  ctx: Ctx,
  { version, ...given }: Omit<Greeting, 'version'> & { version?: number | undefined },
): Promise<Greeting> {
  const channel = await channelOf(ctx, given.channelId);
  const template = await templateOf(ctx, given.templateId);
  if (template.channel !== channel.kind || template.purpose === 'promotion')
    throw refuse('GREETING_TEMPLATE_UNFIT', { path: 'templateId' });
  if (given.kind.startsWith('own-') && !(await ownDayRows(ctx)).some(({ id }) => `own-${id}` === given.kind))
    throw refuse('OWN_DAY_NOT_FOUND');
  if (given.couponId !== null && !(await couponToGive(ctx, given.couponId)))
    throw refuse('CARE_COUPON_UNFIT', { path: 'couponId' });
  const before = (await rowsOf(ctx)).find(({ kind }) => kind === given.kind);
  const expected = version ?? ctx.request.ifMatch;
  if (before && expected !== null && expected !== before.version)
    throw refuseCommon('STALE', { current: present(before) });
  const columns = {
    channel_id: given.channelId,
    template_id: given.templateId,
    automatic: given.automatic,
    days_ahead: given.daysAhead,
    at_time: given.atTime,
    coupon_id: given.couponId,
    version: (before?.version ?? 0) + 1,
  };
  const row = await ctx.db
    .insertInto('care_greetings')
    .values({
      workspace_id: ctx.workspace.id,
      id: before?.id ?? newId(),
      kind: given.kind,
      ...columns,
      created_by_name: ctx.actor.name,
      created_at: ctx.now,
    })
    .onConflict((conflict) => conflict.columns(['workspace_id', 'id']).doUpdateSet(columns))
    .returningAll()
    .executeTakeFirstOrThrow();
  await recordAudit(ctx, {
    action: before ? 'greeting.changed' : 'greeting.created',
    entity: 'greeting',
    entityId: row.id,
    detail: { kind: given.kind },
  });
  return present(row);
}

export async function removeGreeting(ctx: Ctx, { kind }: { kind: AnyGreetingKind }): Promise<{ ok: true }> {
  const row = await ruleFor(ctx, kind);
  await ctx.db
    .updateTable('care_greetings')
    .set({ removed_at: ctx.now })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', row.id)
    .execute();
  await skipPlanned(ctx, 'greeting', [row.id]);
  await recordAudit(ctx, { action: 'greeting.removed', entity: 'greeting', entityId: row.id, detail: { kind } });
  return { ok: true };
}

/** One tap: it goes out on its day. Tapping twice prepares it once. */
export async function prepareGreeting(
  ctx: Ctx,
  asked: { customerId: string; kind: GreetingKind; on: string },
): Promise<{ ok: true }> {
  const rule = await ruleFor(ctx, asked.kind);
  const inTime = asked.on >= ctx.today && asked.on <= addDays(ctx.today, 60);
  const days = inTime
    ? await daysOf(ctx, { from: ctx.today, to: asked.on, customerId: asked.customerId, limit: 50 })
    : [];
  const day = days.find(({ kind, on }) => kind === asked.kind && on === asked.on);
  if (!day) throw refuse('GREETING_NOT_DUE');
  if ((await writeGreetings(ctx, rule, [day])) === 0) throw refuse('GREETING_PREPARED');
  await recordAudit(ctx, {
    action: 'greeting.prepared',
    entity: 'customer',
    entityId: asked.customerId,
    detail: { kind: asked.kind, on: asked.on },
  });
  return { ok: true };
}

/** One tap for all: whoever may be greeted gets it on the day. Tapping twice prepares it once. */
export async function prepareDay(
  ctx: Ctx,
  asked: { kind: AnyGreetingKind; on: string },
): Promise<{ prepared: number }> {
  const rule = await ruleFor(ctx, asked.kind);
  const last = addDays(ctx.today, 60);
  const day = (await commonDays(ctx, last)).find(({ kind, on }) => kind === asked.kind && on === asked.on);
  if (!day) throw refuse('GREETING_NOT_DUE');
  const prepared = await greetAll(ctx, rule, day);
  if (prepared === 0) throw refuse('GREETING_PREPARED');
  await recordAudit(ctx, {
    action: 'greeting.prepared',
    entity: 'greeting',
    entityId: rule.id,
    detail: { kind: asked.kind, on: asked.on, count: prepared },
  });
  return { prepared };
}

const PORTION = 2_000;

/** Each night: what goes out by itself and whose time comes today, or came while the server was off. */
export async function prepareDue(ctx: Ctx): Promise<void> {
  const works = await worksOn(ctx);
  for (const rule of (await rowsOf(ctx)).filter(({ automatic }) => automatic)) {
    // One that lost its words or its way holds up no other.
    if (!(await meansOf(ctx, { channelId: rule.channel_id, templateId: rule.template_id }))) continue;
    const comes = (kind: GreetingKind, on: string) =>
      kind === rule.kind && sendDay(on, rule.days_ahead, works) <= ctx.today;
    const days = await daysOf(ctx, {
      from: ctx.today,
      to: addDays(ctx.today, rule.days_ahead + 15),
      keep: comes,
      limit: 100_000,
    });
    for (let at = 0; at < days.length; at += PORTION) await writeGreetings(ctx, rule, days.slice(at, at + PORTION));
    const day = (await commonDays(ctx, addDays(ctx.today, rule.days_ahead + 15))).find(
      ({ kind, on }) => kind === rule.kind && sendDay(on, rule.days_ahead, works) <= ctx.today,
    );
    if (day) await greetAll(ctx, rule, day);
  }
}

/**
 * In one statement, for everybody whom whoever asks may see and who has not said no; the gate looks at each again before
 * anything goes out. How many were not there yet.
 */
async function greetAll(ctx: Ctx, rule: GreetingRow, day: KeptDay): Promise<number> {
  const template = await templateOf(ctx, rule.template_id);
  const channel = await channelOf(ctx, rule.channel_id);
  const sendingId = await sendingFor(ctx, rule);
  const works = await worksOn(ctx);
  const at = instantAt(ctx.workspace.zone, sendDay(day.on, rule.days_ahead, works), minutesOf(rule.at_time));
  const due = at > ctx.now ? at : ctx.now;
  const occasion = day.name ?? translate(ctx.workspace.language, `care:greeting.kind.${day.kind}`);
  const settings = await readSettings(ctx);
  const facts = factsOf(ctx, { channel: channel.kind as ChannelKind, purpose: purposeOf(rule), settings });
  const visible = visibleCustomers(ctx)(expressionBuilder<DB, 'customers'>());
  const { numAffectedRows } = await sql`
    insert into care_messages (workspace_id, id, sending_id, customer_id, step, state, template_id, template_version, fields, due_at)
    select ${ctx.workspace.id}, gen_random_uuid(), ${sendingId}, met.id, ${stepOf(day)}, 'planned', ${template.id}, ${template.version},
      ${JSON.stringify({ occasion, date: day.on, years: '' })}::jsonb, ${due}
    from (select customers.id, ${facts.columns},
        row_number() over (partition by ${facts.address} order by said.granted desc nulls last, customers.id) > 1 as twin
      from customers ${facts.joins} where ${visible}) met
    where met.there and met.reachable and met.consent = 'yes' and not met.suppressed and not met."noContact"
      and not (met.twin and ${isOneMailbox(channel.kind as ChannelKind)}::boolean)
      and ${isNew(ctx, sendingId, sql`met.id`, sql`${stepOf(day)}::text`)}
    on conflict (workspace_id, sending_id, customer_id, step) do nothing`.execute(ctx.db);
  await wake(ctx, rule.channel_id, due);
  return Number(numAffectedRows ?? 0n);
}

/** How many were not there yet. */
async function writeGreetings(ctx: Ctx, rule: GreetingRow, days: readonly Day[]): Promise<number> {
  const template = await templateOf(ctx, rule.template_id);
  const sendingId = await sendingFor(ctx, rule);
  const works = await worksOn(ctx);
  const messages = days.map((day) => {
    const at = instantAt(ctx.workspace.zone, sendDay(day.on, rule.days_ahead, works), minutesOf(rule.at_time));
    const occasion = translate(ctx.workspace.language, `care:greeting.kind.${day.kind}`);
    const fields = {
      occasion,
      date: day.on,
      years: day.years === null ? '' : String(day.years),
      product: day.products ?? '',
    };
    return { id: newId(), customer: day.customerId, step: stepOf(day), fields, due: at > ctx.now ? at : ctx.now };
  });
  const { numAffectedRows } = await sql`
    insert into care_messages (workspace_id, id, sending_id, customer_id, step, state, template_id, template_version, fields, due_at)
    select ${ctx.workspace.id}, x.id, ${sendingId}, x.customer, x.step, 'planned', ${template.id}, ${template.version}, x.fields, x.due
    from jsonb_to_recordset(${JSON.stringify(messages)}::jsonb) as x (id uuid, customer uuid, step text, fields jsonb, due timestamptz)
    where ${isNew(ctx, sendingId, sql`x.customer`, sql`x.step`)}
    on conflict (workspace_id, sending_id, customer_id, step) do nothing`.execute(ctx.db);
  const first = messages.reduce((soonest, { due }) => (due < soonest ? due : soonest), messages[0]?.due ?? ctx.now);
  await wake(ctx, rule.channel_id, first);
  return Number(numAffectedRows ?? 0n);
}

/** Nobody is greeted anew because the rule was taken away and set again; what was taken back with it had not gone out. */
function isNew(ctx: Ctx, sendingId: string, customer: RawBuilder<unknown>, step: RawBuilder<unknown>) {
  return sql<SqlBool>`not exists (select from care_sendings d
    join care_messages g on g.workspace_id = d.workspace_id and g.sending_id = d.id and g.customer_id = ${customer} and g.step = ${step}
    where d.workspace_id = ${ctx.workspace.id} and d.sender = 'greeting' and d.id <> ${sendingId} and g.reason is distinct from 'stopped')`;
}

function sendingFor(ctx: Ctx, rule: GreetingRow): Promise<string> {
  return openSending(ctx, {
    sender: 'greeting',
    senderId: rule.id,
    channelId: rule.channel_id,
    purpose: purposeOf(rule),
    state: 'open',
    couponId: rule.coupon_id,
  });
}

/** A greeting that carries an offer is a promotion: it goes to who agreed to these, and the law's mark stands on it. */
function purposeOf({ coupon_id: coupon }: GreetingRow): Purpose {
  return coupon === null ? 'greeting' : 'promotion';
}

async function ruleFor(ctx: Ctx, kind: AnyGreetingKind): Promise<GreetingRow> {
  const row = (await rowsOf(ctx)).find((one) => one.kind === kind);
  if (!row) throw refuse('GREETING_NOT_FOUND');
  return row;
}

export function rowsOf(ctx: Ctx): Promise<GreetingRow[]> {
  return ctx.db
    .selectFrom('care_greetings')
    .selectAll()
    .where('workspace_id', '=', ctx.workspace.id)
    .where('removed_at', 'is', null)
    .orderBy('kind')
    .execute();
}

function present(row: GreetingRow): Greeting {
  return {
    kind: row.kind as AnyGreetingKind,
    channelId: row.channel_id,
    templateId: row.template_id,
    automatic: row.automatic,
    daysAhead: row.days_ahead,
    atTime: row.at_time,
    couponId: row.coupon_id,
    version: row.version,
  };
}
