import type { Ctx } from '../../kernel/context.ts';
import { findCustomersBy } from './find-by.ts';
import { reachInto, shownValue } from './masks.ts';
import { customerNames } from './reach.ts';

interface Asked {
  phone?: string | undefined;
  email?: string | undefined;
  cardNumber?: string | undefined;
  externalId?: string | undefined;
}

type Same = 'phone' | 'email' | 'cardNumber' | 'externalId';
const KEYS: readonly Same[] = ['phone', 'email', 'cardNumber', 'externalId'];

/** Who already has this number or address; only those one may see, by facts that are not hidden from one. */
export async function findLookAlikes(ctx: Ctx, given: Asked) {
  const asked: Asked = Object.fromEntries(Object.entries(given).filter(([field]) => reachInto(ctx, field) !== 'hide'));
  const list = (text: string | undefined) => (text ? [text] : []);
  const found = await findCustomersBy(ctx, {
    phones: list(asked.phone),
    emails: list(asked.email),
    cardNumbers: list(asked.cardNumber),
    externalIds: list(asked.externalId),
  });
  const names = await customerNames(
    ctx,
    found.map(({ id }) => id),
  );
  const items = found.flatMap((one) => {
    const seen = names.get(one.id);
    const same = KEYS.filter((key) => asked[key] !== undefined && asked[key] === one[key]);
    return seen
      ? [
          {
            id: one.id,
            name: seen.name,
            phone: seen.phone,
            email: shownValue(ctx, 'email', one.email) as string | null,
            same,
          },
        ]
      : [];
  });
  return { items: items.slice(0, 10) };
}
