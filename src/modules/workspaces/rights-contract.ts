import { z } from 'zod';
import { byId, civilDate, id, instant, noInput, nothing, operation, pick } from '../../kernel/contract.ts';
import { fieldReaches, scopes } from '../../kernel/access.ts';
import type { ErrorCatalog } from '../../kernel/errors.ts';
import { guardedFields, knownRights } from './rules/catalogue.ts';
import { roles } from './rules/roles.ts';
import { line, role } from './shapes-contract.ts';

export const rightsErrors = {
  ROLE_NOT_FOUND: { status: 404 },
  ROLE_TOO_HIGH: { status: 403 },
  ROLE_NAME_TAKEN: { status: 409 },
  ROLE_IN_USE: { status: 409 },
  ROLE_RIGHT_UNKNOWN: { status: 422 },
  TEAM_NOT_FOUND: { status: 404 },
  TEAM_NAME_TAKEN: { status: 409 },
  BRANCH_NOT_FOUND: { status: 404 },
  BRANCH_NAME_TAKEN: { status: 409 },
  ABSENCE_NOT_FOUND: { status: 404 },
  ABSENCE_ENDS_FIRST: { status: 422 },
  ABSENCE_OWN_DEPUTY: { status: 422 },
  ABSENCE_NOT_YOURS: { status: 403 },
  MEMBER_NOT_FOUND: { status: 404 },
} as const satisfies ErrorCatalog;

const grants = z
  .record(z.string().max(60), z.enum(scopes))
  .describe(`Right → how far it reaches; rights: ${knownRights.join(', ')}.`);
const fields = z
  .record(z.string().max(120), z.enum(fieldReaches))
  .describe(`Field → how much is seen; besides custom fields (customers.custom.<key>): ${guardedFields.join(', ')}.`);

const roleView = z.object({
  /** What members and keys name: a built-in role, or the id of one of the shop's own. */
  role,
  builtIn: z.boolean(),
  /** In the caller's language for built-in roles. */
  name: z.string(),
  about: z.string(),
  base: z.enum(roles),
  grants: z.record(z.string(), z.enum(scopes)),
  fields: z.record(z.string(), z.enum(fieldReaches)),
  /** Colleagues, keys and open invitations that have it. */
  used: z.number().int(),
  /** Whether the caller may give it: nobody gives more than they have. */
  givable: z.boolean(),
  /** Whoever has it must sign in with a second step. */
  secondStep: z.boolean(),
  version: z.number().int(),
});

const group = { id, name: z.string(), memberIds: z.array(id) };
const team = z.object(group);
const branch = z.object({ ...group, closed: z.boolean() });
const absence = z.object({
  id,
  memberId: id,
  deputyId: id,
  from: instant,
  until: instant,
  by: z.string(),
  /** Whether it counts at this moment. */
  now: z.boolean(),
});
const memberIds = z.array(id).max(1000);
/** A day is its beginning (`from`) or its end (`until`) in the shop's zone. */
const moment = z.union([civilDate, instant]).refine((text) => text >= '1900' && text < '2200');

