import type { Configuration, CustomFetch } from 'openid-client';
import { refusals } from '../../kernel/errors.ts';
import { openOutgoing, type Outgoing } from '../../kernel/outgoing.ts';
import { workspaceErrors } from './errors-contract.ts';

const refuse = refusals(workspaceErrors);

/** The page to which the provider sends people back. */
export const CALLBACK = '/company-sign-in';
export const SECRET = 'company sign-in';

/** Loaded when somebody uses it. */
export const openid = () => import('openid-client');

interface Reach {
  outgoing: Outgoing;
  /** Providers without TLS. */
  insecure: boolean;
}
let reach: Reach | undefined;

/** For tests, whose provider is on this machine and speaks plain HTTP. */
export function reachProvidersBy(outgoing: Outgoing): void {
  reach = { outgoing, insecure: true };
}

/** What the provider says of itself. Every call to it goes only to addresses on the internet, and follows no redirect. */
export async function discover(of: { issuer: string; clientId: string; secret: string }): Promise<Configuration> {
  reach ??= { outgoing: openOutgoing(), insecure: false };
  const { outgoing, insecure } = reach;
  const { allowInsecureRequests, customFetch, discovery, enableNonRepudiationChecks } = await openid();
  try {
    return await discovery(new URL(of.issuer), of.clientId, of.secret, undefined, {
      [customFetch]: ((url, options) => outgoing.fetch(url, options)) as CustomFetch,
      timeout: 10,
      // Without it the library believes an unsigned identity because it came over TLS.
      execute: insecure ? [enableNonRepudiationChecks, allowInsecureRequests] : [enableNonRepudiationChecks],
    });
  } catch {
    throw refuse('COMPANY_AWAY', { issuer: of.issuer });
  }
}
