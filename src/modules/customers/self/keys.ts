import { createHash, randomBytes, randomInt } from 'node:crypto';
import { stranger, type Actor } from '../../../kernel/access.ts';
import { recordAudit } from '../../../kernel/audit.ts';
import type { Ctx, Workspace } from '../../../kernel/context.ts';
import { enterWorkspace } from '../../../kernel/db/database.ts';
import { comeBack, workspaceById } from '../../../kernel/enter.ts';
import { refusals } from '../../../kernel/errors.ts';
import { translate } from '../../../kernel/i18n/translate.ts';
import { dayIn } from '../../../maths/calendar.ts';
import { countAttempt, premises } from '../../workspaces/index.ts';
import { keptCardOf } from '../family.ts';
import { customerToChange, type CustomerRow } from '../reach.ts';
import { phoneKey } from '../phones.ts';
import { normaliseEmail } from '../rules/email.ts';
import { selfErrors } from './contract.ts';
import { readSelfSettings } from './settings.ts';

const refuse = refusals(selfErrors);

const LINK_DAYS = 7;
const CODE_MINUTES = 10;
const SESSION_MINUTES = 30;
const MEMBER_DAYS = 30;

type Kind = 'link' | 'code' | 'session' | 'member';

export async function makeLink(ctx: Ctx, { id, mail: byMail }: { id: string; mail: boolean }) {
  const card = await customerToChange(ctx, id, 'customers.edit');
  if (!(await readSelfSettings(ctx)).links) throw refuse('SELF_LINKS_CLOSED');
  const { mail, config } = premises();
  if (byMail && card.email === null) throw refuse('SELF_MAIL_MISSING');
  if (byMail && !mail.configured) throw refuse('SELF_MAIL_UNSET');
  if (byMail) await countAttempt({ key: `self link mail ${card.id}`, attempts: 5, seconds: 86_400 });
  const token = randomBytes(24).toString('base64url');
  const expiresAt = await keep(ctx, ctx.workspace.id, card.id, 'link', hashOf(token), LINK_DAYS * 1440);
  const url = `${config.publicUrl}/me/${token}`;
  await recordAudit(ctx, { action: 'customer.self_link', entity: 'customer', entityId: card.id });
  if (byMail && !(await send(ctx.workspace, card.email ?? '', 'link', { link: url, days: LINK_DAYS })))
    throw refuse('SELF_MAIL_UNSET');
  return { url, expiresAt: expiresAt.toISOString(), mailed: byMail };
}

/** Programs that look through messages open every link, so this opens nothing. */
export async function lookAtLink(ctx: Ctx, { token }: { token: string }) {
  await countKnock(ctx);
  const { workspace } = await keyOf(ctx, ['link'], hashOf(token));
  return { workspace: workspace.name, language: workspace.language };
}

export async function openLink(ctx: Ctx, { token }: { token: string }) {
  await countKnock(ctx);
  const { workspace, customerId } = await keyOf(ctx, ['link'], hashOf(token));
  return exchange(ctx, workspace, customerId, hashOf(token), 'session');
}

export async function shopOfCodes(ctx: Ctx, { id }: { id: string }) {
  await countKnock(ctx);
  const { name, language } = await shopWithCodes(ctx, id);
  return { workspace: name, language };
}

/** By which of its addresses a customer says who is there. */
interface Address {
  column: 'email' | 'phone';
  /** As stored; null where it cannot be one. */
  value: string | null;
}

/** Says the same whether the address is known or not, and in the same time: the message is not waited for. */
export async function askCode(ctx: Ctx, asked: { workspaceId: string; email: string }): Promise<{ ok: true }> {
  return askCodeFor(ctx, asked.workspaceId, asked.email);
}

