/** What stands where somebody else was named. */
export const SOMEBODY = '［…］';

/** Takes other people out of a text. The longest first, so that a name within a name leaves no rest. */
export function redact(text: string, others: readonly string[]): string {
  return [...others]
    .sort((a, b) => b.length - a.length)
    .reduce((rest, other) => rest.replaceAll(other, SOMEBODY), text);
}

/** The same in every text of a value. */
export function redactIn<Value>(value: Value, others: readonly string[]): Value {
  if (typeof value === 'string') return redact(value, others) as Value;
  if (Array.isArray(value)) return value.map((one: unknown) => redactIn(one, others)) as Value;
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key, redactIn(one as unknown, others)]),
  ) as Value;
}

/** Whatever may be a phone number, as it is written. */
export function phonesIn(text: string): string[] {
  return (text.match(/\+?\d[\d\s-]{5,18}\d/g) ?? []).filter((found) => found.replaceAll(/\D/g, '').length >= 7);
}

export function emailsIn(text: string): string[] {
  return text.match(/[\w.+-]+@[\w-]+(\.[\w-]+)+/g) ?? [];
}
