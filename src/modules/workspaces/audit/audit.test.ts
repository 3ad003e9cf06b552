import { beforeAll, describe, expect, test } from 'vitest';
import pg from 'pg';
import { recordAudit } from '../../../kernel/audit.ts';
import { sealWaiting } from '../../../kernel/audit-seal.ts';
import type { Workspace } from '../../../kernel/context.ts';
import { query, asSystem } from '../../../kernel/enter.ts';
import { buildServer } from '../../../kernel/http/server.ts';
import { newId } from '../../../kernel/ids.ts';
import { actorWith, testHouse } from '../../../kernel/testing/house.ts';
import { workspacesModule } from '../module.ts';
import { verifyAudit } from './verify-audit.ts';

let shop: Workspace;
const lin = actorWith({ 'audit.read': 'all' }, { name: '林老板' });
const wang = actorWith({}, { name: '小王' });
const house = await testHouse({
  doorkeeper: { identify: async () => ({ actor: lin, workspace: shop, locale: 'zh-CN' }) },
});
const app = await buildServer(house, [workspacesModule]);

beforeAll(async () => {
  shop = await house.openWorkspace();
});

async function note(workspace: Workspace, action: string, detail: Record<string, unknown> = {}, actor = lin) {
  await house.in(workspace, (ctx) => recordAudit(ctx, { action, entity: action.split('.')[0] ?? '', detail }), actor);
}

async function sealAll(): Promise<void> {
  while ((await sealWaiting(house)) > 0);
}

/** As somebody who has the database, but not the program's key. */
async function behindTheBack(workspace: Workspace, statement: string, values: unknown[] = []): Promise<void> {
  const admin = new pg.Client(house.database.settings);
  await admin.connect();
  try {
    await admin.query(`set session_replication_role = replica`);
    await admin.query(`select set_config('regulars.workspace_id', $1, false)`, [workspace.id]);
    const { rowCount } = await admin.query(statement, values);
    expect(rowCount).toBeGreaterThan(0);
  } finally {
    await admin.end();
  }
}

const found = (workspace: Workspace) => query(house.database, asSystem(workspace), verifyAudit);
const problems = async (workspace: Workspace) => (await found(workspace)).map(({ problem, seq }) => [problem, seq]);

/** A shop whose log has five entries in the chain. */
async function fiveEntries(): Promise<Workspace> {
  const workspace = await house.openWorkspace();
  for (let n = 1; n <= 5; n += 1) await note(workspace, 'role.changed', { n, names: ['店员', { 甲: 1, 乙: null }] });
  await sealAll();
  return workspace;
}

describe('the chain of the log', () => {
  test('holds for everything that was recorded, sealed or waiting for it', async () => {
    const workspace = await fiveEntries();
    await note(workspace, 'role.changed', { amount: 1.5, text: '"引号"\u2028', nothing: undefined });
    expect(await found(workspace)).toEqual([]);
    await sealAll();
    expect(await found(workspace)).toEqual([]);
  });

  test('holds when many act and several seal at once', async () => {
    const workspace = await house.openWorkspace();
    await Promise.all([
      ...Array.from({ length: 60 }, (_, n) => note(workspace, 'role.changed', { n })),
      ...Array.from({ length: 6 }, () => sealAll()),
    ]);
    await sealAll();
    expect(await found(workspace)).toEqual([]);
    const head = await house.in(workspace, (ctx) => ctx.db.selectFrom('audit_heads').select('seq').executeTakeFirst());
    expect(head?.seq).toBe(60n);
  });

  test.each([
    ['what was done', `update audit_entries set action = 'role.removed'`],
    ['who did it', `update audit_entries set actor_name = '别人'`],
    ['a value in the detail', `update audit_entries set detail = jsonb_set(detail, '{n}', '9')`],
    ['the detail, as if a person had been erased', `update audit_entries set detail = '{}', salt = null`],
  ])('tells that somebody changed %s', async (_what, statement) => {
    const workspace = await fiveEntries();
    await behindTheBack(
      workspace,
      `${statement} where id = (select entry_id from audit_seals where seq = 3 and workspace_id = $1)`,
      [workspace.id],
    );
    expect(await problems(workspace)).toEqual([['changed', 3]]);
  });

  test('tells an entry that was computed anew, for its stamp needs the key', async () => {
    const workspace = await fiveEntries();
    await behindTheBack(
      workspace,
      `update audit_entries set digest = sha256('x'), action = 'x' where id = (select entry_id from audit_seals where seq = 5 and workspace_id = $1)`,
      [workspace.id],
    );
    expect(await problems(workspace)).toEqual([['changed', 5]]);
  });

  test('tells a removed entry, with its seal or without', async () => {
    const workspace = await fiveEntries();
    await behindTheBack(
      workspace,
      `delete from audit_entries where id = (select entry_id from audit_seals where seq = 2 and workspace_id = $1)`,
      [workspace.id],
    );
    expect(await problems(workspace)).toEqual([['removed', 2]]);
    await behindTheBack(workspace, `delete from audit_seals where workspace_id = $1 and seq = 2`, [workspace.id]);
    expect(await problems(workspace)).toEqual([['removed', 2]]);
  });

  test('tells that the newest entries were cut off', async () => {
    const workspace = await fiveEntries();
    await behindTheBack(
      workspace,
      `delete from audit_entries where id = (select entry_id from audit_seals where seq = 5 and workspace_id = $1)`,
      [workspace.id],
    );
    await behindTheBack(workspace, `delete from audit_seals where workspace_id = $1 and seq = 5`, [workspace.id]);
    expect(await problems(workspace)).toEqual([['cut', 5]]);
    await behindTheBack(
      workspace,
      `update audit_heads h set seq = 4, hash = s.hash from audit_seals s where s.workspace_id = h.workspace_id and s.seq = 4 and h.workspace_id = $1`,
      [workspace.id],
    );
    expect(await problems(workspace)).toEqual([['cut', 5]]);
  });

  test('tells an entry that was taken away before it was sealed', async () => {
    const workspace = await house.openWorkspace();
    await note(workspace, 'role.changed');
    await behindTheBack(workspace, `delete from audit_entries where workspace_id = $1`, [workspace.id]);
    await sealAll();
    expect(await problems(workspace)).toEqual([['removed', 1]]);
  });

  test('tells an entry that was put in, even when it waits to be sealed like ours', async () => {
    const workspace = await fiveEntries();
    const forged = newId();
    await behindTheBack(
      workspace,
      `insert into audit_entries (workspace_id, id, at, actor_kind, actor_name, action, entity, digest) values ($1, $2, now(), 'user', '小王', 'key.created', 'key', sha256('y'))`,
      [workspace.id, forged],
    );
    expect(await problems(workspace)).toEqual([['inserted', null]]);
    await behindTheBack(workspace, `insert into audit_unsealed values ($1, $2)`, [workspace.id, forged]);
    expect(await problems(workspace)).toEqual([['inserted', null]]);
    await sealAll();
    expect(await problems(workspace)).toEqual([['changed', 6]]);
  });
});

