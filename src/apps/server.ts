import { access } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { isOpenWithoutTls, OPEN_WITHOUT_TLS, type Config } from '../kernel/config.ts';
import { buildServer } from '../kernel/http/server.ts';
import { startWorker, type Worker } from '../kernel/jobs/worker.ts';
import { ensureFirstOwner, setupLink } from '../modules/workspaces/index.ts';
import { jobs, modules } from './modules.ts';
import { openHouse, type OpenHouse } from './open-house.ts';
import { readiness } from './readiness.ts';

const pages = fileURLToPath(new URL('../../dist/web/', import.meta.url));

export interface RunningServer {
  readonly address: string;
  readonly house: OpenHouse;
  stop(): Promise<void>;
}

/** Starts what `REGULARS_ROLE` names: web, worker, or both in one process. */
export async function startServer(config: Config): Promise<RunningServer> {
  const house = await openHouse(config);
  try {
    await ensureFirstOwner(house);
    if (config.role !== 'worker' && isOpenWithoutTls(config)) house.log.warn({ host: config.host }, OPEN_WITHOUT_TLS);
    const worker = config.role === 'web' ? undefined : await startWorker(house, jobs);
    const app = config.role === 'worker' ? undefined : await openWeb(house);
    const address = (await app?.listen({ port: config.port, host: config.host })) ?? '';
    return { address, house, stop: () => stopAll(house, app, worker) };
  } catch (error) {
    await house.close();
    throw error;
  }
}

/** The address with a one-time setup link while nobody owns this installation yet. */
export async function greeting(running: RunningServer): Promise<string> {
  const link = await setupLink(running.house);
  const ready = link
    ? `Regulars is ready. Set it up here (the link works once): ${link}`
    : `Regulars is ready: ${running.address}`;
  return isOpenWithoutTls(running.house.config) ? `${ready}\n${OPEN_WITHOUT_TLS}` : ready;
}

async function openWeb(house: OpenHouse): Promise<FastifyInstance> {
  const app = await buildServer(house, modules);
  health(app, house);
  await servePages(app);
  return app;
}

function health(app: FastifyInstance, house: OpenHouse): void {
  app.get('/healthz', async () => ({ ok: true }));
  app.get('/readyz', async (_request, reply) => {
    try {
      const found = await readiness(house.database);
      return await reply.status(found.worker && found.pendingMigrations.length === 0 ? 200 : 503).send(found);
    } catch {
      return reply.status(503).header('retry-after', 5).send({ database: false });
    }
  });
}

/** The built pages; any path that is no file is a page of the router. */
async function servePages(app: FastifyInstance): Promise<void> {
  await access(pages);
  await app.register(fastifyStatic, {
    root: pages,
    cacheControl: false,
    setHeaders(reply, path) {
      const hashed = path.includes('/assets/');
      reply.header('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
  app.setNotFoundHandler((request, reply) => {
    if (request.method !== 'GET' || request.url.startsWith('/api/')) return reply.status(404).send();
    return reply.header('cache-control', 'no-cache').sendFile('index.html');
  });
}

async function stopAll(house: OpenHouse, app: FastifyInstance | undefined, worker: Worker | undefined): Promise<void> {
  await app?.close();
  await worker?.stop();
  await house.close();
}
