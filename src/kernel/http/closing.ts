import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

/**
 * Ends a closing server's connections. Browsers open some ahead and ask nothing over them; Node counts such a one as
 * busy, so that `close` would wait until the browser drops it. Answers under way get `patience` milliseconds.
 */
export function endsPromptly(app: FastifyInstance, patience = 15_000): void {
  const silent = new Set<Socket>();
  app.server.on('connection', (socket: Socket) => {
    silent.add(socket);
    socket.once('close', () => silent.delete(socket));
  });
  app.server.on('request', ({ socket }) => silent.delete(socket));
  app.addHook('preClose', (done) => {
    for (const socket of silent) socket.destroy();
    const overdue = setTimeout(() => app.server.closeAllConnections(), patience);
    app.server.once('close', () => clearTimeout(overdue));
    done();
  });
}
