import { foldText } from '../../rules/fold.ts';
import { keyFor } from './field-key.ts';
import type { FieldOption } from './field.ts';

/**
 * The options after somebody gave a new list: known by key, else by name; what is left out stays, offered no longer.
 * `null` where two would be called the same.
 */
export function optionsAfter(
  before: readonly FieldOption[],
  given: readonly { key?: string | undefined; name: string }[],
): FieldOption[] | null {
  const names = given.map(({ name }) => foldText(name));
  if (new Set(names).size < names.length) return null;
  const taken = new Set(before.map(({ key }) => key));
  const used = new Set<string>();
  const offered = given.map(({ key, name }): FieldOption => {
    const known = before.find((one) => one.key === key) ?? before.find((one) => foldText(one.name) === foldText(name));
    const made = known && !used.has(known.key) ? known.key : keyFor(name, new Set([...taken, ...used]));
    used.add(made);
    return { key: made, name };
  });
  const gone = before.filter(({ key }) => !used.has(key)).map(({ key, name }) => ({ key, name, removed: true }));
  return [...offered, ...gone];
}
