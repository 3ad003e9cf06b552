import type { FastifyInstance } from 'fastify';
import type { House } from '../../../kernel/house.ts';
import { admit, API } from '../../../kernel/http/routes.ts';
import { query } from '../../../kernel/enter.ts';
import { LIVE_TOPIC } from './notify.ts';
import { countUnread } from './notifications.ts';

/** Server-sent events: how much is unread, now and whenever that changes. */
export function bellRoutes(app: FastifyInstance, house: House): void {
  app.get(`${API}/team/notifications/events`, async (request, reply) => {
    admit(request.entry, 'signed-in');
    const { entry } = request;
    const raw = reply.openEvents();
    async function send(): Promise<void> {
      try {
        raw.write(`data: ${JSON.stringify(await query(house.database, entry, countUnread))}\n\n`);
      } catch {
        raw.end();
      }
    }
    const close = house.live.on(entry.workspace?.id ?? '', LIVE_TOPIC, (news) => {
      const { memberIds } = news as { memberIds: (string | null)[] };
      if (memberIds.includes(entry.actor.memberId)) void send();
    });
    raw.on('close', close);
    await send();
    return reply;
  });
}
