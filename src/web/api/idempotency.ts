/**
 * One key per intent: a form sent again after a lost answer carries the same input object and so the same key; once
 * it was answered, the next sending is a new intent.
 */
export function intentKeys(makeKey: () => string) {
  const open = new WeakMap<object, string>();
  return {
    keyFor(input: unknown): string {
      if (typeof input !== 'object' || input === null) return makeKey();
      const key = open.get(input) ?? makeKey();
      open.set(input, key);
      return key;
    },
    answered(input: unknown): void {
      if (typeof input === 'object' && input !== null) open.delete(input);
    },
  };
}
