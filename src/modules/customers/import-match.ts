import type { Ctx } from '../../kernel/context.ts';
import type { ImportRun, RowProblem } from '../transfer/index.ts';
import type { CustomerChange } from './bulk-change.ts';
import type { NewCustomer } from './bulk-create.ts';
import { uniqueValues, type UniqueValues } from './fields/unique.ts';
import { findCustomersBy, type FoundCustomer } from './find-by.ts';
import { earlierRows, idOfRow } from './import-identity.ts';
import { namesakeOf, namesakesOf, type Namesake } from './import-namesakes.ts';
import type { ImportedCustomer } from './import-rows.ts';
import { phoneKeyOrDigits } from './phones.ts';
import { beyondReach } from './reach.ts';

export type AssignedRow =
  | { problem: RowProblem }
  /** This very row has come in before. */
  | { cameBefore: true }
  /** Place among those to be made; `first`: the row that makes them, later ones only add. */
  | { made: number; first: boolean; said: ImportedCustomer }
  | { id: string; said: ImportedCustomer };

export interface Assigned {
  rows: AssignedRow[];
  made: NewCustomer[];
  changes: CustomerChange[];
}

/** A row of the file as it was read, and the name it is known by where it names nobody's number, phone or e-mail. */
export interface ReadRow {
  reading: ImportedCustomer | RowProblem;
  identity: string;
}

/**
 * Says of every row who it speaks of: somebody known, or somebody to be made — by the row itself, by an earlier row of
 * the batch, or (in a rehearsal, whose `memory` is given) by an earlier batch.
 */
export async function assignRows(
  ctx: Ctx,
  run: ImportRun,
  rows: readonly ReadRow[],
  memory?: Map<string, unknown>,
): Promise<Assigned> {
  const said = rows.flatMap(({ reading }) => ('facts' in reading ? [reading] : []));
  const known = await knownBy(ctx, said);
  const namesakes: ReadonlyMap<string, readonly Namesake[]> =
    run.settings.namesakes === 'apart' ? new Map() : await namesakesOf(ctx, run, said);
  const ids = [...known.values(), ...[...namesakes.values()].flat()].map(({ id }) => id);
  const desk: Desk = {
    ctx,
    run,
    beyond: await beyondReach({ ...ctx, actor: run.by ?? ctx.actor }, ids, 'customers.edit'),
    assigned: { rows: [], made: [], changes: [] },
    known,
    namesakes,
    earlier: await earlierRows(ctx, rows),
    unique: await uniqueValues(ctx, said),
    madeBy: new Map(),
    memory,
  };
  for (const row of rows) desk.assigned.rows.push(assign(desk, row));
  return desk.assigned;
}

interface Desk {
  ctx: Ctx;
  run: ImportRun;
  assigned: Assigned;
  known: ReadonlyMap<string, FoundCustomer>;
  /** Those of them whom the sender may not change. */
  beyond: ReadonlySet<string>;
  namesakes: ReadonlyMap<string, readonly Namesake[]>;
  /** Ids of rows without any number that have come in before. */
  earlier: ReadonlySet<string>;
  /** Who says what of fields in which no two may say the same. */
  unique: UniqueValues;
  madeBy: Map<string, number>;
  memory: Map<string, unknown> | undefined;
}

const IN_AN_EARLIER_BATCH = -1;