/** The same for a phone: by SMS where the shop can send one, else to the mailbox on that card. */
export async function askCodeFor(ctx: Ctx, workspaceId: string, said: string): Promise<{ ok: true }> {
  await countAttempt({ key: `self codes from ${ctx.request.ip}`, attempts: 20, seconds: 3600 });
  const workspace = await shopWithCodes(ctx, workspaceId);
  const address = addressOf(workspace, said);
  await countAttempt({ key: `self codes for ${workspaceId} ${address.value}`, attempts: 3, seconds: 900 });
  if (address.value === null) return { ok: true };
  const cards = await premises()
    .database.reader(workspace.id)
    .selectFrom('customers')
    .select(['id', 'email', 'phone'])
    .where('workspace_id', '=', workspace.id)
    .where('binned_at', 'is', null)
    .where(address.column, '=', address.value)
    .limit(2)
    .execute();
  const [card] = cards;
  // An address that several share does not say who is asking.
  if (!card || cards.length > 1) return { ok: true };
  const code = String(randomInt(1_000_000)).padStart(6, '0');
  await keep(ctx, workspace.id, card.id, 'code', codeHash(workspace.id, address.value, code), CODE_MINUTES);
  void deliver(workspace, address.column, card, code);
  return { ok: true };
}

export async function openByCode(ctx: Ctx, asked: { workspaceId: string; email: string; code: string }) {
  return openFor(ctx, asked.workspaceId, asked.email, asked.code, 'session');
}

/** On the customer's own phone, for a month. */
export async function openMemberPage(ctx: Ctx, workspaceId: string, said: string, code: string) {
  return openFor(ctx, workspaceId, said, code, 'member');
}

/** The key is gone from then on, on every device that has it. */
export async function leaveMemberPage(ctx: Ctx, key: string): Promise<void> {
  await ctx.db
    .deleteFrom('customer_self_keys')
    .where('key_hash', '=', hashOf(key))
    .where('kind', '=', 'member')
    .execute();
}

async function openFor(ctx: Ctx, workspaceId: string, said: string, code: string, kind: 'session' | 'member') {
  await countAttempt({ key: `self tries from ${ctx.request.ip}`, attempts: 30, seconds: 3600 });
  const workspace = await workspaceById(premises().database, workspaceId);
  const { value } = workspace ? addressOf(workspace, said) : { value: null };
  await countAttempt({ key: `self tries for ${workspaceId} ${value}`, attempts: 5, seconds: 900 });
  const hash = codeHash(workspaceId, value ?? '', code);
  const found = await rowOf(ctx, ['code'], hash);
  if (!found || !workspace || value === null) throw refuse('SELF_CODE_WRONG', { path: 'code' });
  return exchange(ctx, workspace, found.customer_id, hash, kind);
}

function addressOf(workspace: Workspace, said: string): Address {
  if (said.includes('@')) return { column: 'email', value: normaliseEmail(said) ?? null };
  return { column: 'phone', value: phoneKey({ workspace }, said) ?? null };
}

async function deliver(
  workspace: Workspace,
  column: Address['column'],
  card: { email: string | null; phone: string | null },
  code: string,
): Promise<void> {
  const values = { code, minutes: CODE_MINUTES };
  if (column === 'phone' && card.phone !== null) {
    const text = translate(workspace.language, 'customers:self.sms', { workspace: workspace.name, ...values });
    if (await sendBySms(workspace, card.phone, text)) return;
  }
  if (card.email !== null) await send(workspace, card.email, 'code', values);
}

/** Whether an SMS has left; false where the shop has no way to send one. */
type SmsSender = (workspace: Workspace, phone: string, text: string) => Promise<boolean>;
let sendBySms: SmsSender = async () => false;

/** The module that has the channels registers here at start. Answers who sent until now. */
export function registerSmsSender(sender: SmsSender): SmsSender {
  const before = sendBySms;
  sendBySms = sender;
  return before;
}

/**
 * The customer at the own card: the workspace entered, in their own name. Every use is counted. Whoever is signed in with
 * another shop in the same browser stands in theirs again afterwards.
 */
export async function atOwnCard<T>(
  ctx: Ctx,
  key: string,
  work: (inside: Ctx, card: CustomerRow) => Promise<T>,
): Promise<T> {
  await countAttempt({ key: `self card from ${ctx.request.ip}`, attempts: 300, seconds: 3600 });
  const { workspace, customerId } = await keyOf(ctx, ['session', 'member'], hashOf(key));
  const inside = await insideOf(ctx, workspace);
  const card = await inside.db
    .selectFrom('customers')
    .selectAll()
    .where('workspace_id', '=', workspace.id)
    .where('id', '=', await keptCardOf(inside, customerId))
    .where('binned_at', 'is', null)
    .executeTakeFirst();
  if (!card) throw refuse('SELF_LINK_EXPIRED');
  const answer = await work(inside, card);
  await comeBack(ctx);
  return answer;
}

