import type { Ctx, Workspace } from '../../kernel/context.ts';
import { asSystem, command, workspaceById } from '../../kernel/enter.ts';
import { refusals } from '../../kernel/errors.ts';
import type { House } from '../../kernel/house.ts';
import { newId } from '../../kernel/ids.ts';
import { workspaceErrors, type SessionView, type SetUpInput } from './contract.ts';
import { countAttempt } from './limits.ts';
import { outside } from './outside.ts';
import { admitRole } from './own-roles.ts';
import { admitPassword, hashPassword } from './passwords.ts';
import { newResetLink } from './password-reset.ts';
import { beginSession, checkPlace, sessionOf } from './session.ts';
import { hashOf, newToken } from './tokens.ts';

const refuse = refusals(workspaceErrors);
const DAY = 86_400_000;
const SETUP_DAYS = 7;

/** The first owner and the first workspace, with the link that the first start printed. It works once. */
export async function setUp(ctx: Ctx, input: SetUpInput): Promise<SessionView> {
  await countAttempt({ key: `setup ${ctx.request.ip}`, attempts: 20, seconds: 3600 });
  checkPlace(input);
  admitPassword(input.password, [input.name, input.email, input.workspace]);
  const passwordHash = await hashPassword(input.password);
  const used = await ctx.db
    .deleteFrom('setup_tokens')
    .where('token_hash', '=', hashOf(input.token))
    .where('expires_at', '>', ctx.now)
    .executeTakeFirst();
  if (!used.numDeletedRows) throw refuse((await userCount(ctx)) > 0 ? 'SETUP_DONE' : 'LINK_EXPIRED');
  if ((await userCount(ctx)) > 0) throw refuse('SETUP_DONE');
  const { name, email, language } = input;
  const userId = await insertUser(ctx, { name, email, language, passwordHash });
  const workspace = await insertWorkspace(ctx, {
    name: input.workspace,
    zone: input.zone,
    baseCurrency: input.currency,
    language,
  });
  await insertMember(ctx, workspace.id, userId, 'owner');
  await beginSession(ctx, userId, 'link');
  return sessionOf(ctx, userId, workspace.id);
}

/** A link to the setup page while nobody owns this installation; each start makes a new one. */
export async function setupLink(house: House): Promise<string | null> {
  return outside(house, async (ctx) => {
    if ((await userCount(ctx)) > 0) return null;
    const token = newToken();
    await ctx.db
      .insertInto('setup_tokens')
      .values({ token_hash: hashOf(token), expires_at: new Date(ctx.now.getTime() + SETUP_DAYS * DAY) })
      .execute();
    return `${house.config.publicUrl}/setup?token=${token}`;
  });
}

/** The owner whom the environment names, made at the first start instead of by the setup page. */
export async function ensureFirstOwner(house: House): Promise<void> {
  const first = house.config.firstOwner;
  if (!first) return;
  const passwordHash = await hashPassword(first.password);
  await outside(house, async (ctx) => {
    if ((await userCount(ctx)) > 0) return;
    const email = first.email.toLowerCase();
    const userId = await insertUser(ctx, { name: email.split('@')[0] ?? email, email, language: null, passwordHash });
    const workspace = await insertWorkspace(ctx, { name: first.workspace, ...HOME });
    await insertMember(ctx, workspace.id, userId, 'owner');
  });
}

const HOME = { zone: 'Asia/Shanghai', baseCurrency: 'CNY', language: 'zh-CN' } as const;

/** A further workspace on this installation. An owner who is new chooses a password by the link. */
export async function createWorkspace(
  house: House,
  { name, ownerEmail }: { name: string; ownerEmail: string },
): Promise<{ workspace: Workspace; link?: string | undefined }> {
  return outside(house, async (ctx) => {
    const workspace = await insertWorkspace(ctx, { name, ...HOME });
    const { userId, link } = await userFor(ctx, ownerEmail, ownerEmail.split('@')[0] ?? ownerEmail);
    await insertMember(ctx, workspace.id, userId, 'owner');
    return { workspace, link };
  });
}

export async function createUser(
  house: House,
  { email, name, role, workspaceId }: { email: string; name: string; role: string; workspaceId: string },
): Promise<{ link?: string | undefined }> {
  const workspace = await findWorkspace(house, workspaceId);
  await command(house.database, asSystem(workspace), (ctx) => admitRole(ctx, role));
  return outside(house, async (ctx) => {
    const { userId, link } = await userFor(ctx, email, name);
    await insertMember(ctx, workspaceId, userId, role);
    return { link };
  });
}

/** The one workspace, or the one with this name or id. */
export async function findWorkspace(house: House, named: string | undefined): Promise<Workspace> {
  const rows = await house.database.local
    .selectFrom('workspaces')
    .select(['id', 'name'])
    .orderBy('created_at')
    .execute();
  const found = rows.filter((row) => named === undefined || row.id === named || row.name === named);
  const [first] = found;
  if (!first) throw refuse('WORKSPACE_UNKNOWN', { name: named ?? '' });
  if (found.length > 1) throw refuse('WORKSPACE_NOT_NAMED', { names: rows.map((row) => row.name).join(', ') });
  return (await workspaceById(house.database, first.id)) as Workspace;
}

export async function insertUser(
  ctx: Ctx,
  user: { name: string; email: string; language: string | null; passwordHash: string },
): Promise<string> {
  const row = await ctx.db
    .insertInto('users')
    .values({
      id: newId(),
      name: user.name,
      email: user.email.trim().toLowerCase(),
      language: user.language,
      password_hash: user.passwordHash,
      created_at: ctx.now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!row) throw refuse('EMAIL_TAKEN', { path: 'email' });
  return row.id;
}

export async function insertMember(ctx: Ctx, workspaceId: string, userId: string, role: string): Promise<string> {
  const row = await ctx.db
    .insertInto('memberships')
    .values({ workspace_id: workspaceId, id: newId(), user_id: userId, role, created_at: ctx.now })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!row) throw refuse('MEMBER_ALREADY', { path: 'email' });
  return row.id;
}

async function insertWorkspace(ctx: Ctx, facts: Omit<Workspace, 'id'>): Promise<Workspace> {
  const workspace = { ...facts, id: newId() };
  await ctx.db
    .insertInto('workspaces')
    .values({
      id: workspace.id,
      name: facts.name,
      zone: facts.zone,
      base_currency: facts.baseCurrency,
      language: facts.language,
      created_at: ctx.now,
    })
    .execute();
  return workspace;
}

async function userFor(ctx: Ctx, email: string, name: string): Promise<{ userId: string; link?: string }> {
  const known = await ctx.db
    .selectFrom('users')
    .select('id')
    .where('email', '=', email.trim().toLowerCase())
    .executeTakeFirst();
  if (known) return { userId: known.id };
  // Nobody knows this password; the link replaces it.
  const passwordHash = await hashPassword(newToken());
  const userId = await insertUser(ctx, { name, email, language: null, passwordHash });
  return { userId, link: await newResetLink(ctx, userId, SETUP_DAYS * DAY) };
}

async function userCount(ctx: Ctx): Promise<number> {
  const { count } = await ctx.db
    .selectFrom('users')
    .select(({ fn }) => fn.countAll<bigint>().as('count'))
    .executeTakeFirstOrThrow();
  return Number(count);
}
