import type { Ctx } from '../../kernel/context.ts';
import { refusals } from '../../kernel/errors.ts';
import { CALLBACK, discover, openid, SECRET } from './company-provider.ts';
import { providerOf } from './company-setting.ts';
import { workspaceErrors, type SessionView } from './contract.ts';
import { acceptFor, invitationFor } from './invitations.ts';
import { countAttempt } from './limits.ts';
import { hashPassword } from './passwords.ts';
import { premises } from './premises.ts';
import { beginSession, sessionOf, tellRightsChanged } from './session.ts';
import { insertMember, insertUser } from './setup.ts';
import { secondStepRequired } from './standing.ts';
import { hashOf, newToken } from './tokens.ts';

const refuse = refusals(workspaceErrors);
const MINUTES = 10;

/** Of the workspace that the link names; without one, of the only one: nobody learns who else is here. */
export async function companyWays(ctx: Ctx, { workspace }: { workspace?: string | undefined }) {
  const rows = await ctx.db
    .selectFrom('workspaces')
    .leftJoin('company_providers', 'company_providers.workspace_id', 'workspaces.id')
    .select(['workspaces.id', 'company_providers.name', 'company_providers.enabled'])
    .$if(workspace !== undefined, (qb) => qb.where('workspaces.id', '=', workspace as string))
    .limit(2)
    .execute();
  const [only, another] = rows;
  if (!only?.enabled || only.name === null || another) return { items: [] };
  return { items: [{ workspaceId: only.id, name: only.name }] };
}

export async function beginCompany(
  ctx: Ctx,
  { workspaceId }: { workspaceId: string },
): Promise<{ url: string; proof: string }> {
  await countAttempt({ key: `company from ${ctx.request.ip}`, attempts: 60, seconds: 900 });
  const config = await configOf(ctx, workspaceId);
  const { buildAuthorizationUrl, calculatePKCECodeChallenge, randomNonce, randomPKCECodeVerifier } = await openid();
  const [state, proof, nonce, verifier] = [newToken(), newToken(), randomNonce(), randomPKCECodeVerifier()];
  await ctx.db.deleteFrom('company_attempts').where('expires_at', '<', ctx.now).execute();
  await ctx.db
    .insertInto('company_attempts')
    .values({
      state_hash: hashOf(state),
      proof_hash: hashOf(proof),
      workspace_id: workspaceId,
      verifier: premises().secrets.seal(SECRET, verifier),
      nonce,
      expires_at: new Date(ctx.now.getTime() + MINUTES * 60_000),
    })
    .execute();
  const url = buildAuthorizationUrl(config, {
    redirect_uri: `${premises().config.publicUrl}${CALLBACK}`,
    scope: 'openid email profile',
    code_challenge: await calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
    nonce,
  });
  return { url: url.href, proof };
}

/** The session opens this workspace alone: its owner chose whom to believe, those of others did not. */
export async function finishCompany(
  ctx: Ctx,
  { answer, proof }: { answer: string; proof: string },
): Promise<SessionView> {
  await countAttempt({ key: `company back from ${ctx.request.ip}`, attempts: 60, seconds: 900 });
  const state = new URLSearchParams(answer).get('state') ?? '';
  const attempt = await takeAttempt(ctx, state, proof);
  const { workspace_id: workspaceId } = attempt;
  const person = await personAt(ctx, attempt, state, answer);
  const userId = await userFor(ctx, workspaceId, person);
  const role = await roleIn(ctx, workspaceId, userId);
  const strong = person.methods.some((method) => ['mfa', 'otp', 'hwk', 'swk', 'fpt', 'face'].includes(method));
  const reader = premises().database.reader(workspaceId);
  if (!strong && (await secondStepRequired(reader, workspaceId, role))) throw refuse('COMPANY_NO_SECOND_STEP');
  await beginSession(ctx, userId, 'company', { strong, only: workspaceId });
  await tellRightsChanged(ctx);
  return sessionOf(ctx, userId, workspaceId, { strong, only: workspaceId });
}

async function configOf(ctx: Ctx, workspaceId: string) {
  const row = await providerOf(ctx, workspaceId);
  if (!row?.enabled) throw refuse('COMPANY_OFF');
  const secret = premises().secrets.unseal(SECRET, row.client_secret);
  return discover({ issuer: row.issuer, clientId: row.client_id, secret });
}

/** Works once, whatever comes of it, and only for the browser that began. */
async function takeAttempt(ctx: Ctx, state: string, proof: string) {
  const attempt = await premises()
    .database.aside.deleteFrom('company_attempts')
    .where('state_hash', '=', hashOf(state))
    .where('proof_hash', '=', hashOf(proof))
    .where('expires_at', '>', ctx.now)
    .returningAll()
    .executeTakeFirst();
  if (!attempt) throw refuse('LINK_EXPIRED');
  return attempt;
}

