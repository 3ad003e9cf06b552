import { sql, type Selectable } from 'kysely';
import { recordAudit } from '../../../kernel/audit.ts';
import type { Ctx } from '../../../kernel/context.ts';
import type { CareChannels } from '../../../kernel/db/tables.ts';
import { refusals, refuse as refuseCommon } from '../../../kernel/errors.ts';
import { inBase } from '../../../kernel/i18n/print.ts';
import { newId } from '../../../kernel/ids.ts';
import { seal } from '../../../kernel/secrets.ts';
import { parseMoney } from '../../../maths/money.ts';
import { premises } from '../../workspaces/index.ts';
import { careErrors } from '../errors-contract.ts';
import { isChannelInUse } from '../in-use.ts';
import { linkToken } from '../public/tokens.ts';
import type { ChannelKind } from '../shapes-contract.ts';
import { admitAccount, admitted } from './admit-channel.ts';
import type { Channel, ChannelGiven, NewChannel } from './contract.ts';
import { secretsOf } from './ways.ts';

const refuse = refusals(careErrors);

export type ChannelRow = Selectable<CareChannels>;

export async function listChannels(ctx: Ctx): Promise<{ items: Channel[]; houseMail: boolean }> {
  const rows = await ctx.db
    .selectFrom('care_channels')
    .selectAll()
    .where('workspace_id', '=', ctx.workspace.id)
    .where('removed_at', 'is', null)
    .orderBy('created_at')
    .orderBy('id')
    .execute();
  return { items: rows.map((row) => presentChannel(ctx, row)), houseMail: Boolean(premises().config.smtpUrl) };
}

export async function createChannel(ctx: Ctx, { kind, name, perMinute, cost, given }: NewChannel): Promise<Channel> {
  const { settings, secrets } = admitted(kind, given, null);
  await admitAccount(ctx, kind);
  const row = await ctx.db
    .insertInto('care_channels')
    .values({
      workspace_id: ctx.workspace.id,
      id: newId(),
      kind,
      provider: given.provider,
      name,
      settings: JSON.stringify(settings),
      secrets: sealed(secrets),
      per_minute: perMinute,
      cost_minor: minorOf(ctx, cost),
      created_by_name: ctx.actor.name,
      created_at: ctx.now,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  await recordAudit(ctx, {
    action: 'channel.created',
    entity: 'channel',
    entityId: row.id,
    detail: { kind, provider: given.provider },
  });
  return presentChannel(ctx, row);
}

interface ChannelChange extends Partial<Pick<NewChannel, 'name' | 'perMinute' | 'cost'>> {
  id: string;
  given?: ChannelGiven | undefined;
  version?: number | undefined;
}

export async function changeChannel(
  ctx: Ctx,
  { id, version, name, perMinute, cost, given }: ChannelChange,
): Promise<Channel> {
  const before = await channelOf(ctx, id, true);
  const expected = version ?? ctx.request.ifMatch;
  if (expected !== null && expected !== before.version)
    throw refuseCommon('STALE', { current: presentChannel(ctx, before) });
  const kept =
    given?.provider === before.provider
      ? { settings: before.settings as Record<string, unknown>, secrets: secretsOf(before) }
      : null;
  const next = given && admitted(before.kind as ChannelKind, given, kept);
  const row = await ctx.db
    .updateTable('care_channels')
    .set({
      ...(name === undefined ? {} : { name }),
      ...(perMinute === undefined ? {} : { per_minute: perMinute }),
      ...(cost === undefined ? {} : { cost_minor: minorOf(ctx, cost) }),
      ...(given && next
        ? {
            provider: given.provider,
            settings: JSON.stringify(next.settings),
            secrets: sealed(next.secrets),
            problem: null,
          }
        : {}),
      version: before.version + 1,
    })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
  await recordAudit(ctx, { action: 'channel.changed', entity: 'channel', entityId: id });
  return presentChannel(ctx, row);
}

export async function removeChannel(ctx: Ctx, { id }: { id: string }): Promise<{ ok: true }> {
  await channelOf(ctx, id, true);
  if (await isChannelInUse(ctx, id)) throw refuse('CHANNEL_IN_USE');
  await ctx.db
    .updateTable('care_channels')
    .set({ removed_at: ctx.now, secrets: null })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .execute();
  // A newsletter, a message of a journey that has ended: nothing waits for a way that is gone.
  await sql`
    update care_messages m set state = 'skipped', reason = 'stopped' from care_sendings d
    where m.workspace_id = ${ctx.workspace.id} and d.workspace_id = m.workspace_id and d.id = m.sending_id
      and d.channel_id = ${id} and m.state = 'planned'`.execute(ctx.db);
  await recordAudit(ctx, { action: 'channel.removed', entity: 'channel', entityId: id });
  return { ok: true };
}

export async function channelOf(ctx: Ctx, id: string, lock = false): Promise<ChannelRow> {
  const row = await ctx.db
    .selectFrom('care_channels')
    .selectAll()
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .where('removed_at', 'is', null)
    .$if(lock, (query) => query.forUpdate())
    .executeTakeFirst();
  if (!row) throw refuse('CHANNEL_NOT_FOUND');
  return row;
}

function presentChannel(ctx: Ctx, row: ChannelRow): Channel {
  return {
    id: row.id,
    kind: row.kind as ChannelKind,
    provider: row.provider as Channel['provider'],
    name: row.name,
    settings: row.settings as Record<string, unknown>,
    secrets: Object.keys(secretsOf(row)),
    perMinute: row.per_minute,
    cost: inBase(ctx, row.cost_minor),
    problem: row.problem,
    reportsTo: reportsTo(ctx, row),
    version: row.version,
  };
}

function reportsTo(ctx: Ctx, { kind, id }: ChannelRow): string {
  const of = kind === 'wechat' || kind === 'wecom' ? 'w' : 'r';
  return `${premises().config.publicUrl}/c/${of}/${linkToken({ kind: of, workspaceId: ctx.workspace.id, id, n: 0 })}`;
}

export function minorOf(ctx: Ctx, money: { amount: string; currency: string } | null | undefined): bigint {
  if (!money) return 0n;
  const parsed = parseMoney(money.amount, ctx.workspace.baseCurrency);
  if (!parsed.ok || parsed.value < 0n || money.currency !== ctx.workspace.baseCurrency)
    throw refuseCommon('BAD_INPUT', { path: 'amount', problem: money.amount });
  return parsed.value;
}

function sealed(secrets: Readonly<Record<string, string>>): string | null {
  return Object.keys(secrets).length === 0 ? null : seal('care channel', JSON.stringify(secrets));
}
