import { z } from 'zod';
import { id, noInput, nothing, operation, pick } from '../../kernel/contract.ts';
import { workspaceErrors } from './errors-contract.ts';
import { line, role, session, token } from './shapes-contract.ts';

const provider = z.object({
  name: z.string(),
  issuer: z.string(),
  clientId: z.string(),
  joinRole: role.nullable(),
  enabled: z.boolean(),
});
const setting = z.object({
  provider: provider.nullable(),
  /** To be entered at the provider. */
  redirectUri: z.string(),
  /** The sign-in page with this way in. */
  link: z.string(),
});

export const companyContract = {
  company: {
    ways: operation({
      method: 'GET',
      path: '/sign-in/company',
      summary: 'The company sign-in of a workspace, or of the only one there is',
      requires: 'public',
      input: z.object({ workspace: id.optional() }).strict(),
      output: z.object({ items: z.array(z.object({ workspaceId: id, name: z.string() })) }),
    }),
    begin: operation({
      method: 'POST',
      path: '/sign-in/company',
      summary: 'Begin to sign in at the company’s provider: where to go, and a proof to keep until one is back',
      requires: 'public',
      input: z.object({ workspaceId: id }).strict(),
      output: z.object({ url: z.string(), proof: z.string() }),
      errors: pick(workspaceErrors, 'COMPANY_OFF', 'COMPANY_AWAY'),
      status: 200,
    }),
    finish: operation({
      method: 'POST',
      path: '/sign-in/company/finish',
      summary: 'Come in with what the provider put into the address',
      requires: 'public',
      input: z.object({ answer: z.string().max(8000), proof: token }).strict(),
      output: session,
      errors: pick(
        workspaceErrors,
        'LINK_EXPIRED',
        'COMPANY_OFF',
        'COMPANY_AWAY',
        'COMPANY_REFUSED',
        'COMPANY_NOT_VERIFIED',
        'COMPANY_NOT_MEMBER',
        'COMPANY_NO_SECOND_STEP',
      ),
      status: 200,
    }),
    read: operation({
      method: 'GET',
      path: '/workspace/company-sign-in',
      summary: 'The company sign-in',
      requires: 'settings.read',
      input: noInput,
      output: setting,
    }),
    save: operation({
      method: 'PUT',
      path: '/workspace/company-sign-in',
      summary: 'Set up the company sign-in; whoever decides there who somebody is decides it here',
      requires: 'keys.manage',
      input: z
        .object({
          name: line(60),
          issuer: z.url({ protocol: /^https?$/ }).max(500),
          clientId: line(300),
          /** Left out: stays as it is. */
          clientSecret: z.string().min(1).max(1000).optional(),
          joinRole: role.nullish(),
          enabled: z.boolean().default(true),
        })
        .strict(),
      output: setting,
      errors: pick(workspaceErrors, 'COMPANY_AWAY', 'COMPANY_SECRET_MISSING', 'ROLE_NOT_FOUND', 'ROLE_TOO_HIGH'),
    }),
    remove: operation({
      method: 'DELETE',
      path: '/workspace/company-sign-in',
      summary: 'Remove the company sign-in; sessions begun with it end',
      requires: 'keys.manage',
      input: noInput.optional(),
      output: nothing,
    }),
  },
};

export type CompanySetting = z.input<typeof setting>;
export type SaveCompanyInput = z.output<NonNullable<(typeof companyContract.company.save)['~orpc']['inputSchema']>>;
