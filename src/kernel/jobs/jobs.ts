import type { z } from 'zod';
import type { Ctx } from '../context.ts';
import type { House } from '../house.ts';

/**
 * Work for later: a name, an input, one call. Jobs run at least once, so every one is idempotent. They act as the
 * system, in the workspace that queued them.
 */
export interface Job<Input = unknown> {
  readonly name: string;
  readonly input: z.ZodType<Input>;
  /** Queued for every workspace when its new day begins. */
  readonly nightly: boolean;
  /** Queued for every workspace when a worker starts: what a process that died has left lying. */
  readonly atStart?: boolean;
  readonly run: JobRun<Input>;
}

type JobRun<Input> =
  | { readonly kind: 'short'; call(ctx: Ctx, input: Input): Promise<void> }
  | { readonly kind: 'long'; call(work: LongWork, input: Input): Promise<void> };

/** A long job opens its own transactions; between them it checks whether the process is stopping. */
export interface LongWork {
  readonly house: House;
  readonly workspaceId: string;
  readonly signal: AbortSignal;
  /** One transaction of the job. */
  step<T>(work: (ctx: Ctx) => Promise<T>): Promise<T>;
}

/** A job that is one transaction. */
export function job<Input>(
  name: string,
  input: z.ZodType<Input>,
  call: (ctx: Ctx, input: Input) => Promise<void>,
  { nightly = false, atStart = false }: { nightly?: boolean; atStart?: boolean } = {},
): Job<Input> {
  return { name, input, nightly, atStart, run: { kind: 'short', call } };
}

/** A job of many transactions, e.g. an import. It must find its own place again after a crash. */
export function longJob<Input>(
  name: string,
  input: z.ZodType<Input>,
  call: (work: LongWork, input: Input) => Promise<void>,
  options: { nightly?: boolean } = {},
): Job<Input> {
  return { name, input, nightly: options.nightly ?? false, run: { kind: 'long', call } };
}
