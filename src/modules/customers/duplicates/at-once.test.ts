import { beforeAll, expect, test } from 'vitest';
import { actorWith } from '../../../kernel/testing/house.ts';
import { standOn } from '../../workspaces/premises.ts';
import { EVERYTHING, openDesk, type Desk } from '../testing/desk.ts';

let desk: Desk;

beforeAll(async () => {
  desk = await openDesk();
  standOn(desk.house);
  desk.as(actorWith({ ...EVERYTHING, 'customers.merge': 'all' }));
});

const record = async (name: string) => (await desk.call('POST', '/customers', { name })).body['id'] as string;
const merge = (keep: string, other: string, key?: string) => {
  const headers: Record<string, string> = key === undefined ? {} : { 'idempotency-key': key };
  return desk.call('POST', '/customers/merge', { keep, merge: [other], fields: {} }, headers);
};
const outcomes = (answers: readonly { status: number; body: Record<string, unknown> }[]) =>
  answers.map(({ status, body }) => (status < 300 ? 'merged' : body['code'])).toSorted();

test('two people merge one card with different ones at once: it goes once, and the other hears with whom it is', async () => {
  const [card, one, other] = [await record('王强'), await record('王强（南街店）'), await record('王強')];
  const answers = await Promise.all([merge(one, card), merge(other, card)]);
  expect(outcomes(answers)).toEqual(['CUSTOMER_MERGED_ALREADY', 'merged']);
  const refusals = answers.filter(({ status }) => status >= 300);
  expect(refusals.map(({ body }) => (body['data'] as { into?: string }).into)).toEqual([expect.any(String)]);
  expect([one, other]).toContain((refusals[0]?.body['data'] as { into?: string } | undefined)?.into);
});

test('two who keep each other’s card: one card is left, and nobody waits for ever', async () => {
  const [one, other] = [await record('李娜'), await record('李娜娜')];
  const answers = await Promise.all([merge(one, other), merge(other, one)]);
  expect(outcomes(answers)).toEqual(['CUSTOMER_MERGED_ALREADY', 'merged']);
  const seen = await Promise.all([one, other].map((id) => desk.get(`/customers/${id}`)));
  expect(new Set(seen.map(({ body }) => body['id'])).size).toBe(1);
});

test('a double click merges once', async () => {
  const [one, other] = [await record('赵敏'), await record('赵敏敏')];
  const answers = await Promise.all([merge(one, other, 'click'), merge(one, other, 'click')]);
  expect(outcomes(answers).filter((outcome) => outcome === 'merged').length).toBeGreaterThan(0);
  expect(outcomes(answers).filter((code) => !['merged', 'IDEMPOTENCY_IN_FLIGHT'].includes(String(code)))).toEqual([]);
  const again = await merge(one, other, 'click');
  expect(again.body['changeSet']).toBe(answers.find(({ status }) => status < 300)?.body['changeSet']);
});
