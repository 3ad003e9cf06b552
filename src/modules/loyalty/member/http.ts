import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Ctx } from '../../../kernel/context.ts';
import { asSystem, command, query, workspaceById } from '../../../kernel/enter.ts';
import type { House } from '../../../kernel/house.ts';
import { Refusal } from '../../../kernel/errors.ts';
import { isId } from '../../../kernel/ids.ts';
import {
  askCodeFor,
  atOwnCard,
  changeOwnCard,
  leaveMemberPage,
  openMemberPage,
  readOwnCard,
  readSelfSettings,
  sayOnOwnCard,
} from '../../customers/index.ts';
import { countAttempt } from '../../workspaces/index.ts';
import { readSale } from '../counter/sale.ts';
import { factsIn } from './own-facts.ts';
import { cardPage } from './card-page.ts';
import { memberPage } from './member-page.ts';
import type { Frame } from './frame.ts';
import { codePage, signInPage } from './sign-in-page.ts';
import { receiptPage } from './receipt-page.ts';
import { readReceiptToken } from './receipt-token.ts';
import { roomRoutes } from './rooms-http.ts';
import { leaveRooms, tabsFor } from './rooms.ts';
import { readMember } from './view.ts';
import {
  bodyOf,
  chosenTongue,
  entryFor,
  field,
  frameOf,
  gone,
  keyIn,
  refuseOtherShop,
  remember,
  send,
  sentenceOf,
  statusOf,
  tongueOf,
  within,
  type Asked,
} from './visit.ts';

/** The pages of members: made whole on the server, without script. The address says which shop, a cookie says who. */
export async function memberRoutes(api: FastifyInstance, house: House): Promise<void> {
  await api.register(async (app) => {
    app.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string', bodyLimit: 16_384 },
      (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(body as string))),
    );
    app.addHook('onRequest', async (_request, reply) => {
      reply.header('cache-control', 'no-store').header('x-robots-tag', 'noindex');
    });
    signIn(app, house);
    ownPages(app, house);
    roomRoutes(app, house);
    homeScreen(app, house);
    receipts(app, house);
  });
}

function signIn(app: FastifyInstance, house: House): void {
  app.get('/m/:shop', async (request: Asked, reply) => {
    const at = await frameOf(house, request, reply);
    if (!at) return gone(house, request, reply);
    const key = keyIn(house, request, at.shopId);
    if (key === null) return send(reply, signInPage(at, {}));
    return within(house, request, reply, at, (ctx) =>
      atOwnCard(ctx, key, async (inside, card) => {
        refuseOtherShop(inside, at);
        const tabs = await tabsFor(at, inside, card.id);
        return memberPage(at, inside, await readMember(inside, card), tabs);
      }),
    );
  });

  app.post('/m/:shop/code', async (request: Asked, reply) => {
    const at = await frameOf(house, request, reply);
    if (!at) return gone(house, request, reply);
    const address = field(request, 'address', 200);
    try {
      await command(house.database, entryFor(request, at.tongue), (ctx) => askCodeFor(ctx, at.shopId, address));
      return await send(reply, codePage(at, { address }));
    } catch (error) {
      return send(reply, signInPage(at, { address, problem: sentenceOf(error, at.tongue) }), statusOf(error));
    }
  });

  app.post('/m/:shop/open', async (request: Asked, reply) => {
    const at = await frameOf(house, request, reply);
    if (!at) return gone(house, request, reply);
    const address = field(request, 'address', 200);
    const code = field(request, 'code', 20).replace(/\D/g, '');
    try {
      const { key } = await command(house.database, entryFor(request, at.tongue), (ctx) =>
        openMemberPage(ctx, at.shopId, address, code),
      );
      return await remember(house, reply, at.shopId, key).redirect(`/m/${at.shopId}`, 303);
    } catch (error) {
      return send(reply, codePage(at, { address, problem: sentenceOf(error, at.tongue) }), statusOf(error));
    }
  });

  app.post('/m/:shop/leave', async (request: Asked, reply) => {
    const { shop } = request.params;
    const key = keyIn(house, request, shop);
    if (!isId(shop)) return gone(house, request, reply);
    if (key)
      await command(house.database, entryFor(request, tongueOf(house, request)), async (ctx) => {
        await atOwnCard(ctx, key, (inside, { id }) => leaveRooms(inside, id)).catch(forgiveExpired);
        await leaveMemberPage(ctx, key);
      });
    return remember(house, reply, shop, null).redirect(`/m/${shop}`, 303);
  });
}

/** Whose key has run out has nothing more to leave. */
function forgiveExpired(error: unknown): void {
  if (!(error instanceof Refusal)) throw error;
}

