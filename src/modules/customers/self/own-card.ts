import type { Ctx } from '../../../kernel/context.ts';
import { refusals } from '../../../kernel/errors.ts';
import { newId } from '../../../kernel/ids.ts';
import { emit } from '../../../kernel/outbox.ts';
import { confirmFacts, knownKinds } from '../confirm.ts';
import { consentsOf, recordConsents } from '../consents.ts';
import { announceChanged } from '../created.ts';
import { changeCustomer } from '../customers.ts';
import { columnsOf } from '../facts.ts';
import { fieldsOf } from '../fields/definitions.ts';
import { wholeCustomer } from '../present.ts';
import { currentTexts, wordingIn } from '../privacy/consents/texts.ts';
import type { CustomerRow } from '../reach.ts';
import {
  proposalMade,
  proposalsSettled,
  selfErrors,
  type OwnCard,
  type SelfFacts,
  type SelfField,
} from './contract.ts';
import { atOwnCard } from './keys.ts';
import { openProposals } from './proposals.ts';
import { readSelfSettings } from './settings.ts';

const refuse = refusals(selfErrors);

const PERSONAL = new Set<SelfField>(['birthday', 'gender']);

/** What the customer sees: some facts, what they agreed to, and nothing that others wrote about them. */
export function readOwnCard(ctx: Ctx, { key }: { key: string }): Promise<OwnCard> {
  return atOwnCard(ctx, key, async (inside, card) => {
    const { fields, changes } = await openTo(inside, card);
    const whole = wholeCustomer(inside, card);
    return {
      workspace: inside.workspace.name,
      name: card.name,
      fields,
      facts: Object.fromEntries(fields.map((field) => [field, whole[field]])),
      consents: await consentsOffered(inside, card),
      changes,
      waiting: await isWaiting(inside, card),
    };
  });
}

interface Said {
  facts: SelfFacts;
  stillRight: boolean;
}

/** Counts at once or waits for somebody to look at it, as the shop wants it. */
export async function changeOwnCard(ctx: Ctx, { key, ...said }: Said & { key: string }): Promise<{ waiting: boolean }> {
  return atOwnCard(ctx, key, async (inside, card) => ({ waiting: await takeWord(inside, card, said) }));
}

async function takeWord(ctx: Ctx, card: CustomerRow, { facts, stillRight }: Said): Promise<boolean> {
  const { fields, changes } = await openTo(ctx, card);
  const closed = (Object.keys(facts) as SelfField[]).find((field) => !fields.includes(field));
  if (closed) throw refuse('SELF_FIELD_CLOSED', { path: `facts.${closed}` });
  await fieldsOf(ctx);
  const given = newAmong(ctx, card, facts);
  if (stillRight) {
    const known = knownKinds(ctx, card).filter((kind) => (fields as string[]).includes(kind) && !(kind in given));
    await confirmFacts(ctx, card, known);
  }
  if (Object.keys(given).length === 0) return isWaiting(ctx, card);
  if (changes === 'propose') await propose(ctx, card, given);
  else await changeCustomer(ctx, { id: card.id, ...given });
  return changes === 'propose';
}

interface Word {
  channel: string;
  purpose: string;
  granted: boolean;
}

export async function sayOnOwnCard(ctx: Ctx, { key, ...word }: Word & { key: string }): Promise<{ ok: true }> {
  return atOwnCard(ctx, key, async (inside, card) => {
    const offered = await consentsOffered(inside, card);
    const asked = offered.some(({ channel, purpose }) => channel === word.channel && purpose === word.purpose);
    if (!asked) throw refuse('SELF_FIELD_CLOSED');
    await recordConsents(inside, card.id, [{ ...word, source: 'web', language: ctx.locale }]);
    await announceChanged(inside, [card.id], null);
    return { ok: true };
  });
}

async function isWaiting(ctx: Ctx, card: CustomerRow): Promise<boolean> {
  return (await openProposals(ctx, card.id)).length > 0;
}

/** The facts that the shop opened, of those that there are: a company has no birthday. */
async function openTo(ctx: Ctx, card: CustomerRow) {
  const settings = await readSelfSettings(ctx);
  const fields = settings.fields.filter((field) => card.kind === 'person' || !PERSONAL.has(field));
  return { ...settings, fields };
}

/** What was ever said, and what the shop asks for by the ways in which it reaches them. */
async function consentsOffered(ctx: Ctx, card: CustomerRow): Promise<OwnCard['consents']> {
  const said = await consentsOf(ctx, card.id);
  const texts = await currentTexts(ctx);
  const wording = (purpose: string) => wordingIn(texts.get(purpose)?.texts ?? null, ctx.locale);
  const purposes = texts.size > 0 ? [...texts.keys()] : ['marketing'];
  const channels = [card.phone === null ? null : 'sms', card.email === null ? null : 'email'];
  const asked = channels.flatMap((channel) =>
    channel === null ? [] : purposes.map((purpose) => ({ channel, purpose, granted: null })),
  );
  const all = new Map([...asked, ...said].map((one) => [`${one.channel} ${one.purpose}`, one]));
  return [...all.values()].map(({ channel, purpose, granted }) => {
    return { channel, purpose, granted, wording: wording(purpose) };
  });
}

/** What is new of what was sent; what cannot be is refused here already, in words the customer understands. */
function newAmong(ctx: Ctx, card: CustomerRow, facts: SelfFacts): SelfFacts {
  const now = wholeCustomer(ctx, card);
  const after = wholeCustomer(ctx, { ...card, ...asRow(columnsOf(ctx, facts)) });
  const changed = (Object.keys(facts) as SelfField[]).filter(
    (field) => JSON.stringify(now[field]) !== JSON.stringify(after[field]),
  );
  return Object.fromEntries(changed.map((field) => [field, after[field]]));
}

function asRow(columns: ReturnType<typeof columnsOf>): Partial<CustomerRow> {
  const { address, ...rest } = columns;
  const parsed = typeof address === 'string' ? JSON.parse(address) : address;
  return { ...rest, ...(address === undefined ? {} : { address: parsed }) } as Partial<CustomerRow>;
}

async function propose(ctx: Ctx, card: CustomerRow, facts: SelfFacts): Promise<void> {
  const replaced = await ctx.db
    .updateTable('customer_proposals')
    .set({ state: 'replaced', settled_at: ctx.now, settled_by_name: ctx.actor.name })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('customer_id', '=', card.id)
    .where('state', '=', 'open')
    .returning(['id', 'facts'])
    .execute();
  // What was wanted before and is not spoken of now is still wanted.
  const before = Object.assign({}, ...replaced.map(({ facts: earlier }) => earlier)) as SelfFacts;
  const id = newId();
  await ctx.db
    .insertInto('customer_proposals')
    .values({
      workspace_id: ctx.workspace.id,
      id,
      customer_id: card.id,
      facts: JSON.stringify({ ...before, ...facts }),
      at: ctx.now,
    })
    .execute();
  if (replaced.length > 0) await emit(ctx, proposalsSettled, { proposalIds: replaced.map((one) => one.id) });
  await emit(ctx, proposalMade, { customerId: card.id, proposalId: id });
}
