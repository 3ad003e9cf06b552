import { sql, type RawBuilder } from 'kysely';
import { z } from 'zod';
import { civilDate } from '../../../kernel/contract.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { dayRange } from '../../customers/index.ts';

const someDays = z.number().int().min(0).max(36_500);
const day = civilDate.refine((one) => one >= '1900-01-01' && one <= '2200-12-31');

/** Days as the customer list takes them: fixed ones, or such that move with today. */
export const windowShape = z.union([
  z.object({ lastDays: someDays }).strict(),
  z.object({ moreDaysAgo: someDays }).strict(),
  z
    .object({ from: day.nullish(), to: day.nullish() })
    .strict()
    .refine(({ from, to }) => from != null || to != null),
]);
export type Window = z.infer<typeof windowShape>;

const whole = z.number().int().min(-1e15).max(1e15);
export const rangeShape = z
  .object({ from: whole.nullish(), to: whole.nullish() })
  .strict()
  .refine(({ from, to }) => from != null || to != null);

export function windowMoves(window: Window | undefined): boolean {
  return window !== undefined && ('lastDays' in window || 'moreDaysAgo' in window);
}

/** `and <column> within the days`, or nothing. */
export function andWithin(ctx: Ctx, column: RawBuilder<unknown>, window: Window | undefined): RawBuilder<unknown> {
  const range = window && dayRange(ctx, window);
  if (!range) return sql``;
  const from = range.from == null ? sql`` : sql`and ${column} >= ${range.from}::date`;
  const to = range.to == null ? sql`` : sql`and ${column} <= ${range.to}::date`;
  return sql`${from} ${to}`;
}
