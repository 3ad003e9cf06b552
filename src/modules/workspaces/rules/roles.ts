import {
  fieldReach,
  fieldShown,
  fieldWritable,
  scopeOf,
  scopes,
  type Actor,
  type FieldReach,
  type FieldRights,
  type Grants,
  type Permission,
  type Scope,
} from '../../../kernel/access.ts';
import { catalogue, fieldsGiven, guardedFields, knownRights, rightNamed } from './catalogue.ts';

/** The roles that every shop has. Its own are copies of these, changed. */
export const roles = ['owner', 'manager', 'sales', 'service', 'marketing', 'clerk', 'reader'] as const;
export type Role = (typeof roles)[number];

export function isBuiltIn(role: string): role is Role {
  return (roles as readonly string[]).includes(role);
}

/** What a role allows: rights with their reach, and the fields of which it sees less than everything. */
export interface RoleRights {
  grants: Grants;
  fields: FieldRights;
}

export const rightsOf = Object.fromEntries(roles.map((role) => [role, grantsOf(role)])) as Record<Role, Grants>;

export function builtInRights(role: Role): RoleRights {
  return { grants: rightsOf[role], fields: fieldsGiven[role] ?? {} };
}

function grantsOf(role: Role): Grants {
  const given = knownRights.map((right) => {
    const { given } = catalogue[right] as { given: Partial<Record<Role, Scope>> };
    return [right, role === 'owner' ? 'all' : given[role]] as const;
  });
  return Object.fromEntries(given.filter(([, scope]) => scope !== undefined)) as Grants;
}

/** What the screen sent, as far as it exists: unknown rights fall away, yes-or-no rights are for everything. */
export function tidyGrants(given: Readonly<Record<string, Scope>>): Grants {
  const known = Object.entries(given).flatMap(([permission, scope]) => {
    const right = rightNamed(permission);
    return right ? [[permission, right.rows ? scope : 'all'] as const] : [];
  });
  return Object.fromEntries(known) as Grants;
}

/** Nobody gives more than they have: the rights and fields in which `wanted` goes beyond the giver. */
export function beyond(giver: Actor, wanted: RoleRights): string[] {
  if (giver.kind === 'system') return [];
  const farther = Object.entries(wanted.grants).flatMap(([permission, scope]) => {
    return rankOf(scope ?? null) > rankOf(scopeOf(giver, permission as Permission)) ? permission : [];
  });
  const fields = new Set([...guardedFields, ...Object.keys(wanted.fields), ...Object.keys(giver.fields ?? {})]);
  const deeper = [...fields].filter((field) => {
    return deeperThan(reachIn(wanted.fields, field), reachIn(giver.fields ?? {}, field));
  });
  return [...farther, ...deeper];
}

function rankOf(scope: Scope | null): number {
  return scope === null ? -1 : scopes.indexOf(scope);
}

function reachIn(fields: FieldRights, field: string): FieldReach {
  const [resource = '', name = ''] = field.split(/\.(.*)/s);
  return fieldReach({ kind: 'user', fields }, resource, name);
}

function deeperThan(one: FieldReach, other: FieldReach): boolean {
  const sees = (reach: FieldReach) => (fieldShown(reach) ? 2 : reach === 'mask' ? 1 : 0);
  return sees(one) > sees(other) || (fieldWritable(one) && !fieldWritable(other));
}
