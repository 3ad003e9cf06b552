import { StandardOpenAPICodec, StandardOpenAPIMatcher } from '@orpc/openapi/standard';
import {
  StandardBracketNotationSerializer,
  StandardOpenAPIJsonSerializer,
  StandardOpenAPISerializer,
} from '@orpc/openapi-client/standard';
import type { AnyProcedure } from '@orpc/server';
import { StandardHandler } from '@orpc/server/standard';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { House } from '../house.ts';
import type { ServerModule } from '../module.ts';
import { answerFor } from './problems.ts';
import { noteRefusal } from './refusal-log.ts';
import { API, type Knock } from './routes.ts';

type Context = Knock & { request: FastifyRequest };

/**
 * Answers the operations of all contracts: oRPC finds the operation, reads the input and checks both ends against the
 * contract. It is put together from oRPC's parts, because its own adapter for Fastify makes of every request a
 * streaming one that can be aborted, and copies every answer in search of files.
 */
export function openOperations(house: House, modules: readonly ServerModule[]) {
  const router = Object.fromEntries(modules.map((one) => [one.name, one.routes ?? {}]));
  const handler = new StandardHandler<Context>(router, new StandardOpenAPIMatcher(), new Codec(), {
    interceptors: [
      async ({ context: { request }, next }) => {
        try {
          return await next();
        } catch (error) {
          const { entry, id } = request;
          const answer = answerFor(error, entry.locale, id, house.log);
          noteRefusal(house.log, request, answer);
          const { retryAfter } = answer.data as { retryAfter?: number };
          if (retryAfter !== undefined) entry.reply?.header('retry-after', String(retryAfter));
          throw answer;
        }
      },
    ],
  });

  /** False when there is no such operation. */
  return async (context: Context, reply: FastifyReply): Promise<boolean> => {
    const { request } = context;
    const asked = {
      method: request.method,
      url: new URL(request.originalUrl, 'http://localhost'),
      headers: request.headers,
      body: async () => request.body,
      signal: undefined,
    };
    const { matched, response } = await handler.handle(asked, { prefix: API, context });
    if (!matched) return false;
    reply.status(response.status).header('content-type', 'application/json');
    await reply.send(JSON.stringify(response.body));
    return true;
  };
}

class Codec extends StandardOpenAPICodec {
  constructor() {
    const json = new StandardOpenAPIJsonSerializer();
    super(new StandardOpenAPISerializer(json, new StandardBracketNotationSerializer()), {
      customErrorResponseBodyEncoder: ({ code, message, data }) => ({ code, message, data: data ?? {} }),
    });
  }

  /** What passed its output schema is JSON as it is. */
  override encode(output: unknown, procedure: AnyProcedure) {
    return { status: procedure['~orpc'].route.successStatus ?? 200, headers: {}, body: output };
  }
}
