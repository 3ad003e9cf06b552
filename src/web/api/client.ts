import { createORPCClient } from '@orpc/client';
import type { AnyContractRouter, ContractRouterClient } from '@orpc/contract';
import type { JsonifiedClient } from '@orpc/openapi-client';
import { OpenAPILink } from '@orpc/openapi-client/fetch';
import { createTanstackQueryUtils } from '@orpc/tanstack-query';
import { isApiError, readErrorBody } from './errors.ts';
import { API, apiFetch, callHeaders } from './http.ts';
import { intentKeys } from './idempotency.ts';

/**
 * A module's typed calls. `api.call.read({ id })` asks once; `api.read.queryOptions({ input })` and
 * `api.record.mutationOptions()` are for TanStack Query. `name` keeps the query keys of modules apart.
 */
export function moduleClient<Contract extends AnyContractRouter>(name: string, contract: Contract) {
  const call = createORPCClient<JsonifiedClient<ContractRouterClient<Contract>>>(openLink(contract));
  const utils = createTanstackQueryUtils(call, { path: [name] });
  // The utils answer any name with more utils of their own; `call` is the one that is not theirs.
  return new Proxy(utils, {
    get: (target, key) => (key === 'call' ? call : (Reflect.get(target, key) as unknown)),
  }) as typeof utils & { call: typeof call };
}

function openLink(contract: AnyContractRouter) {
  const keys = intentKeys(() => crypto.randomUUID());
  return new OpenAPILink(contract, {
    url: () => `${location.origin}${API}`,
    headers: (_options, path, input) =>
      changes(contract, path) ? { ...callHeaders(), 'Idempotency-Key': keys.keyFor(input) } : callHeaders(),
    fetch: (request, init) => apiFetch(request, init),
    customErrorResponseBodyDecoder: (body, response) => readErrorBody(body, response.status),
    interceptors: [
      async ({ next, input }) => {
        try {
          const answer = await next();
          keys.answered(input);
          return answer;
        } catch (error) {
          // A refusal is an answer; only a lost or broken one may be repeated under its key.
          if (isApiError(error) && error.status < 500) keys.answered(input);
          throw error;
        }
      },
    ],
  });
}

interface Procedure {
  '~orpc'?: { route?: { method?: string } };
}

function changes(contract: AnyContractRouter, path: readonly string[]): boolean {
  let part: unknown = contract;
  for (const key of path) part = (part as Record<string, unknown> | undefined)?.[key];
  const method = (part as Procedure | undefined)?.['~orpc']?.route?.method ?? 'POST';
  return method !== 'GET';
}
