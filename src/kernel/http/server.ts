import { OpenAPIHandler } from '@orpc/openapi/fastify';
import fastifyHelmet from '@fastify/helmet';
import fastifyMultipart from '@fastify/multipart';
import Fastify, {
  LogController,
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify';
import type { Reply } from '../context.ts';
import { command, query } from '../enter.ts';
import type { Entry, House } from '../house.ts';
import { pickLocale } from '../i18n/locales.ts';
import { newId } from '../ids.ts';
import type { ServerModule } from '../module.ts';
import { answerFor, problemOf } from './problems.ts';
import { serveMetrics } from './metrics.ts';
import { reference } from './reference.ts';
import { admit, API, type Knock } from './routes.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who knocks, in which workspace and language. Set for everything below `/api`. */
    entry: Entry;
  }
}

/** Fastify with every module's operations, the API reference and the health checks. */
export async function buildServer(house: House, modules: readonly ServerModule[]): Promise<FastifyInstance> {
  const app: FastifyInstance = Fastify({
    loggerInstance: house.log as FastifyBaseLogger,
    genReqId: () => newId(),
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: 'loopback',
    bodyLimit: 2 * 1024 * 1024,
    routerOptions: { maxParamLength: 300 },
  });
  await app.register(fastifyHelmet, securityHeaders(house));
  await app.register(fastifyMultipart, { limits: { fileSize: 2 * 1024 * 1024 * 1024, files: 1, fields: 20 } });
  app.setErrorHandler((error, request, reply) => sendProblem(house, request, reply, error));
  app.decorateRequest('entry');
  serveMetrics(app, house);

  const handler = new OpenAPIHandler<Knock>(Object.fromEntries(modules.map((one) => [one.name, one.routes ?? {}])), {
    interceptors: [
      async (options) => {
        try {
          return await options.next();
        } catch (error) {
          const { entry, id } = requestOf(options);
          const answer = answerFor(error, entry.locale, id, house.log);
          const { retryAfter } = answer.data as { retryAfter?: number };
          if (retryAfter !== undefined) entry.reply?.header('retry-after', String(retryAfter));
          throw answer;
        }
      },
    ],
    customErrorResponseBodyEncoder: (error) => ({ code: error.code, message: error.message, data: error.data ?? {} }),
  });

  await app.register(async (api) => {
    api.addHook('onRequest', async (request, reply) => {
      request.entry = { ...(await entryOf(house, request)), reply: replyOf(house, reply) };
    });
    for (const module of modules) await module.http?.(api, house);
    await reference(api, modules);
    api.all(`${API}/*`, async (request, reply) => {
      const { matched } = await handler.handle(request, reply, {
        prefix: API,
        context: { ...knock(house, request), request } as Knock,
      });
      if (!matched) await sendProblem(house, request, reply, { statusCode: 404, code: 'NOT_FOUND' });
    });
  });
  return app;
}

function requestOf(options: unknown): FastifyRequest {
  return (options as { context: { request: FastifyRequest } }).context.request;
}

function knock(house: House, request: FastifyRequest): Knock {
  return {
    admit: (requires) => admit(request.entry, requires),
    open: (mode, work) => (mode === 'command' ? command : query)(house.database, request.entry, work),
  };
}

async function entryOf(house: House, request: FastifyRequest): Promise<Entry> {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  // Downloads and event streams are addresses, which carry no header.
  const { workspace } = request.query as { workspace?: unknown };
  if (typeof workspace === 'string' && !headers.has('x-workspace')) headers.set('x-workspace', workspace.slice(0, 40));
  const visitor = await house.doorkeeper.identify(headers, request.ip);
  return {
    workspace: visitor.workspace,
    actor: visitor.actor,
    locale: headers.has('accept-language') ? pickLocale(headers.get('accept-language')) : (visitor.locale ?? 'zh-CN'),
    request: {
      id: request.id,
      ip: request.ip,
      userAgent: headers.get('user-agent'),
      idempotencyKey: headers.get('idempotency-key'),
      ifMatch: versionOf(headers.get('if-match')),
    },
  };
}

function replyOf(house: House, reply: FastifyReply): Reply {
  const secure = house.config.publicUrl.startsWith('https:') ? '; Secure' : '';
  return {
    header: (name, value) => void reply.header(name, value),
    cookie(name, value, { maxAgeSeconds } = {}) {
      const age = value === null ? 0 : maxAgeSeconds;
      const lasting = age === undefined ? '' : `; Max-Age=${age}`;
      const text = `${name}=${encodeURIComponent(value ?? '')}; Path=/; HttpOnly; SameSite=Lax${lasting}${secure}`;
      reply.header('set-cookie', text);
    },
  };
}

function versionOf(ifMatch: string | null): number | null {
  const digits = ifMatch?.match(/^(?:W\/)?"?(\d{1,9})"?$/)?.[1];
  return digits === undefined ? null : Number(digits);
}

async function sendProblem(house: House, request: FastifyRequest, reply: FastifyReply, error: unknown): Promise<void> {
  const locale = request.entry?.locale ?? pickLocale(request.headers['accept-language']);
  const problem = problemOf(error, locale, request.id, house.log);
  if (problem.retryAfter !== undefined) reply.header('retry-after', problem.retryAfter);
  await reply.status(problem.status).send({ code: problem.code, message: problem.message, data: problem.data });
}

function securityHeaders(house: House) {
  const secure = house.config.publicUrl.startsWith('https:');
  return {
    contentSecurityPolicy: {
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        connectSrc: ["'self'"],
        objectSrc: ["'none'"],
        frameAncestors: ["'none'"],
        baseUri: ["'self'"],
        formAction: ["'self'"],
        upgradeInsecureRequests: secure ? [] : null,
      },
    },
    strictTransportSecurity: secure ? { maxAge: 31_536_000 } : false,
    referrerPolicy: { policy: 'same-origin' as const },
  } as const;
}
