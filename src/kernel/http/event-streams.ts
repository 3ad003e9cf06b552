import type { FastifyInstance } from 'fastify';
import type { ServerResponse } from 'node:http';

declare module 'fastify' {
  interface FastifyReply {
    /** Answers with server-sent events for as long as the reader stays and the server runs. */
    openEvents(): ServerResponse;
  }
}

const ALIVE_MS = 20_000;

/** Offers `reply.openEvents()`. A server that closes ends these answers: their readers would keep it waiting for ever. */
export function offerEventStreams(app: FastifyInstance): void {
  const open = new Set<ServerResponse>();
  app.decorateReply('openEvents', function openEvents() {
    this.hijack();
    const { raw } = this;
    raw.writeHead(200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
      connection: 'close',
    });
    raw.flushHeaders();
    const alive = setInterval(() => raw.write(': alive\n\n'), ALIVE_MS);
    open.add(raw);
    raw.on('close', () => {
      open.delete(raw);
      clearInterval(alive);
    });
    return raw;
  });
  app.addHook('preClose', (done) => {
    for (const raw of open) raw.end();
    done();
  });
}
