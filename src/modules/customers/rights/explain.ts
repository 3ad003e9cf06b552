import { fieldReach, may, scopeOf, stranger, type Actor, type Permission } from '../../../kernel/access.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { refuse as refuseCommon, refusals } from '../../../kernel/errors.ts';
import { translate } from '../../../kernel/i18n/translate.ts';
import {
  actorOfMember,
  allMembers,
  BRANCHES,
  catalogue,
  groupsOf,
  guardedFields,
  roleNames,
  TEAMS,
} from '../../workspaces/index.ts';
import { guarded, reachInto } from '../masks.ts';
import { customerSeen, reaching, type CustomerRow } from '../reach.ts';
import { rightsErrors } from './errors.ts';
import type { MemberRights } from './contract.ts';
import { whyReached, type Known } from './why.ts';

const refuse = refusals(rightsErrors);

/** Everything that a colleague may do and see, each with the reason; about one customer, too, if the asker sees it. */
export async function explainRights(
  ctx: Ctx,
  { id, customerId }: { id: string; customerId?: string | undefined },
): Promise<MemberRights> {
  if (ctx.actor.memberId !== id && !may(ctx.actor, 'members.manage'))
    throw refuseCommon('NOT_ALLOWED', { permission: 'members.manage' });
  const members = await allMembers(ctx);
  const member = members.find((one) => one.id === id);
  if (!member) throw refuse('MEMBER_NOT_FOUND');
  const row = customerId === undefined ? null : await customerSeen(ctx, customerId);
  const actor = await actorOfMember(ctx, id);
  const known = await knownOf(
    ctx,
    actor ?? { ...stranger, name: member.name, role: member.role },
    actor !== undefined,
    members,
  );
  return {
    member: { ...member, roleName: known.roleName, active: known.active },
    teams: known.teams.filter(({ memberIds }) => memberIds.includes(id)).map(named),
    branches: known.branches.filter(({ memberIds }) => memberIds.includes(id)).map(named),
    deputyFor: deputies(ctx, known),
    rights: rightsOf(ctx, known),
    fields: fieldsOf(ctx, known),
    customer: row && (await aboutCustomer(ctx, known, row)),
  };
}

async function knownOf(
  ctx: Ctx,
  actor: Actor,
  active: boolean,
  members: readonly { id: string; name: string }[],
): Promise<Known> {
  const [teams, branches, nameOf] = await Promise.all([groupsOf(ctx, TEAMS), groupsOf(ctx, BRANCHES), roleNames(ctx)]);
  const names = new Map(members.map(({ id, name }) => [id, name]));
  return { actor, active, roleName: nameOf(actor.role), teams, branches, names };
}

const named = ({ id, name }: { id: string; name: string }) => ({ id, name });

function deputies(ctx: Ctx, { actor, names }: Known): MemberRights['deputyFor'] {
  return (actor.deputyFor ?? [])
    .filter(({ from, until }) => from <= ctx.now && ctx.now < until)
    .map(({ memberId, until }) => ({ id: memberId, name: names.get(memberId) ?? '', until: until.toISOString() }));
}

function rightsOf(ctx: Ctx, known: Known): MemberRights['rights'] {
  return Object.entries(catalogue).map(([right, { group, ...facts }]) => {
    const scope = scopeOf(known.actor, right as Permission);
    return {
      right,
      group,
      rows: 'rows' in facts,
      scope,
      why: [say(ctx, known, scope === null ? 'no' : `role.${scope}`)],
    };
  });
}

function fieldsOf(ctx: Ctx, known: Known): MemberRights['fields'] {
  const own = Object.keys(known.actor.fields ?? {}).filter((name) => name.startsWith('customers.custom.'));
  return [...guardedFields, ...own].map((field) => {
    const [, name = ''] = field.split(/\.(.*)/s);
    const reach = known.active
      ? fieldReach({ kind: 'user', fields: known.actor.fields ?? {} }, 'customers', name, sensitive(name))
      : 'hide';
    return { field, reach, why: [say(ctx, known, `field.${reach}`)] };
  });
}

/** The row for fields marked sensitive stands for all of them. */
function sensitive(name: string): { sensitive: boolean } {
  return { sensitive: name === 'sensitive' };
}

async function aboutCustomer(ctx: Ctx, known: Known, row: CustomerRow): Promise<NonNullable<MemberRights['customer']>> {
  const rights = Object.entries(catalogue).flatMap(([right, facts]) => ('rows' in facts ? [right as Permission] : []));
  const theirs: Ctx = { ...ctx, actor: known.actor };
  const reached = await reaching(theirs, row.id, rights);
  const sharing = await collaborationsOn(ctx, row.id);
  // What is not seen is not worked on, whatever other rights say.
  const seen = reached.has('customers.read');
  const unseen = (reach: 'hide' | 'mask') => guarded.filter((field) => reachInto(theirs, field) === reach);
  const branch = known.branches.find(({ id }) => id === row.branch_id);
  return {
    id: row.id,
    name: row.name,
    owner: row.owner_id === null ? null : { id: row.owner_id, name: known.names.get(row.owner_id) ?? '' },
    branch: branch ? named(branch) : null,
    rights: rights.map((right) => ({
      right,
      allowed: known.active && seen && reached.has(right),
      why: whyReached(ctx, known, row, sharing, right, seen),
    })),
    masked: unseen('mask'),
    hidden: unseen('hide'),
  };
}

async function collaborationsOn(ctx: Ctx, customerId: string) {
  return ctx.db
    .selectFrom('customer_collaborators')
    .select(['member_id as memberId', 'access'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('customer_id', '=', customerId)
    .where((eb) => eb.or([eb('until', 'is', null), eb('until', '>', ctx.now)]))
    .execute();
}

function say(ctx: Ctx, { active, roleName, actor }: Known, key: string): string {
  const sentence = active ? key : 'left';
  return translate(ctx.locale, `customers:why.${sentence}`, { role: roleName, name: actor.name });
}
