/** Whom a call to a journey's address is about, by whichever of these it knows; and a key that makes it count once. */
export interface CalledIn {
  who: { id?: string; externalId?: string; phone?: string; email?: string };
  key: string | null;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** What another program sent, whatever it is; null where it names nobody. */
export function calledIn(body: unknown): CalledIn | null {
  if (!isPlain(body)) return null;
  const from = isPlain(body['customer']) ? body['customer'] : body;
  const text = (value: unknown) =>
    typeof value === 'string' && value.length <= 254 ? value.toWellFormed().replaceAll('\0', '').trim() : '';
  const named = (['id', 'externalId', 'phone', 'email'] as const).flatMap((name) => {
    const value = text(from[name]);
    return value === '' || (name === 'id' && !UUID.test(value)) ? [] : [[name, value] as const];
  });
  return named.length === 0 ? null : { who: Object.fromEntries(named), key: text(body['key']).slice(0, 120) || null };
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
