import { buildServer } from '../../../kernel/http/server.ts';
import type { House } from '../../../kernel/house.ts';
import { testHouse } from '../../../kernel/testing/house.ts';
import { openDoorkeeper } from '../doorkeeper.ts';
import { workspacesModule } from '../module.ts';
import { createUser, setupLink } from '../setup.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** Everybody's. */
export const password = '春天的龙井茶最好喝了呀';

/** The shop as it is set up first. */
export const FIRST_SHOP = {
  workspace: '林记茶行',
  zone: 'Asia/Shanghai',
  currency: 'CNY',
  language: 'zh-CN',
  name: '林老板',
  email: 'Lin@Example.com ',
  password,
};

/** A house whose doors are the real ones, asked over HTTP. */
export async function signInHouse() {
  const bare = await testHouse();
  const house: House = { ...bare, doorkeeper: openDoorkeeper(bare) };
  const app = await buildServer(house, [workspacesModule]);

  async function call(
    method: Method,
    path: string,
    body?: object,
    headers: Record<string, string> = {},
    ip = '127.0.0.1',
  ) {
    const answer = await app.inject({
      method,
      url: `/api/v1${path}`,
      remoteAddress: ip,
      ...(body ? { payload: body } : {}),
      headers: { 'accept-language': 'en', ...headers },
    });
    const cookie = String(answer.headers['set-cookie'] ?? '').split(';')[0] ?? '';
    return { status: answer.statusCode, body: answer.json<Record<string, never>>(), cookie, headers: answer.headers };
  }

  const signedIn = async (email: string, secret = password): Promise<string> =>
    (await call('POST', '/sign-in', { email, password: secret })).cookie;

  /** The first shop and its owner, by the link of the first start. */
  const begin = async () => {
    const token = new URL((await setupLink(house)) as string).searchParams.get('token');
    const { cookie, body } = await call('POST', '/setup', { token, ...FIRST_SHOP });
    return { owner: cookie, workspaceId: (body as unknown as { workspace: { id: string } }).workspace.id };
  };

  /** A clerk with the password of all. */
  const makeUser = async (workspaceId: string, email: string): Promise<void> => {
    const { link } = await createUser(house, { email, name: '同事', role: 'clerk', workspaceId });
    await call('POST', `/password-reset/${link?.split('/').at(-1)}`, { password });
  };

  return { house, call, signedIn, begin, makeUser };
}
