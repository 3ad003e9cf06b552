import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import words from '../modules/workspaces/messages/en.json' with { type: 'json' };

/** What the sources record, e.g. `recordAudit(ctx, { action: 'role.changed', entity: 'role', … })`. */
async function recorded(): Promise<{ actions: Set<string>; entities: Set<string> }> {
  const folder = new URL('../modules', import.meta.url).pathname;
  const files = (await readdir(folder, { recursive: true })).filter((file) => /(?<!\.test)\.ts$/.test(file));
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
  const calls = texts.flatMap((text) => text.match(/recordAudit\([^;]*;/g) ?? []);
  const all = (pattern: RegExp) => calls.flatMap((call) => [...call.matchAll(pattern)].map(([, found]) => found ?? ''));
  return { actions: new Set(all(/'(\w+\.\w+)'/g)), entities: new Set(all(/entity: '(\w+)'/g)) };
}

test('whatever the log records can be read in words', async () => {
  const { actions, entities } = await recorded();
  expect(actions.size).toBeGreaterThan(40);
  const known = new Set(
    Object.entries(words.audit.action).flatMap(([noun, verbs]) => Object.keys(verbs).map((verb) => `${noun}.${verb}`)),
  );
  expect([...actions].filter((action) => !known.has(action))).toEqual([]);
  expect([...entities].filter((entity) => !(entity in words.audit.entity))).toEqual([]);
});
