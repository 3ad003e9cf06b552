import { scopeOf, type Actor, type Permission } from '../../../kernel/access.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { translate } from '../../../kernel/i18n/translate.ts';
import { dayInWords } from '../../../kernel/i18n/print.ts';
import { dayIn } from '../../../maths/calendar.ts';
import type { CustomerRow } from '../reach.ts';
import { collaborationFor } from './rules/collaboration.ts';

interface Group {
  id: string;
  name: string;
  memberIds: string[];
}

/** What is known of the colleague whose rights are explained. */
export interface Known {
  actor: Actor;
  active: boolean;
  roleName: string;
  teams: Group[];
  branches: Group[];
  /** Everybody's name by membership. */
  names: ReadonlyMap<string, string>;
}

interface Sharing {
  memberId: string;
  access: string;
}

/** Every reason why a right reaches this customer; or the one why it does not. */
export function whyReached(
  ctx: Ctx,
  known: Known,
  row: Pick<CustomerRow, 'owner_id' | 'branch_id'>,
  sharing: readonly Sharing[],
  right: Permission,
  seen: boolean,
): string[] {
  const say = (key: string, values: Record<string, string> = {}) =>
    translate(ctx.locale, `customers:why.${key}`, { role: known.roleName, name: known.actor.name, ...values });
  const scope = scopeOf(known.actor, right);
  if (!known.active) return [say('left')];
  if (scope === null) return [say('no')];
  if (!seen) return [say('unseen')];
  if (scope === 'all') return [say('role.all')];
  const reasons = [
    ...ownerReasons(ctx, known, row.owner_id, scope, say),
    ...branchReasons(known, row.branch_id, scope, say),
    ...sharingReasons(ctx, known, sharing, right, say),
  ];
  if (reasons.length > 0) return reasons;
  const owner = row.owner_id === null ? undefined : known.names.get(row.owner_id);
  return [say(`only.${scope}`), owner === undefined ? say('nobodys') : say('anothers', { owner })];
}

type Say = (key: string, values?: Record<string, string>) => string;

function ownerReasons(
  ctx: Ctx,
  { actor, teams, names }: Known,
  owner: string | null,
  scope: string,
  say: Say,
): string[] {
  if (owner === null) return [];
  if (owner === actor.memberId) return [say('owns')];
  const standing = (actor.deputyFor ?? []).filter(({ memberId, from, until }) => {
    return memberId === owner && from <= ctx.now && ctx.now < until;
  });
  const deputy = standing.map(({ until }) =>
    say('deputy', { owner: names.get(owner) ?? '', until: moment(ctx, until) }),
  );
  if (scope === 'own') return deputy;
  const shared = teams.filter(({ memberIds }) => memberIds.includes(owner) && memberIds.includes(actor.memberId ?? ''));
  return [...deputy, ...shared.map(({ name }) => say('team', { owner: names.get(owner) ?? '', team: name }))];
}

function branchReasons({ actor, branches }: Known, branchId: string | null, scope: string, say: Say): string[] {
  if (scope !== 'branch' || branchId === null || !actor.branchIds?.includes(branchId)) return [];
  return [say('branch', { branch: branches.find(({ id }) => id === branchId)?.name ?? '' })];
}

function sharingReasons(ctx: Ctx, known: Known, sharing: readonly Sharing[], right: Permission, say: Say): string[] {
  const wanted: readonly string[] = collaborationFor(right);
  const absent = (known.actor.deputyFor ?? []).filter(({ from, until }) => from <= ctx.now && ctx.now < until);
  const members = new Set([known.actor.memberId, ...absent.map(({ memberId }) => memberId)]);
  return sharing
    .filter(({ memberId, access }) => members.has(memberId) && wanted.includes(access))
    .map(({ memberId, access }) => say(`shared.${access}`, { name: known.names.get(memberId) ?? '' }));
}

/** `2026-12-01 18:00` in the shop's zone. */
function moment(ctx: Ctx, at: Date): string {
  const clock = new Intl.DateTimeFormat('en-GB', { timeZone: ctx.workspace.zone, hour: '2-digit', minute: '2-digit' });
  return `${dayInWords(ctx, dayIn(ctx.workspace.zone, at))} ${clock.format(at)}`;
}
