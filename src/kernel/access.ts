/** How far a right reaches: one's own rows, the rows of one's teams, or everything in the workspace. */
export type Scope = 'own' | 'team' | 'all';

/** `resource.action`, e.g. `customers.read`. Modules name theirs in their contracts. */
export type Permission = `${string}.${string}`;

/** `public` operations need no sign-in; `signed-in` ones need a person but no right in a workspace. */
export type Requirement = Permission | 'public' | 'signed-in';

export type Grants = Readonly<Partial<Record<Permission, Scope>>>;

export interface Actor {
  readonly kind: 'user' | 'key' | 'system' | 'anonymous';
  /** The person behind a session; absent for keys, the system and strangers. */
  readonly userId: string | null;
  /** The membership in this workspace: what owns customers and tasks. */
  readonly memberId: string | null;
  readonly keyId: string | null;
  /** The sign-in that the request came with; only people have one. */
  readonly sessionId?: string | null;
  readonly name: string;
  readonly role: string;
  /** Members whose rows count as "team" for this actor, the actor included. */
  readonly teamMemberIds: readonly string[];
  readonly grants: Grants;
}

export function scopeOf(actor: Actor, permission: Permission): Scope | null {
  if (actor.kind === 'system') return 'all';
  return actor.grants[permission] ?? null;
}

export function may(actor: Actor, permission: Permission): boolean {
  return scopeOf(actor, permission) !== null;
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
