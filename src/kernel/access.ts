/**
 * How far a right reaches, each farther than the one before: one's own rows (deputised and shared ones included), the
 * rows of one's teams, of one's branches, or everything in the workspace.
 */
export type Scope = 'own' | 'team' | 'branch' | 'all';
export const scopes = ['own', 'team', 'branch', 'all'] as const satisfies readonly Scope[];

/** `resource.action`, e.g. `customers.read`. Modules name theirs in their contracts. */
export type Permission = `${string}.${string}`;

/**
 * `public` operations need no sign-in; `signed-in` ones need a person but no right in a workspace; `oneself` ones are about
 * one's own sign-in and are open to who must still set up a second step.
 */
export type Requirement = Permission | 'public' | 'signed-in' | 'oneself';

export type Grants = Readonly<Partial<Record<Permission, Scope>>>;

/**
 * `hide`: not there. `mask`: shown with most of it covered, and may be replaced by something new. `read`: shown, not
 * changed. `edit`: both.
 */
export type FieldReach = 'hide' | 'mask' | 'read' | 'edit';
export const fieldReaches = ['hide', 'mask', 'read', 'edit'] as const satisfies readonly FieldReach[];

/** `resource.field` → reach; what is not named is `edit`. `customers.sensitive` stands for fields marked sensitive. */
export type FieldRights = Readonly<Record<string, FieldReach>>;

/** An absent colleague whose rows count as one's own from `from` until `until`, to the instant. */
export interface Deputyship {
  readonly memberId: string;
  readonly from: Date;
  readonly until: Date;
}

export interface Actor {
  readonly kind: 'user' | 'key' | 'system' | 'anonymous';
  /** The person behind a session; absent for keys, the system and strangers. */
  readonly userId: string | null;
  /** The membership in this workspace: what owns customers and tasks. */
  readonly memberId: string | null;
  readonly keyId: string | null;
  /** The sign-in that the request came with; only people have one. */
  readonly sessionId?: string | null;
  /** Must set up a second step before anything else. */
  readonly confined?: boolean;
  readonly name: string;
  /** A built-in role, or the id of one of the shop's own. */
  readonly role: string;
  /** Members whose rows count as "team" for this actor, the actor included. */
  readonly teamMemberIds: readonly string[];
  readonly branchIds?: readonly string[];
  readonly deputyFor?: readonly Deputyship[];
  readonly grants: Grants;
  readonly fields?: FieldRights;
}

export function scopeOf(actor: Actor, permission: Permission): Scope | null {
  if (actor.kind === 'system') return 'all';
  return actor.grants[permission] ?? null;
}

export function may(actor: Actor, permission: Permission): boolean {
  return scopeOf(actor, permission) !== null;
}

/** Members whose rows count as the actor's own at this instant: the actor's, and those of absent colleagues. */
export function ownMemberIds({ memberId, deputyFor = [] }: Actor, at: Date): string[] {
  const absent = deputyFor.filter(({ from, until }) => from <= at && at < until).map((one) => one.memberId);
  return [...new Set(memberId === null ? absent : [memberId, ...absent])];
}

/** How far the actor reaches into one field. `sensitive`: the shop marked the field so; then masked unless said. */
export function fieldReach(
  { kind, fields }: Pick<Actor, 'kind' | 'fields'>,
  resource: string,
  field: string,
  { sensitive = false }: { sensitive?: boolean } = {},
): FieldReach {
  if (kind === 'system' || fields === undefined) return 'edit';
  return fields[`${resource}.${field}`] ?? (sensitive ? (fields[`${resource}.sensitive`] ?? 'mask') : 'edit');
}

export function fieldShown(reach: FieldReach): boolean {
  return reach === 'read' || reach === 'edit';
}

/** Whether something new may be written. */
export function fieldWritable(reach: FieldReach): boolean {
  return reach === 'mask' || reach === 'edit';
}

export const systemActor: Actor = {
  kind: 'system',
  userId: null,
  memberId: null,
  keyId: null,
  name: 'Regulars',
  role: 'system',
  teamMemberIds: [],
  grants: {},
};

export const stranger: Actor = { ...systemActor, kind: 'anonymous', name: '', role: 'none' };
