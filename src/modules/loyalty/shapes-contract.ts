import { z } from 'zod';

/** Points are whole numbers that a double holds exactly. */
export const MAX_POINTS = Number.MAX_SAFE_INTEGER;

export const points = z.int().min(0);
export const somePoints = z.int().min(1);

export const line = (max: number) =>
  z
    .string()
    .max(max)
    .transform((value) => value.replaceAll('\0', '').replace(/\s+/g, ' ').trim());
export const filledLine = (max: number) => line(max).pipe(z.string().min(1));

/** An amount that is not negative, in the base currency. */
export const amount = z.string().regex(/^\d{1,12}(\.\d{1,4})?$/);
/** A factor with up to two decimals, `1.5`. */
export const times = z.string().regex(/^\d{1,2}(\.\d{1,2})?$/);
export const keyword = z.string().regex(/^[a-z][a-zA-Z0-9_-]{0,39}$/);