describe('reading the log', () => {
  async function log(path: string) {
    const answer = await app.inject({ method: 'GET', url: `/api/v1/audit${path}` });
    return {
      status: answer.statusCode,
      text: answer.body,
      body: answer.json<{ items: { actor: string; action: string }[]; nextCursor: string }>(),
    };
  }

  beforeAll(async () => {
    for (const n of [1, 2, 3]) await note(shop, 'team.created', { name: `=${n}组` });
    await note(shop, 'branch.opened', { name: '南门店' }, wang);
    await sealAll();
  });

  test('goes page by page, the newest first', async () => {
    const first = await log('?limit=3');
    expect(first.body.items.map(({ action }) => action)).toEqual(['branch.opened', 'team.created', 'team.created']);
    const second = await log(`?limit=3&cursor=${first.body.nextCursor}`);
    expect(second.body.items.map(({ action }) => action)).toEqual(['team.created']);
    expect(second.body.nextCursor).toBeNull();
  });

  test('shows one colleague, one kind, some days', async () => {
    expect((await log(`?actorId=${wang.userId}`)).body.items.map(({ actor }) => actor)).toEqual(['小王']);
    expect((await log('?entity=team')).body.items).toHaveLength(3);
    expect((await log('?from=2100-01-01')).body.items).toEqual([]);
    expect((await log('?until=2000-01-01')).body.items).toEqual([]);
  });

  test('refuses what makes no sense', async () => {
    const mangled = Buffer.from('["now","then"]').toString('base64url');
    for (const query of [`cursor=${mangled}`, 'from=yesterday', 'actorId=1']) {
      expect([query, (await log(`?${query}`)).status]).toEqual([query, 422]);
    }
  });

  test('is a file that others can check, and taking it stands in the log', async () => {
    const csv = await app.inject({ method: 'GET', url: '/api/v1/audit/export?entity=team' });
    const lines = csv.body.trim().split('\r\n');
    expect(lines).toHaveLength(4);
    expect(lines[0]).toContain('seal,detail');
    const json = await app.inject({ method: 'GET', url: '/api/v1/audit/export?format=json' });
    const entries = json.json<{ seq: string | null; seal: string | null; action: string }[]>();
    expect(entries[0]).toMatchObject({ action: 'audit.exported' });
    expect(entries.filter(({ seq }) => seq !== null)).toHaveLength(4);
    const wrong = await app.inject({ method: 'GET', url: '/api/v1/audit/export?format=pdf' });
    expect(wrong.statusCode).toBe(422);
  });

  test('names the last seal', async () => {
    await sealAll();
    const chain = await app.inject({ method: 'GET', url: '/api/v1/audit/chain' });
    expect(chain.json()).toMatchObject({ waiting: 0, seal: expect.stringMatching(/^[0-9a-f]{64}$/) });
  });
});
