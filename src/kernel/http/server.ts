import fastifyMultipart from '@fastify/multipart';
import type { IncomingHttpHeaders } from 'node:http';
import Fastify, {
  LogController,
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify';
import type { Reply } from '../context.ts';
import { cookieName, isSecure } from '../cookie-name.ts';
import { command, query } from '../enter.ts';
import type { Entry, House } from '../house.ts';
import { pickLocale } from '../i18n/locales.ts';
import { newId } from '../ids.ts';
import type { ServerModule } from '../module.ts';
import { endsPromptly } from './closing.ts';
import { offerEventStreams } from './event-streams.ts';
import { serveMetrics } from './metrics.ts';
import { openOperations } from './operations.ts';
import { problemOf } from './problems.ts';
import { reference } from './reference.ts';
import { noteRefusal } from './refusal-log.ts';
import { admit, API, type Knock } from './routes.ts';
import { sendSecurityHeaders } from './security-headers.ts';

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
    // Nothing is logged per request, so none needs a logger of its own; what is logged names the request's id.
    childLoggerFactory: (logger) => logger,
    trustProxy: 'loopback',
    bodyLimit: 2 * 1024 * 1024,
    routerOptions: { maxParamLength: 300 },
  });
  await sendSecurityHeaders(app, house.config);
  await app.register(fastifyMultipart, { limits: { fileSize: 2 * 1024 * 1024 * 1024, files: 1, fields: 20 } });
  app.setErrorHandler((error, request, reply) => sendProblem(house, request, reply, error));
  app.decorateRequest('entry');
  endsPromptly(app);
  offerEventStreams(app);
  serveMetrics(app, house);

  const answer = openOperations(house, modules);
  await app.register(async (api) => {
    api.addHook('onRequest', async (request, reply) => {
      // What belongs to a customer is not left lying in a browser or a proxy; a route may say otherwise.
      reply.header('cache-control', 'private, no-store');
      request.entry = { ...(await entryOf(house, request)), reply: replyOf(house, reply) };
    });
    for (const module of modules) await module.http?.(api, house);
    await reference(api, modules, house.config);
    api.all(`${API}/*`, async (request, reply) => {
      if (await answer({ ...knock(house, request), request }, reply)) return reply;
      return sendProblem(house, request, reply, { statusCode: 404, code: 'NOT_FOUND' });
    });
  });
  return app;
}

function knock(house: House, request: FastifyRequest): Knock {
  return {
    admit: (requires) => admit(request.entry, requires),
    open: (mode, work) => (mode === 'command' ? command : query)(house.database, request.entry, work),
  };
}

async function entryOf(house: House, request: FastifyRequest): Promise<Entry> {
  const visitor = await house.doorkeeper.identify(headersOf(request), request.ip);
  const header = (name: string) => (request.headers[name] as string | undefined) ?? null;
  const language = header('accept-language');
  return {
    workspace: visitor.workspace,
    actor: visitor.actor,
    locale: language === null ? (visitor.locale ?? 'zh-CN') : pickLocale(language),
    request: {
      id: request.id,
      ip: request.ip,
      userAgent: header('user-agent'),
      idempotencyKey: header('idempotency-key'),
      ifMatch: versionOf(header('if-match')),
    },
  };
}

/** Downloads and event streams are addresses, which carry no header of their own. */
function headersOf(request: FastifyRequest): IncomingHttpHeaders {
  const { workspace } = request.query as { workspace?: unknown };
  if (typeof workspace !== 'string' || request.headers['x-workspace'] !== undefined) return request.headers;
  return { ...request.headers, 'x-workspace': workspace.slice(0, 40) };
}

function replyOf(house: House, reply: FastifyReply): Reply {
  const secure = isSecure(house.config) ? '; Secure' : '';
  return {
    header: (name, value) => void reply.header(name, value),
    cookie(name, value, { maxAgeSeconds } = {}) {
      const age = value === null ? 0 : maxAgeSeconds;
      const lasting = age === undefined ? '' : `; Max-Age=${age}`;
      const text = `${cookieName(name, house.config)}=${encodeURIComponent(value ?? '')}; Path=/; HttpOnly; SameSite=Lax${lasting}${secure}`;
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
  noteRefusal(house.log, request, problem);
  if (problem.retryAfter !== undefined) reply.header('retry-after', problem.retryAfter);
  await reply.status(problem.status).send({ code: problem.code, message: problem.message, data: problem.data });
}
