import { beforeAll, describe, expect, test } from 'vitest';
import { actorWith } from '../../../kernel/testing/house.ts';
import { hire, openDesk, EVERYTHING, type Desk } from '../testing/desk.ts';
import { revealField } from './reveal.ts';

const OWNER = { ...EVERYTHING, 'settings.read': 'all', 'settings.edit': 'all' } as const;
let desk: Desk;
const owner = actorWith(OWNER, { name: '林小雨', role: 'owner' });

beforeAll(async () => {
  desk = await openDesk();
  desk.as(owner);
});

async function make(field: Record<string, unknown>): Promise<string> {
  const answer = await desk.call('POST', '/fields', field);
  expect(answer.body, JSON.stringify(field)).toMatchObject({ name: field['name'] });
  return answer.body['id'] as string;
}

async function record(facts: Record<string, unknown>): Promise<string> {
  const answer = await desk.call('POST', '/customers', facts);
  expect(answer.status, answer.raw).toBe(201);
  return answer.body['id'] as string;
}

async function card(id: string): Promise<Record<string, unknown>> {
  return (await desk.get(`/customers/${id}`)).body;
}

async function names(filter: Record<string, unknown>, more: Record<string, string> = {}): Promise<unknown[]> {
  const answer = await desk.get('/customers', { filter: JSON.stringify(filter), ...more });
  expect(answer.status, answer.raw).toBe(200);
  return answer.body.items.map(({ name }) => name);
}

describe('a field made in the screen', () => {
  test('is on the card at once, with its key from its name', async () => {
    await make({
      name: '茶饮偏好',
      key: 'tea',
      type: 'choice',
      options: [{ name: '岩茶' }, { name: '白茶' }, { name: '红茶' }],
    });
    const { body } = await desk.call('POST', '/fields', { name: 'Visit habit', type: 'text', help: '何时来' });
    expect(body).toMatchObject({ key: 'visitHabit', help: '何时来', inLists: true, version: 1, reach: 'edit' });
    const { body: pinyin } = await desk.call('POST', '/fields', { name: '到店习惯', type: 'longText' });
    expect(pinyin).toMatchObject({ key: 'daoDianXiGuan', inLists: false });
  });
});
