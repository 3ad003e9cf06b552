import { ContractProcedure, type AnyContractProcedure, type AnyContractRouter } from '@orpc/contract';
import { implement, type Router } from '@orpc/server';
import type { z } from 'zod';
import { may, type Permission } from '../access.ts';
import type { OperationMeta } from '../contract.ts';
import type { Ctx } from '../context.ts';
import { refuse } from '../errors.ts';
import { once } from './idempotency.ts';

/** Where every operation of the contracts lives. */
export const API = '/api/v1';

/** What the HTTP layer hands to every operation: enough to make the Ctx once the operation is known. */
export interface Knock {
  /** Refuses who may not; asked before the input is looked at, so that a stranger learns nothing of its shape. */
  admit(requires: string): void;
  /** Runs the verb with a Ctx: in one transaction for commands, statement by statement for queries. */
  open<T>(mode: 'query' | 'command', work: (ctx: Ctx) => Promise<T>): Promise<T>;
}

/** contract → verb, leaf by leaf. A verb takes the validated input and answers what the output schema accepts. */
export type Verbs<Contract> = {
  [Key in keyof Contract]: Contract[Key] extends ContractProcedure<infer In, infer Out, infer _E, infer _M>
    ? (ctx: Ctx, input: Parsed<In>) => Promise<Answer<Out>>
    : Verbs<Contract[Key]>;
};
type Parsed<Schema> = Schema extends z.ZodType ? z.output<Schema> : never;
type Answer<Schema> = Schema extends z.ZodType ? z.input<Schema> : never;

export type Routes = Router<AnyContractRouter, Knock>;

/** Binds a module's contract to its verbs; rights, transaction and idempotency are added here, for all alike. */
export function bindRoutes<Contract extends AnyContractRouter>(contract: Contract, verbs: Verbs<Contract>): Routes {
  return bind(contract, verbs as VerbTree) as Routes;
}

type Verb = (ctx: Ctx, input: unknown) => Promise<unknown>;
type VerbTree = { [key: string]: Verb | VerbTree };

function bind(contract: AnyContractRouter, verbs: VerbTree): unknown {
  return Object.fromEntries(
    Object.entries(contract).map(([key, part]) => {
      const below = verbs[key];
      if (below === undefined) throw new Error(`No verb for ${key}.`);
      return [
        key,
        part instanceof ContractProcedure
          ? bindOne(part, below as Verb)
          : bind(part as AnyContractRouter, below as VerbTree),
      ];
    }),
  );
}

function bindOne(procedure: AnyContractProcedure, verb: Verb): unknown {
  const definition = procedure['~orpc'] as { meta: OperationMeta; route: { method?: string; path?: string } };
  const { requires, readOnly, inSteps } = definition.meta;
  if (!requires) throw new Error(`${definition.route.path} names no right.`);
  const command = definition.route.method !== 'GET' && !readOnly && !inSteps;
  const operation = `${definition.route.method} ${definition.route.path}`;
  return implement(procedure, { initialInputValidationIndex: 1 })
    .$context<Knock>()
    .use(({ context, next }) => {
      context.admit(requires);
      return next();
    })
    .handler(({ input, context }) =>
      context.open(command ? 'command' : 'query', (ctx) =>
        command ? once(ctx, operation, input, () => verb(ctx, input)) : verb(ctx, input),
      ),
    );
}

/** The one gate before every verb. Row-level reach (own, team, all) is the module's policy, on the rows themselves. */
export function admit(ctx: Pick<Ctx, 'actor'>, requires: string): void {
  if (requires === 'public') return;
  if (ctx.actor.kind === 'anonymous') throw refuse('SIGN_IN_NEEDED');
  if (requires === 'oneself') return;
  if (ctx.actor.confined) throw refuse('SECOND_STEP_NEEDED');
  if (requires === 'signed-in') return;
  if (!may(ctx.actor, requires as Permission)) throw refuse('NOT_ALLOWED', { permission: requires });
}
