import { beforeAll, describe, expect, test } from 'vitest';
import { scopeOf, stranger, type Actor, type FieldRights, type Grants, type Permission } from '../kernel/access.ts';
import type { Workspace } from '../kernel/context.ts';
import type { Doorkeeper } from '../kernel/house.ts';
import { buildServer } from '../kernel/http/server.ts';
import { newId } from '../kernel/ids.ts';
import { actorWith, testHouse } from '../kernel/testing/house.ts';
import { openDoorkeeper } from '../modules/workspaces/index.ts';
import { catalogue, knownRights } from '../modules/workspaces/rules/catalogue.ts';
import { builtInRights, roles } from '../modules/workspaces/rules/roles.ts';
import en from '../modules/workspaces/messages/en.json' with { type: 'json' };
import { jobs, modules } from './modules.ts';
import { exportKindNamed } from '../modules/transfer/kinds.ts';
import { operationsOf, requestFor } from './testing/operations.ts';

let actor: Actor = stranger;
let own: Workspace;
const doorkeeper: Doorkeeper = { identify: async () => ({ actor, workspace: own, locale: 'en' }) };
const house = await testHouse({ doorkeeper, jobs });
openDoorkeeper(house);
const app = await buildServer(house, modules);
const operations = await operationsOf(modules);
const MARK = '00000000-0000-7000-8000-000000000000';
const aboutOne = operations.filter(({ requires, ...operation }) => {
  return (
    !['public', 'signed-in', 'oneself'].includes(requires) && JSON.stringify(operation.sample(MARK)).includes(MARK)
  );
});

/** Whose customer it is, seen from the colleague who asks. */
const whose = ['own', 'team', 'branch', 'shared', 'other', 'none', 'elsewhere'] as const;
type Whose = (typeof whose)[number];
const [self, mate, neighbour, branch, otherBranch] = [newId(), newId(), newId(), newId(), newId()];
const places: Record<Whose, { owner: string | null; branch: string | null }> = {
  own: { owner: self, branch: null },
  team: { owner: mate, branch: null },
  branch: { owner: neighbour, branch },
  shared: { owner: neighbour, branch: otherBranch },
  other: { owner: neighbour, branch: otherBranch },
  none: { owner: null, branch: null },
  elsewhere: { owner: self, branch },
};

interface TriedRole {
  name: string;
  grants: Grants;
  fields: FieldRights;
}
const tried: TriedRole[] = [
  ...roles.map((name) => ({ name, ...builtInRights(name) })),
  ...(['own', 'branch'] as const).map((scope) => ({
    name: `everything of ${scope}`,
    grants: Object.fromEntries(
      knownRights.map((right) => [right, 'rows' in catalogue[right] ? scope : 'all']),
    ) as Grants,
    fields: {},
  })),
];

const reached: Record<string, readonly Whose[]> = {
  own: ['own', 'shared'],
  team: ['own', 'team', 'shared'],
  branch: ['own', 'team', 'branch', 'shared'],
  all: ['own', 'team', 'branch', 'shared', 'other', 'none'],
};

const targets = new Map<Whose, string>();
let elsewhere: Workspace;

beforeAll(async () => {
  own = await house.openWorkspace();
  elsewhere = await house.openWorkspace({ name: '隔壁' });
  for (const one of whose) await renew(one);
});

/** Nobody has asked anything of this customer yet. */
async function renew(one: Whose): Promise<void> {
  const id = newId();
  const workspace = one === 'elsewhere' ? elsewhere : own;
  await house.in(workspace, async ({ db }) => {
    const { owner, branch: branchId } = places[one];
    const facts = { workspace_id: workspace.id, id, name: `matrix ${one}`, sort_name: one, phone: '13812348000' };
    await db
      .insertInto('customers')
      .values({ ...facts, owner_id: owner, branch_id: branchId })
      .execute();
    if (one !== 'shared') return;
    const shared = { member_id: self, access: 'edit', since: new Date(), by_name: 'test' };
    await db
      .insertInto('customer_collaborators')
      .values({ workspace_id: workspace.id, customer_id: id, ...shared })
      .execute();
  });
  targets.set(one, id);
}

function as({ name, grants, fields }: TriedRole): Actor {
  return actorWith(grants, { role: name, fields, memberId: self, teamMemberIds: [self, mate], branchIds: [branch] });
}

async function answerTo(operation: (typeof operations)[number], id: string) {
  const answer = await app.inject(requestFor(operation, operation.sample(id)));
  const { code } = (answer.body.startsWith('{') ? JSON.parse(answer.body) : {}) as { code?: string };
  return { status: answer.statusCode, code };
}

describe('the catalogue of rights', () => {
  test('names exactly the rights that contracts and exports ask for, each in words', () => {
    const asked = operations.map(({ requires }) => requires).filter((one) => one.includes('.'));
    const exported = ['customers', 'orders', 'points'].flatMap((kind) => exportKindNamed(kind)?.permission ?? []);
    const inContracts = [...new Set([...asked, ...exported])].sort();
    expect(knownRights.toSorted()).toEqual(inContracts);
    const words = en.rights as Record<string, Record<string, string>>;
    for (const right of knownRights) {
      const [resource = '', action = ''] = right.split('.');
      expect(words[resource]?.[action], right).toBeTruthy();
    }
  });
});

describe.each(tried)('$name', (role) => {
  test.each(aboutOne)('$name reaches as far as the role, and no farther', async (operation) => {
    actor = as(role);
    const right = operation.requires as Permission;
    const unknown = await answerTo(operation, newId());
    if (scopeOf(actor, right) === null) expect(unknown).toEqual({ status: 403, code: 'NOT_ALLOWED' });
    for (const one of triesOf(right)) {
      const answer = await answerTo(operation, targets.get(one) as string);
      const sees = reached[scopeOf(actor, 'customers.read') ?? '']?.includes(one) ?? false;
      const works = sees && (reached[scopeOf(actor, right) ?? '']?.includes(one) ?? false) && mayShared(one, right);
      expect(answer.status, one).toBeLessThan(500);
      // Who may not see a customer is told what is told of an id that does not exist.
      // The pool is for those who do not see its customers otherwise.
      const offered = one === 'none' && operation.path.startsWith('/pool/');
      if (!sees && !offered && unknown.status >= 400) expect(answer, one).toEqual(unknown);
      if (sees && !works && operation.method !== 'GET' && operation.path.startsWith('/customers/{id}'))
        expect(answer.status, one).toBeGreaterThanOrEqual(400);
      if (works && operation.path.startsWith('/customers/{id}') && !operation.path.endsWith('/restore'))
        expect(answer.code, one).not.toBe('CUSTOMER_NOT_FOUND');
      if (answer.status < 300 && operation.method !== 'GET') await renew(one);
    }
  });
});

/** Where everybody's or nobody's customers are reached, one of each kind stands for all of them. */
function triesOf(right: Permission): readonly Whose[] {
  if (scopeOf(actor, right) === null) return ['own', 'elsewhere'];
  const everybody = scopeOf(actor, right) === 'all' && scopeOf(actor, 'customers.read') === 'all';
  return everybody ? ['other', 'none', 'elsewhere'] : whose;
}

/** A collaborator neither bins nor exports. */
function mayShared(one: Whose, right: Permission): boolean {
  return one !== 'shared' || scopeOf(actor, right) === 'all' || !/\.(delete|export|merge|erase)$/.test(right);
}
