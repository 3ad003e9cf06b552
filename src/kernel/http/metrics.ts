import type { FastifyInstance, FastifyRequest } from 'fastify';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { may } from '../access.ts';
import type { House } from '../house.ts';

/** `GET /metrics` in Prometheus' text form, for this machine and for keys that may read the settings. */
export function serveMetrics(app: FastifyInstance, house: House): void {
  const register = new Registry();
  collectDefaultMetrics({ register });
  const duration = new Histogram({
    name: 'regulars_http_seconds',
    help: 'Time to answer a request',
    labelNames: ['method', 'status'],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.3, 1, 3, 10],
    registers: [register],
  });
  const waiting = new Gauge({
    name: 'regulars_database_waiting',
    help: 'Requests that wait for a database connection',
    registers: [],
    collect() {
      this.set(house.database.waiting());
    },
  });
  register.registerMetric(waiting);
  app.addHook('onResponse', async (request, reply) => {
    duration.observe({ method: request.method, status: reply.statusCode }, reply.elapsedTime / 1000);
  });
  app.get('/metrics', async (request, reply) => {
    if (!isLocal(request) && !(await holdsKey(house, request))) return reply.status(404).send();
    return reply.type(register.contentType).send(await register.metrics());
  });
}

/** Straight from this machine: a proxy in front of us, even a local one, speaks for somebody else. */
function isLocal(request: FastifyRequest): boolean {
  const direct = request.headers['x-forwarded-for'] === undefined;
  return direct && ['127.0.0.1', '::1', '::ffff:127.0.0.1'].includes(request.socket.remoteAddress ?? '');
}

async function holdsKey(house: House, request: FastifyRequest): Promise<boolean> {
  const authorization = request.headers.authorization;
  if (!authorization) return false;
  const { actor } = await house.doorkeeper.identify({ authorization }, request.ip);
  return may(actor, 'settings.read');
}
