import type { Actor } from '../../../kernel/access.ts';
import type { Workspace } from '../../../kernel/context.ts';
import type { Doorkeeper } from '../../../kernel/house.ts';
import { newId } from '../../../kernel/ids.ts';
import { buildServer } from '../../../kernel/http/server.ts';
import { actorWith, testHouse, type TestHouse } from '../../../kernel/testing/house.ts';
import { customersModule } from '../module.ts';

export const EVERYTHING = {
  'customers.read': 'all',
  'customers.create': 'all',
  'customers.edit': 'all',
  'customers.delete': 'all',
  'customers.export': 'all',
  'imports.run': 'all',
} as const;

/** A colleague in a workspace; answers the membership's id. */
export function hire(house: TestHouse, workspace: Workspace, name: string): Promise<string> {
  return house.in(workspace, async (ctx) => {
    const [userId, id] = [newId(), newId()];
    const email = `${userId}@example.com`;
    await ctx.db
      .insertInto('users')
      .values({ id: userId, email, name, password_hash: 'none', created_at: ctx.now })
      .execute();
    await ctx.db
      .insertInto('memberships')
      .values({ workspace_id: workspace.id, id, user_id: userId, role: 'sales', created_at: ctx.now })
      .execute();
    return id;
  });
}

export interface Answer {
  status: number;
  body: Record<string, unknown> & { items: Record<string, unknown>[] };
  headers: Record<string, unknown>;
  raw: string;
}

export interface Desk {
  house: TestHouse;
  shop: Workspace;
  /** Who knocks from now on, and where. */
  as(actor: Actor, workspace?: Workspace): void;
  call(
    method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE',
    path: string,
    body?: unknown,
    headers?: Headers,
  ): Promise<Answer>;
  get(path: string, query?: Record<string, string | number>): Promise<Answer>;
  /** Sends one file as a form would. */
  upload(path: string, fileName: string, content: string | Buffer): Promise<Answer>;
}
type Headers = Record<string, string>;

/** The customers module behind a real HTTP server, with an owner at the door. */
export async function openDesk(): Promise<Desk> {
  let actor = actorWith(EVERYTHING, { name: '林小雨' });
  let workspace: Workspace | null = null;
  const doorkeeper: Doorkeeper = { identify: async () => ({ actor, workspace, locale: 'zh-CN' }) };
  const house = await testHouse({ doorkeeper });
  const shop = await house.openWorkspace();
  workspace = shop;
  const app = await buildServer(house, [customersModule]);
  const call: Desk['call'] = async (method, path, body, headers = {}) => {
    const answer = await app.inject({
      method,
      url: `/api/v1${path}`,
      ...(body === undefined ? {} : { payload: body as string | object }),
      headers,
    });
    return { status: answer.statusCode, body: jsonOf(answer.body), headers: answer.headers, raw: answer.body };
  };
  return {
    house,
    shop,
    as(someone, where = shop) {
      actor = someone;
      workspace = where;
    },
    call,
    get: (path, query = {}) =>
      call(
        'GET',
        `${path}?${new URLSearchParams(Object.entries(query).map(([key, value]): [string, string] => [key, String(value)]))}`,
      ),
    upload(path, fileName, content) {
      const edge = 'edge-of-a-form';
      const head = `--${edge}\r\ncontent-disposition: form-data; name="file"; filename="${fileName}"\r\n\r\n`;
      const payload = Buffer.concat([Buffer.from(head), Buffer.from(content), Buffer.from(`\r\n--${edge}--\r\n`)]);
      return call('POST', path, payload, { 'content-type': `multipart/form-data; boundary=${edge}` });
    },
  };
}

function jsonOf(text: string): Answer['body'] {
  try {
    return JSON.parse(text) as Answer['body'];
  } catch {
    return { items: [] } as unknown as Answer['body'];
  }
}