function ownPages(app: FastifyInstance, house: House): void {
  const show = async (request: Asked, reply: FastifyReply, at: Frame, problem?: string, status = 200) => {
    const key = keyIn(house, request, at.shopId);
    if (key === null) return reply.redirect(`/m/${at.shopId}`, 303);
    const said = (request.query as Record<string, unknown>)['said'];
    return within(
      house,
      request,
      reply,
      at,
      async (ctx) => {
        const tabs = await atOwnCard(ctx, key, async (inside, { id }) => {
          refuseOtherShop(inside, at);
          return tabsFor(at, inside, id);
        });
        return cardPage(at, await readOwnCard(ctx, { key }), { tabs, problem, said: problem ? null : said });
      },
      status,
    );
  };
  const change = async (request: Asked, reply: FastifyReply, work: (ctx: Ctx, key: string) => Promise<string>) => {
    const at = await frameOf(house, request, reply);
    if (!at) return gone(house, request, reply);
    const key = keyIn(house, request, at.shopId);
    if (key === null) return reply.redirect(`/m/${at.shopId}`, 303);
    try {
      const said = await command(house.database, entryFor(request, at.tongue), async (ctx) => {
        await atOwnCard(ctx, key, async (inside) => refuseOtherShop(inside, at));
        return work(ctx, key);
      });
      return await reply.redirect(`/m/${at.shopId}/card?said=${said}`, 303);
    } catch (error) {
      return show(request, reply, at, sentenceOf(error, at.tongue), statusOf(error));
    }
  };

  app.get('/m/:shop/card', async (request: Asked, reply) => {
    const at = await frameOf(house, request, reply);
    return at ? show(request, reply, at) : gone(house, request, reply);
  });
  app.post('/m/:shop/card', (request: Asked, reply) =>
    change(request, reply, async (ctx, key) => {
      const { fields, facts: now } = await readOwnCard(ctx, { key });
      const facts = factsIn(bodyOf(request), fields, now);
      const stillRight = Object.keys(facts).length === 0;
      const { waiting } = await changeOwnCard(ctx, { key, facts, stillRight });
      return stillRight ? 'still' : waiting ? 'waiting' : 'saved';
    }),
  );
  app.post('/m/:shop/consent', (request: Asked, reply) =>
    change(request, reply, async (ctx, key) => {
      const [channel, purpose] = [field(request, 'channel', 40), field(request, 'purpose', 40)];
      await sayOnOwnCard(ctx, { key, channel, purpose, granted: field(request, 'granted', 5) === 'yes' });
      return 'consent';
    }),
  );
}

/** The shop's own name and place under the icon on the phone. */
function homeScreen(app: FastifyInstance, house: House): void {
  app.get('/m/:shop/manifest.webmanifest', async (request: Asked, reply) => {
    const at = await frameOf(house, request, reply);
    if (!at) return gone(house, request, reply);
    const start = `/m/${at.shopId}`;
    const icon = (src: string, sizes: string, purpose = 'any') => ({ src, sizes, type: 'image/png', purpose });
    return reply.type('application/manifest+json; charset=utf-8').send(
      JSON.stringify({
        name: at.shop,
        short_name: at.shop,
        id: start,
        start_url: start,
        scope: start,
        display: 'standalone',
        background_color: '#FAF8F4',
        theme_color: '#0F766E',
        icons: [
          icon('/icon-192.png', '192x192'),
          icon('/icon-512.png', '512x512'),
          icon('/icon-maskable-512.png', '512x512', 'maskable'),
        ],
      }),
    );
  });
}

function receipts(app: FastifyInstance, house: House): void {
  app.get('/r/:token', async (request: FastifyRequest<{ Params: { token: string } }>, reply) => {
    const found = readReceiptToken(request.params.token);
    await countAttempt({
      key: `receipt ${found ? 'true' : 'false'} from ${request.ip}`,
      attempts: found ? 300 : 30,
      seconds: 60,
    });
    const workspace = found && (await workspaceById(house.database, found.workspaceId));
    if (!workspace) return gone(house, request, reply);
    const tongue = chosenTongue(house, request, reply);
    const entry = { ...asSystem(workspace), locale: tongue };
    return query(house.database, entry, async (ctx) => {
      const sale = await readSale(ctx, { id: found.orderId }).catch(() => null);
      if (!sale) return gone(house, request, reply);
      const member = (await readSelfSettings(ctx)).codes ? `/m/${workspace.id}` : null;
      const at = { shop: workspace.name, shopId: workspace.id, tongue, here: request.url.split('?')[0] ?? '' };
      return send(reply, receiptPage(at, ctx, sale, member));
    });
  });
}
