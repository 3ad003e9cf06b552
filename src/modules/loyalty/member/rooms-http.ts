import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Ctx } from '../../../kernel/context.ts';
import { command } from '../../../kernel/enter.ts';
import type { House } from '../../../kernel/house.ts';
import { html, type Html } from '../../../kernel/http/html.ts';
import { atOwnCard } from '../../customers/index.ts';
import { framed, problemText, tabsOf, type Frame } from './frame.ts';
import { roomOf, tabsFor, type InRoom, type MemberRoom } from './rooms.ts';
import { bodyOf, entryFor, frameOf, gone, keyIn, refuseOtherShop, sentenceOf, statusOf, within } from './visit.ts';

type Asked = FastifyRequest<{ Params: { shop: string; room: string; item?: string } }>;

/** What other modules add: a room, one thing of it, and what is pressed at either. */
export function roomRoutes(app: FastifyInstance, house: House): void {
  const show = async (request: Asked, reply: FastifyReply, problem: string | null = null, status = 200) => {
    const found = await roomAsked(house, request, reply);
    if (!found) return gone(house, request, reply);
    const { at, key } = found;
    if (key === null) return reply.redirect(`/m/${at.shopId}`, 303);
    const work = (ctx: Ctx) =>
      atOwnCard(ctx, key, async (inside, { id }) => {
        refuseOtherShop(inside, at);
        return pageOf(inside, found, id, problem, saidIn(request));
      });
    return within(house, request, reply, at, work, status);
  };

  const press = async (request: Asked, reply: FastifyReply) => {
    const found = await roomAsked(house, request, reply);
    if (!found) return gone(house, request, reply);
    const { at, key, room, here, item } = found;
    if (key === null) return reply.redirect(`/m/${at.shopId}`, 303);
    try {
      const on = await command(house.database, entryFor(request, at.tongue), (ctx) =>
        atOwnCard(ctx, key, async (inside, { id }) => {
          refuseOtherShop(inside, at);
          return room.act(inside, { customerId: id, here, item, said: null, problem: null }, bodyOf(request));
        }),
      );
      return await reply.redirect(`${here}${on}`, 303);
    } catch (error) {
      return show(request, reply, sentenceOf(error, at.tongue), statusOf(error));
    }
  };

  for (const path of ['/m/:shop/:room', '/m/:shop/:room/:item']) {
    app.get(path, (request: Asked, reply) => show(request, reply));
    app.post(path, (request: Asked, reply) => press(request, reply));
  }
}

interface Found {
  at: Frame;
  room: MemberRoom;
  key: string | null;
  here: string;
  item: string | null;
}

async function roomAsked(house: House, request: Asked, reply: FastifyReply): Promise<Found | null> {
  const { room: name, item = null } = request.params;
  const room = roomOf(name);
  if (!room) return null;
  const at = await frameOf(house, request, reply);
  return at && { at, room, key: keyIn(house, request, at.shopId), here: `${at.here}/${name}`, item };
}

/** Of what is gone meanwhile, the room as a whole is shown. */
async function pageOf(
  ctx: Ctx,
  { at, room, here, item }: Found,
  customerId: string,
  problem: string | null,
  said: string | null,
): Promise<Html> {
  const asked: InRoom = { customerId, here, item, problem, said: problem === null ? said : null };
  const one = await room.show(ctx, asked);
  const shown = one ?? (await room.show(ctx, { ...asked, item: null }));
  const own = { ...at, here: one && item !== null ? `${here}/${item}` : here };
  const tabs = tabsOf(own, room.key, await tabsFor(at, ctx, customerId));
  return framed(own, {
    title: shown?.title ?? at.shop,
    tabs,
    body: html`${problemText(problem)} ${shown?.body}`,
  });
}

function saidIn(request: FastifyRequest): string | null {
  const said = (request.query as Record<string, unknown>)['said'];
  return typeof said === 'string' ? said.slice(0, 40) : null;
}
