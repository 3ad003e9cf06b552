import type { FastifyInstance } from 'fastify';
import type { House } from '../../../kernel/house.ts';
import { API } from '../../../kernel/http/routes.ts';
import { calendarText } from './feed.ts';

/** The secret address that a calendar program reads; nobody signs in for it. `.ics` events, `.todo.ics` tasks. */
export function feedRoutes(app: FastifyInstance, house: House): void {
  app.get(`${API}/team/feed/:file`, async (request, reply) => {
    const { file = '' } = request.params as { file?: string };
    const [, token = '', todo] = /^([\w-]{20,100})(\.todo)?\.ics$/.exec(file) ?? [];
    const text = await calendarText(house, token, todo ? 'todos' : 'events', request.ip);
    return reply
      .header('content-type', 'text/calendar; charset=utf-8')
      .header('content-disposition', 'inline; filename="tasks.ics"')
      .header('cache-control', 'private, no-store')
      .header('x-robots-tag', 'noindex')
      .send(text);
  });
}
