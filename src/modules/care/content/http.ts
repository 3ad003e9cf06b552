import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { House } from '../../../kernel/house.ts';
import { countAttempt } from '../../workspaces/index.ts';
import { linkOf, tongueOf } from '../public/asked.ts';
import { gonePage } from '../public/pages.ts';
import { topicsChosenIn } from './choices.ts';
import { lookAtChoices, publishedBy, saveChoices } from './open.ts';
import { archivePage, articlePage, choicesPage, feedOf } from './pages.ts';

type Asked = FastifyRequest<{ Params: { shop: string; id?: string } }>;

/** The public page of articles, its feed, and what a reader chooses by the link in a mail. */
export function contentRoutes(app: FastifyInstance, house: House): void {
  app.get('/n/:shop', async (request: Asked, reply) => {
    const found = await publishedAt(house, request);
    return found ? page(reply, archivePage(found.ctx, found.articles, hereOf(request)).text) : gone(request, reply);
  });

  app.get('/n/:shop/feed.xml', async (request: Asked, reply) => {
    const found = await publishedAt(house, request);
    if (!found) return gone(request, reply);
    return reply
      .type('application/rss+xml; charset=utf-8')
      .header('cache-control', 'public, max-age=600')
      .send(feedOf(found.ctx, found.articles));
  });

  app.get('/n/:shop/:id', async (request: Asked, reply) => {
    const found = await publishedAt(house, request);
    const article = found?.articles[0];
    return found && article ? page(reply, articlePage(found.ctx, article, hereOf(request)).text) : gone(request, reply);
  });

  app.get('/c/p/:token', async (request, reply) => {
    const link = await linkOf(request, 'p');
    const found = link && (await lookAtChoices(house, link, tongueOf(request)));
    return found ? own(reply, choicesPage(found, hereOf(request), false).text) : gone(request, reply);
  });

  app.post('/c/p/:token', async (request, reply) => {
    const link = await linkOf(request, 'p');
    const wanted = topicsChosenIn((request.body ?? {}) as Record<string, unknown>);
    const found = link && (await saveChoices(house, link, tongueOf(request), wanted));
    return found ? own(reply, choicesPage(found, hereOf(request), true).text) : gone(request, reply);
  });
}

async function publishedAt(house: House, request: Asked) {
  const { shop, id } = request.params;
  await countAttempt({ key: `articles from ${request.ip}`, attempts: 600, seconds: 600 });
  return publishedBy(house, shop, tongueOf(request), id);
}

function page(reply: FastifyReply, text: string) {
  return reply
    .type('text/html; charset=utf-8')
    .header('cache-control', 'public, max-age=60')
    .header('vary', 'accept-language')
    .send(text);
}

/** Somebody's own: kept nowhere. */
function own(reply: FastifyReply, text: string) {
  return reply
    .type('text/html; charset=utf-8')
    .header('cache-control', 'no-store')
    .header('x-robots-tag', 'noindex')
    .send(text);
}

function gone(request: FastifyRequest, reply: FastifyReply) {
  return reply
    .status(404)
    .type('text/html; charset=utf-8')
    .send(gonePage(tongueOf(request)));
}

function hereOf(request: FastifyRequest): string {
  return request.url.split('?')[0] ?? '';
}