export const rightsContract = {
  roles: {
    list: operation({
      method: 'GET',
      path: '/roles',
      summary: 'Roles, built-in and the shop’s own, with every right and field',
      requires: 'signed-in',
      input: noInput,
      output: z.object({ items: z.array(roleView) }),
    }),
    create: operation({
      method: 'POST',
      path: '/roles',
      summary: 'Make a role: a copy of a built-in one, changed as said',
      requires: 'members.manage',
      input: z
        .object({ name: line(60), base: z.enum(roles), grants: grants.optional(), fields: fields.optional() })
        .strict(),
      output: roleView,
      errors: pick(rightsErrors, 'ROLE_TOO_HIGH', 'ROLE_NAME_TAKEN', 'ROLE_RIGHT_UNKNOWN'),
    }),
    change: operation({
      method: 'PATCH',
      path: '/roles/{id}',
      summary: 'Change one of the shop’s own roles; it counts at once for everybody who has it',
      requires: 'members.manage',
      input: z
        .object({
          id,
          name: line(60).optional(),
          grants: grants.optional(),
          fields: fields.optional(),
          version: z.number().int().optional(),
        })
        .strict(),
      output: roleView,
      errors: pick(rightsErrors, 'ROLE_NOT_FOUND', 'ROLE_TOO_HIGH', 'ROLE_NAME_TAKEN', 'ROLE_RIGHT_UNKNOWN'),
    }),
    requireSecondStep: operation({
      method: 'PUT',
      path: '/roles/{role}/second-step',
      summary: 'Say whether whoever has this role must sign in with a second step',
      requires: 'members.manage',
      input: z.object({ role, required: z.boolean() }).strict(),
      output: roleView,
      errors: pick(rightsErrors, 'ROLE_NOT_FOUND', 'ROLE_TOO_HIGH'),
    }),
    remove: operation({
      method: 'DELETE',
      path: '/roles/{id}',
      summary: 'Remove a role that nobody has',
      requires: 'members.manage',
      input: byId,
      output: nothing,
      errors: pick(rightsErrors, 'ROLE_NOT_FOUND', 'ROLE_TOO_HIGH', 'ROLE_IN_USE'),
    }),
  },
  teams: {
    list: operation({
      method: 'GET',
      path: '/teams',
      summary: 'Teams and who is in them',
      requires: 'signed-in',
      input: noInput,
      output: z.object({ items: z.array(team) }),
    }),
    create: operation({
      method: 'POST',
      path: '/teams',
      summary: 'Make a team',
      requires: 'members.manage',
      input: z.object({ name: line(60), memberIds: memberIds.optional() }).strict(),
      output: team,
      errors: pick(rightsErrors, 'TEAM_NAME_TAKEN', 'MEMBER_NOT_FOUND', 'ROLE_TOO_HIGH'),
    }),
    change: operation({
      method: 'PATCH',
      path: '/teams/{id}',
      summary: 'Rename a team, or say who is in it',
      requires: 'members.manage',
      input: z.object({ id, name: line(60).optional(), memberIds: memberIds.optional() }).strict(),
      output: team,
      errors: pick(rightsErrors, 'TEAM_NOT_FOUND', 'TEAM_NAME_TAKEN', 'MEMBER_NOT_FOUND', 'ROLE_TOO_HIGH'),
    }),
    remove: operation({
      method: 'DELETE',
      path: '/teams/{id}',
      summary: 'Dissolve a team; its members stay',
      requires: 'members.manage',
      input: byId,
      output: nothing,
      errors: pick(rightsErrors, 'TEAM_NOT_FOUND'),
    }),
  },
  branches: {
    list: operation({
      method: 'GET',
      path: '/branches',
      summary: 'Stores and who works in them',
      requires: 'signed-in',
      input: noInput,
      output: z.object({ items: z.array(branch) }),
    }),
    create: operation({
      method: 'POST',
      path: '/branches',
      summary: 'Open a store; orders that name it make its customers',
      requires: 'members.manage',
      input: z.object({ name: line(60), memberIds: memberIds.optional() }).strict(),
      output: branch,
      errors: pick(rightsErrors, 'BRANCH_NAME_TAKEN', 'MEMBER_NOT_FOUND', 'ROLE_TOO_HIGH'),
    }),
    change: operation({
      method: 'PATCH',
      path: '/branches/{id}',
      summary: 'Rename, close or reopen a store, or say who works in it',
      requires: 'members.manage',
      input: z
        .object({ id, name: line(60).optional(), memberIds: memberIds.optional(), closed: z.boolean().optional() })
        .strict(),
      output: branch,
      errors: pick(rightsErrors, 'BRANCH_NOT_FOUND', 'BRANCH_NAME_TAKEN', 'MEMBER_NOT_FOUND', 'ROLE_TOO_HIGH'),
    }),
  },
  absences: {
    list: operation({
      method: 'GET',
      path: '/absences',
      summary: 'Who is or will be away, and who stands in',
      requires: 'signed-in',
      input: noInput,
      output: z.object({ items: z.array(absence) }),
    }),
    create: operation({
      method: 'POST',
      path: '/absences',
      summary: 'Say who stands in while somebody is away; one’s own, or anybody’s for who manages members',
      requires: 'signed-in',
      input: z.object({ memberId: id, deputyId: id, from: moment, until: moment }).strict(),
      output: absence,
      errors: pick(rightsErrors, 'MEMBER_NOT_FOUND', 'ABSENCE_ENDS_FIRST', 'ABSENCE_OWN_DEPUTY', 'ABSENCE_NOT_YOURS'),
    }),
    end: operation({
      method: 'DELETE',
      path: '/absences/{id}',
      summary: 'End an absence now, or take back one that has not begun',
      requires: 'signed-in',
      input: byId,
      output: nothing,
      errors: pick(rightsErrors, 'ABSENCE_NOT_FOUND', 'ABSENCE_NOT_YOURS'),
    }),
  },
};

export type RoleView = z.input<typeof roleView>;
export type TeamView = z.input<typeof team>;
export type BranchView = z.input<typeof branch>;
export type AbsenceView = z.input<typeof absence>;
