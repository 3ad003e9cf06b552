import { z } from 'zod';
import { byId, id, instant, noInput, nothing, operation, pick } from '../../kernel/contract.ts';
import { workspaceErrors } from './errors-contract.ts';
import { anyPassword, email, invitation, language, line, member, role, session, token } from './shapes-contract.ts';

/** Colleagues, and those who are asked to become some. */
export const colleaguesContract = {
  members: {
    list: operation({
      method: 'GET',
      path: '/members',
      summary: 'Colleagues; e-mail addresses for those who manage members',
      requires: 'signed-in',
      input: noInput,
      output: z.object({ items: z.array(member) }),
    }),
    change: operation({
      method: 'PATCH',
      path: '/members/{id}',
      summary: 'Change role, teams, branches or the last moment, or let somebody in or out',
      requires: 'members.manage',
      input: z
        .object({
          id,
          role: role.optional(),
          teamIds: z.array(id).max(100).optional(),
          branchIds: z.array(id).max(100).optional(),
          active: z.boolean().optional(),
          endsAt: instant.nullish(),
          version: z.number().int().optional(),
        })
        .strict(),
      output: member,
      errors: pick(
        workspaceErrors,
        'MEMBER_NOT_FOUND',
        'LAST_OWNER',
        'ROLE_NOT_FOUND',
        'ROLE_TOO_HIGH',
        'TEAM_NOT_FOUND',
        'BRANCH_NOT_FOUND',
      ),
    }),
    endSessions: operation({
      method: 'POST',
      path: '/members/{id}/end-sessions',
      summary: 'Sign a colleague out on all devices; they can come in again',
      requires: 'members.manage',
      input: byId,
      output: z.object({ ended: z.number().int() }),
      errors: pick(workspaceErrors, 'MEMBER_NOT_FOUND', 'ROLE_NOT_FOUND', 'ROLE_TOO_HIGH'),
      status: 200,
    }),
  },
  invitations: {
    list: operation({
      method: 'GET',
      path: '/invitations',
      summary: 'Invitations that wait, and those that expired in the last month',
      requires: 'members.manage',
      input: noInput,
      output: z.object({ items: z.array(invitation) }),
    }),
    create: operation({
      method: 'POST',
      path: '/invitations',
      summary: 'Invite a colleague; the link is answered, and mailed where mail is set up',
      requires: 'members.manage',
      input: z
        .object({
          email,
          role,
          teamIds: z.array(id).max(100).default([]),
          branchIds: z.array(id).max(100).default([]),
        })
        .strict(),
      output: z.object({ invitation, link: z.string(), mailed: z.boolean() }),
      errors: pick(
        workspaceErrors,
        'MEMBER_ALREADY',
        'ROLE_NOT_FOUND',
        'ROLE_TOO_HIGH',
        'TEAM_NOT_FOUND',
        'BRANCH_NOT_FOUND',
      ),
    }),
    resend: operation({
      method: 'POST',
      path: '/invitations/{id}/resend',
      summary: 'A new link for another week; the old one opens nothing any more',
      requires: 'members.manage',
      input: byId,
      output: z.object({ invitation, link: z.string(), mailed: z.boolean() }),
      errors: pick(workspaceErrors, 'INVITATION_NOT_FOUND', 'ROLE_NOT_FOUND', 'ROLE_TOO_HIGH'),
      status: 200,
    }),
    withdraw: operation({
      method: 'DELETE',
      path: '/invitations/{id}',
      summary: 'Withdraw an invitation',
      requires: 'members.manage',
      input: byId,
      output: nothing,
    }),
    read: operation({
      method: 'GET',
      path: '/invitations/{token}',
      summary: 'What an invitation is to',
      requires: 'public',
      input: z.object({ token }).strict(),
      output: z.object({
        workspace: z.string(),
        email: z.string(),
        invitedBy: z.string(),
        role,
        roleName: z.string(),
        known: z.boolean(),
      }),
      errors: pick(workspaceErrors, 'LINK_EXPIRED'),
    }),
    accept: operation({
      method: 'POST',
      path: '/invitations/{token}/accept',
      summary: 'Accept: with name and new password, or with the password one has',
      requires: 'public',
      input: z
        .object({ token, name: line(100).optional(), password: anyPassword, language: language.optional() })
        .strict(),
      output: session,
      errors: {
        ...pick(workspaceErrors, 'LINK_EXPIRED', 'PASSWORD_WRONG', 'PASSWORD_WEAK', 'PASSWORD_COMMON', 'PASSWORD_OWN'),
      },
      status: 200,
    }),
  },
};