interface Person {
  issuer: string;
  subject: string;
  /** Only one that the provider has verified. */
  email: string;
  name: string | undefined;
  /** How they showed who they are (RFC 8176). */
  methods: string[];
}

async function personAt(
  ctx: Ctx,
  attempt: { workspace_id: string; verifier: string; nonce: string },
  state: string,
  answer: string,
): Promise<Person> {
  const config = await configOf(ctx, attempt.workspace_id);
  const { authorizationCodeGrant } = await openid();
  const back = new URL(`${premises().config.publicUrl}${CALLBACK}`);
  back.search = answer;
  const tokens = await authorizationCodeGrant(config, back, {
    pkceCodeVerifier: premises().secrets.unseal(SECRET, attempt.verifier),
    expectedState: state,
    expectedNonce: attempt.nonce,
    idTokenExpected: true,
  }).catch((error: unknown) => {
    premises().log.warn({ err: error }, 'company sign-in');
    throw refuse('COMPANY_REFUSED');
  });
  const claims = tokens.claims();
  const email = typeof claims?.['email'] === 'string' ? claims['email'].trim().toLowerCase() : '';
  if (!claims || email === '' || claims['email_verified'] !== true) throw refuse('COMPANY_NOT_VERIFIED');
  const { name, amr } = claims;
  return {
    issuer: claims.iss,
    subject: claims.sub,
    email,
    name: typeof name === 'string' && name.trim() !== '' ? name.trim().slice(0, 100) : undefined,
    methods: Array.isArray(amr) ? amr.map(String) : [],
  };
}

/** Known from before, a member by the address, invited, or let in because the business says so. */
async function userFor(ctx: Ctx, workspaceId: string, person: Person): Promise<string> {
  const { issuer, subject, email } = person;
  const known = await ctx.db
    .selectFrom('company_subjects')
    .select('user_id')
    .where('workspace_id', '=', workspaceId)
    .where('issuer', '=', issuer)
    .where('subject', '=', subject)
    .executeTakeFirst();
  if (known) return known.user_id;
  const user = await ctx.db.selectFrom('users').select('id').where('email', '=', email).executeTakeFirst();
  const userId =
    (user && (await isMember(ctx, workspaceId, user.id)) ? user.id : undefined) ??
    (await takeIn(ctx, workspaceId, person, user?.id));
  await ctx.db
    .insertInto('company_subjects')
    .values({ workspace_id: workspaceId, issuer, subject, user_id: userId })
    .execute();
  return userId;
}

async function isMember(ctx: Ctx, workspaceId: string, userId: string): Promise<boolean> {
  const row = await ctx.db
    .selectFrom('memberships')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('user_id', '=', userId)
    .executeTakeFirst();
  return row !== undefined;
}

async function takeIn(
  ctx: Ctx,
  workspaceId: string,
  { email, name }: Person,
  userId: string | undefined,
): Promise<string> {
  const invitation = await invitationFor(ctx, workspaceId, email);
  const provider = await providerOf(ctx, workspaceId);
  const role = invitation?.role ?? provider?.join_role;
  // Somebody known from another business joins with their password: this one's provider does not speak for them yet.
  if (!role || userId !== undefined) throw refuse('COMPANY_NOT_MEMBER', { email });
  const id = await newUser(ctx, email, name);
  if (invitation) await acceptFor(ctx, invitation, id);
  else await insertMember(ctx, workspaceId, id, role);
  return id;
}

async function newUser(ctx: Ctx, email: string, name: string | undefined): Promise<string> {
  // Nobody knows this password; who wants one asks for a new one.
  const passwordHash = await hashPassword(newToken());
  return insertUser(ctx, { name: name ?? email.split('@')[0] ?? email, email, language: ctx.locale, passwordHash });
}

/** Of somebody who may still come in. */
async function roleIn(ctx: Ctx, workspaceId: string, userId: string): Promise<string> {
  const row = await ctx.db
    .selectFrom('memberships')
    .select('role')
    .where('workspace_id', '=', workspaceId)
    .where('user_id', '=', userId)
    .where('demo', '=', false)
    .where('deactivated_at', 'is', null)
    .where((eb) => eb.or([eb('ends_at', 'is', null), eb('ends_at', '>', ctx.now)]))
    .executeTakeFirst();
  if (!row) throw refuse('COMPANY_NOT_MEMBER', { email: '' });
  return row.role;
}
