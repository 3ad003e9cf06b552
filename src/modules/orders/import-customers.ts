import { sql } from 'kysely';
import type { Ctx } from '../../kernel/context.ts';
import type { ImportRun, RowProblem } from '../transfer/index.ts';
import {
  beyondReach,
  createCustomersInBulk,
  erasedAmong,
  findCustomersBy,
  holdCards,
  phoneKey,
  sortNameOf,
  stageAfterPurchase,
  type NewCustomer,
} from '../customers/index.ts';
import type { ReadRow } from './import-rows.ts';

export type Buyer = { customerId: string | null } | { problem: RowProblem };

/** Who bought: known by number, phone or e-mail, else by the whole name; made from the row where nobody is known. */
export async function buyersOf(ctx: Ctx, run: ImportRun, rows: readonly ReadRow[], write: boolean): Promise<Buyer[]> {
  const told = rows.map((row) => identityOf(ctx, row));
  const known = await knownBuyers(ctx, told);
  const missing = new Map<string, NewCustomer & { lastOn: string }>();
  told.forEach((one, n) => {
    if (!one || known.has(one.key)) return;
    const facts = missing.get(one.key) ?? { ...one.facts, lastOn: '' };
    missing.set(one.key, { ...facts, lastOn: laterOf(facts.lastOn, (rows[n] as ReadRow).day) });
  });
  for (const key of await keysOfErased(ctx, missing)) missing.delete(key);
  const made = new Map<string, string>();
  if (write && missing.size > 0) {
    // Nearly always right at once, which spares a second version of the row; the end of the import looks at it again.
    const facts = [...missing.values()].map((one) => ({ ...one, stage: stageAfterPurchase(ctx, one.lastOn) }));
    const ids = await createCustomersInBulk(ctx, facts, { changeSetId: run.changeSetId });
    [...missing.keys()].forEach((key, n) => made.set(key, ids[n] as string));
  }
  const held = write ? await holdCards(ctx, idsOf(known)) : new Map<string, string>();
  const beyond = await beyondReach({ ...ctx, actor: run.by ?? ctx.actor }, idsOf(known), 'orders.create');
  return told.map((one): Buyer => {
    if (!one) return { customerId: null };
    const found = known.get(one.key);
    if (found && beyond.has(found)) return { problem: { code: 'CUSTOMER_BEYOND_REACH', meaning: 'customerName' } };
    if (found === 'several') {
      return { problem: { code: 'CUSTOMER_AMBIGUOUS', params: { name: one.facts.name }, meaning: 'customerName' } };
    }
    return { customerId: (found && held.get(found)) ?? found ?? made.get(one.key) ?? null };
  });
}

function idsOf(known: ReadonlyMap<string, string | 'several'>): string[] {
  return [...new Set(known.values())].filter((id) => id !== 'several');
}

function laterOf(a: string, b: string): string {
  return a > b ? a : b;
}

/** The order of somebody who was erased counts, but is nobody's. */
async function keysOfErased(ctx: Ctx, missing: ReadonlyMap<string, NewCustomer>): Promise<string[]> {
  const erased = await erasedAmong(ctx, [...missing.values()]);
  return [...missing.keys()].filter((_key, n) => erased.has(n));
}

interface Told {
  key: string;
  facts: NewCustomer;
}

function identityOf(ctx: Ctx, { values }: ReadRow): Told | null {
  const externalId = values.customerExternalId?.replace(/^(\d+)\.0$/, '$1').slice(0, 120);
  const phone = values.phone?.phone;
  const email = values.email?.trim().toLowerCase();
  const name = (values.customerName ?? values.company)?.slice(0, 200);
  const key = externalId
    ? `number ${externalId}`
    : phone
      ? `phone ${phoneKey(ctx, phone) ?? phone}`
      : email
        ? `email ${email}`
        : name
          ? `name ${name}`
          : null;
  if (!key) return null;
  const facts: NewCustomer = {
    store: values.store,
    name: name ?? phone ?? email ?? externalId ?? '',
    externalId,
    phone,
    email,
    gender: values.gender,
    address: addressOf(values),
    kind: values.company && !values.customerName ? 'company' : 'person',
    custom: values.company && values.customerName ? { company: values.company } : undefined,
  };
  return { key, facts };
}

async function knownBuyers(ctx: Ctx, told: readonly (Told | null)[]): Promise<Map<string, string | 'several'>> {
  const keyed = (kind: string) => told.flatMap((one) => (one?.key.startsWith(`${kind} `) ? [one] : []));
  const numbers = keyed('number').flatMap(({ facts }) => facts.externalId ?? []);
  const phones = keyed('phone').flatMap(({ facts }) => facts.phone ?? []);
  const emails = keyed('email').flatMap(({ facts }) => facts.email ?? []);
  const found = await findCustomersBy(ctx, { externalIds: numbers, phones, emails });
  const byNumber = firsts(found, (one) => one.externalId);
  const byPhone = firsts(found, (one) => one.phone);
  const byEmail = firsts(found, (one) => one.email);
  const byName = await byNames(ctx, [...new Set(keyed('name').map(({ facts }) => facts.name))]);
  const known = new Map<string, string | 'several'>();
  for (const one of told) {
    if (!one) continue;
    const { externalId, phone, email, name } = one.facts;
    const id = one.key.startsWith('number')
      ? byNumber.get(externalId ?? '')
      : one.key.startsWith('phone')
        ? byPhone.get(phone ?? '')
        : one.key.startsWith('email')
          ? byEmail.get(email ?? '')
          : byName.get(name);
    if (id) known.set(one.key, id);
  }
  return known;
}

function firsts<Found extends { id: string }>(found: readonly Found[], keyOf: (one: Found) => string | null) {
  const ids = new Map<string, string>();
  for (const one of found) {
    const key = keyOf(one);
    if (key && !ids.has(key)) ids.set(key, one.id);
  }
  return ids;
}

async function byNames(ctx: Ctx, names: readonly string[]): Promise<Map<string, string | 'several'>> {
  if (names.length === 0) return new Map();
  const { rows } = await sql<{ name: string; id: string; count: number }>`
    select name, min(id::text) as id, count(*)::int as count from customers
    where workspace_id = ${ctx.workspace.id} and binned_at is null
      and sort_name = any (${names.map(sortNameOf)}::text[]) and name = any (${[...names]}::text[])
    group by name`.execute(ctx.db);
  return new Map(rows.map(({ name, id, count }) => [name, count > 1 ? 'several' : id]));
}

const ADDRESS_PARTS = ['country', 'province', 'city', 'district', 'street', 'postcode'] as const;

function addressOf(values: ReadRow['values']): Record<string, string> | undefined {
  const parts = ADDRESS_PARTS.flatMap((part): [string, string][] => {
    const text = values[part];
    return text ? [[part, text.slice(0, 300)]] : [];
  });
  if (values.address) parts.push(['text', values.address.slice(0, 300)]);
  return parts.length > 0 ? Object.fromEntries(parts) : undefined;
}