function assign(desk: Desk, { reading, identity }: ReadRow): AssignedRow {
  if (!('facts' in reading)) return { problem: reading };
  const { ctx, assigned, known, madeBy, memory } = desk;
  const keys = keysOf(ctx, reading.facts);
  const id = keys.length === 0 ? idOfRow(ctx, reading.facts, identity) : undefined;
  if (id && desk.earlier.has(id)) return { cameBefore: true };
  const said = id ? { ...reading, facts: { ...reading.facts, id } } : reading;
  const found = keys.map((key) => known.get(key)).find((one) => one && fits(one, said.facts));
  if (found && desk.beyond.has(found.id)) return { problem: { code: 'CUSTOMER_BEYOND_REACH', meaning: 'name' } };
  const taken = found && desk.unique.claim(reading.facts.custom, found.id);
  if (taken) return { problem: taken };
  if (found) {
    assigned.changes.push(found.merged ? additionOf(found.id, said) : changeOf(found.id, said));
    return { id: found.id, said };
  }
  const earlier = keys.map((key) => madeBy.get(key) ?? (memory?.has(key) ? IN_AN_EARLIER_BATCH : undefined));
  const at = earlier.find((place) => place !== undefined && fits(assigned.made[place], said.facts));
  const namesake = at === undefined ? namesakeOf(desk.namesakes, said) : undefined;
  if (namesake && desk.beyond.has(namesake.id)) return { problem: { code: 'CUSTOMER_BEYOND_REACH', meaning: 'name' } };
  if (namesake && desk.run.settings.namesakes === undefined) {
    return { problem: { code: 'NAMESAKE', params: { name: said.facts.name }, meaning: 'birthday' } };
  }
  if (namesake) {
    // The same day of birth; a year that is known stays known.
    const { birthday: _same, ...change } = changeOf(namesake.id, said);
    assigned.changes.push(namesake.year ? change : changeOf(namesake.id, said));
    return { id: namesake.id, said };
  }
  const spoken = desk.unique.claim(reading.facts.custom, `made ${at ?? assigned.made.length}`);
  if (spoken) return { problem: spoken };
  const place = at ?? assigned.made.push(said.facts) - 1;
  for (const key of keys) {
    madeBy.set(key, place);
    memory?.set(key, true);
  }
  if (at === undefined) return { made: place, first: true, said };
  const before = assigned.made[at];
  if (before) assigned.made[at] = together(before, said);
  return { made: at, first: false, said };
}

// Two numbers in the customers' own list are two customers, even if a phone or mailbox is shared.
function fits(one: { externalId?: string | null | undefined } | undefined, said: NewCustomer): boolean {
  return !one?.externalId || !said.externalId || one.externalId === said.externalId;
}

function keysOf(ctx: Ctx, facts: NewCustomer): string[] {
  const keys: string[] = [];
  if (facts.externalId) keys.push(`id ${facts.externalId}`);
  if (facts.cardNumber) keys.push(`card ${facts.cardNumber}`);
  const phone = facts.phone && phoneKeyOrDigits(ctx, facts.phone);
  if (phone) keys.push(`phone ${phone}`);
  if (facts.email) keys.push(`email ${facts.email}`);
  return keys;
}

async function knownBy(ctx: Ctx, said: readonly ImportedCustomer[]): Promise<Map<string, FoundCustomer>> {
  const given = (pick: (facts: NewCustomer) => string | null | undefined) =>
    said.flatMap(({ facts }) => pick(facts) ?? []).filter(Boolean);
  const found = await findCustomersBy(ctx, {
    externalIds: given((facts) => facts.externalId),
    cardNumbers: given((facts) => facts.cardNumber),
    phones: given((facts) => facts.phone),
    emails: given((facts) => facts.email),
  });
  const known = new Map<string, FoundCustomer>();
  for (const one of found) {
    for (const key of keysOf(ctx, { name: '', ...one })) if (!known.has(key)) known.set(key, one);
  }
  return known;
}

function changeOf(id: string, { facts, named }: ImportedCustomer): CustomerChange {
  const { id: _own, name, tags, createdAt: _known, ...rest } = facts;
  return { id, ...rest, ...(named ? { name } : {}), ...(tags ? { moreTags: tags } : {}) };
}

/** What was not chosen when cards were merged does not come back with the next file: its row only adds. */
function additionOf(id: string, { facts: { tags } }: ImportedCustomer): CustomerChange {
  return { id, ...(tags ? { moreTags: tags } : {}) };
}

function together(before: NewCustomer, { facts, named }: ImportedCustomer): NewCustomer {
  return {
    ...before,
    ...facts,
    name: named ? facts.name : before.name,
    tags: [...(before.tags ?? []), ...(facts.tags ?? [])],
    address: facts.address ? { ...before.address, ...facts.address } : before.address,
    custom: { ...before.custom, ...facts.custom },
  };
}
