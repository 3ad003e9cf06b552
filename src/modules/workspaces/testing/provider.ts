import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Provider } from 'oidc-provider';
import { whenFileEnds } from '../../../kernel/testing/when-file-ends.ts';

export interface ProviderPerson {
  email?: string;
  verified?: boolean;
  name?: string;
}

export interface TestProvider {
  issuer: string;
  people: Map<string, ProviderPerson>;
  /** Walks from the address that the product gave through the provider's pages; answers where it sends one back. */
  signIn(url: string, who: string): Promise<URL>;
}

/** A real OpenID Connect provider on this machine. */
export async function openProvider(client: { id: string; secret: string; redirectUri: string }): Promise<TestProvider> {
  let listener: RequestListener = (_request, answer) => void answer.end();
  const server = createServer((request, answer) => listener(request, answer));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  whenFileEnds(async () => server.close());
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const people = new Map<string, ProviderPerson>();
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: client.id,
        client_secret: client.secret,
        redirect_uris: [client.redirectUri],
        application_type: 'native',
        token_endpoint_auth_method: 'client_secret_post',
      },
    ],
    pkce: { required: () => true },
    conformIdTokenClaims: false,
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    cookies: { keys: ['only for this test'] },
    findAccount: (_ctx: unknown, id: string) => {
      const { email, verified = false, name } = people.get(id) ?? {};
      return { accountId: id, claims: () => ({ sub: id, email, email_verified: verified, name }) };
    },
  });
  listener = provider.callback();
  return { issuer, people, signIn: (url, who) => walk(url, who, client.redirectUri) };
}

async function walk(start: string, who: string, redirectUri: string): Promise<URL> {
  const cookies = new Map<string, string>();
  let url = start;
  let form: URLSearchParams | undefined;
  for (let step = 0; step < 12; step += 1) {
    const answer = await fetch(url, {
      redirect: 'manual',
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(form ? { method: 'POST', body: form } : {}),
    });
    for (const cookie of answer.headers.getSetCookie()) {
      const [name = '', value = ''] = cookie.split(';')[0]?.split(/=(.*)/s) ?? [];
      cookies.set(name, value);
    }
    const next = answer.headers.get('location');
    const page = await answer.text();
    if (next?.startsWith(redirectUri)) return new URL(next);
    const prompt = /name="prompt" value="(\w+)"/.exec(page)?.[1];
    if (next) url = new URL(next, url).href;
    else if (!prompt) throw new Error(`The provider answered ${answer.status}: ${page.slice(0, 300)}`);
    form = next ? undefined : new URLSearchParams({ prompt: prompt ?? '', login: who, password: 'any' });
  }
  throw new Error('The provider leads nowhere.');
}