/** What the customer does stands under their own name, whoever let it count. */
export function customerActor(workspace: Workspace): Actor {
  const grants = { 'customers.read': 'all', 'customers.edit': 'all' } as const;
  return { ...stranger, name: translate(workspace.language, 'customers:self.byCustomer'), grants };
}

async function insideOf(ctx: Ctx, workspace: Workspace): Promise<Ctx> {
  const common = { workspace, actor: customerActor(workspace), today: dayIn(workspace.zone, ctx.now) };
  if (ctx.client === null) return { ...ctx, ...common, db: premises().database.reader(workspace.id) };
  await enterWorkspace(ctx.db, workspace.id);
  return { ...ctx, ...common };
}

/** Whoever takes the key away is the one it opens for; a second press finds none. */
async function exchange(ctx: Ctx, workspace: Workspace, customerId: string, hash: Buffer, kind: 'session' | 'member') {
  const { numDeletedRows } = await ctx.db
    .deleteFrom('customer_self_keys')
    .where('key_hash', '=', hash)
    .executeTakeFirst();
  if (numDeletedRows === 0n) throw refuse('SELF_LINK_EXPIRED');
  const key = randomBytes(24).toString('base64url');
  const minutes = kind === 'member' ? MEMBER_DAYS * 1440 : SESSION_MINUTES;
  const expiresAt = await keep(ctx, workspace.id, customerId, kind, hashOf(key), minutes);
  return { key, expiresAt: expiresAt.toISOString() };
}

/** A new one takes the place of an older of its kind. */
async function keep(ctx: Ctx, workspaceId: string, customerId: string, kind: Kind, hash: Buffer, minutes: number) {
  const expiresAt = new Date(ctx.now.getTime() + minutes * 60_000);
  await ctx.db
    .deleteFrom('customer_self_keys')
    .where((eb) =>
      eb.or([eb.and({ workspace_id: workspaceId, customer_id: customerId, kind }), eb('expires_at', '<', ctx.now)]),
    )
    .execute();
  await ctx.db
    .insertInto('customer_self_keys')
    .values({
      key_hash: hash,
      kind,
      workspace_id: workspaceId,
      customer_id: customerId,
      by_name: ctx.actor.name,
      created_at: ctx.now,
      expires_at: expiresAt,
    })
    .execute();
  return expiresAt;
}

async function keyOf(
  ctx: Ctx,
  kinds: readonly Kind[],
  hash: Buffer,
): Promise<{ workspace: Workspace; customerId: string }> {
  const row = await rowOf(ctx, kinds, hash);
  const workspace = row && (await workspaceById(premises().database, row.workspace_id));
  if (!row || !workspace) throw refuse('SELF_LINK_EXPIRED');
  return { workspace, customerId: row.customer_id };
}

function rowOf(ctx: Ctx, kinds: readonly Kind[], hash: Buffer) {
  return ctx.db
    .selectFrom('customer_self_keys')
    .selectAll()
    .where('key_hash', '=', hash)
    .where('kind', 'in', [...kinds])
    .where('expires_at', '>', ctx.now)
    .executeTakeFirst();
}

async function shopWithCodes(ctx: Ctx, id: string): Promise<Workspace> {
  const { database, mail } = premises();
  const workspace = await workspaceById(database, id);
  const open = workspace && (await readSelfSettings({ ...ctx, workspace, db: database.reader(id) })).codes;
  if (!workspace || !open || !mail.configured) throw refuse('SELF_LINK_EXPIRED');
  return workspace;
}

function countKnock(ctx: Ctx): Promise<void> {
  return countAttempt({ key: `self links from ${ctx.request.ip}`, attempts: 60, seconds: 3600 });
}

function send(workspace: Workspace, to: string, what: 'link' | 'code', values: Record<string, unknown>) {
  const { language } = workspace;
  const said = { workspace: workspace.name, ...values };
  return premises().mail.send({
    to,
    subject: translate(language, `customers:self.mail.${what}.subject`, said),
    text: translate(language, `customers:self.mail.${what}.text`, said),
  });
}

function hashOf(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}

function codeHash(workspaceId: string, email: string, code: string): Buffer {
  return hashOf(`${workspaceId} ${email} ${code}`);
}
