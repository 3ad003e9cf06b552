import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { House } from '../../../kernel/house.ts';
import { contentRoutes } from '../content/http.ts';
import { eventRoutes } from '../events/http.ts';
import { takeHookCall } from '../journeys/hooks.ts';
import { answerCheck, takeCall, type CallQuery } from '../followers/take-call.ts';
import { linkOf, tongueAsked, tongueOf } from './asked.ts';
import { followLink, lookAtUnsubscribe, noteOpen, unsubscribe, type Visit } from './follow.ts';
import { gonePage, unsubscribePage } from './pages.ts';
import { takeReports } from './reports.ts';

/** 43 bytes: the smallest picture there is. */
const PIXEL = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');

/** What mails link to. Nobody signs in for it; a token says whose it is, and a wrong one is nothing. */
export async function publicRoutes(api: FastifyInstance, house: House): Promise<void> {
  await api.register(async (app) => {
    takeForms(app);
    mailRoutes(app, house);
    programRoutes(app, house);
    accountRoutes(app, house);
    eventRoutes(app, house);
    contentRoutes(app, house);
  });
}

function takeForms(app: FastifyInstance): void {
  // What a mailbox sends when somebody clicks "unsubscribe" in it (RFC 8058).
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: 4096 },
    (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(body as string))),
  );

  app.addContentTypeParser(
    ['text/xml', 'application/xml'],
    { parseAs: 'string', bodyLimit: 64 * 1024 },
    (_request, body, done) => done(null, body),
  );
}

function mailRoutes(app: FastifyInstance, house: House): void {
  app.get('/c/o/:token', async (request, reply) => {
    const link = await linkOf(request, 'o');
    if (link) await noteOpen(house, link, visitOf(request));
    return reply.header('content-type', 'image/gif').header('cache-control', 'no-store').send(PIXEL);
  });

  app.get('/c/c/:token', async (request, reply) => {
    const link = await linkOf(request, 'c');
    const target = link && (await followLink(house, link, visitOf(request)));
    if (!target)
      return reply
        .status(404)
        .type('text/html; charset=utf-8')
        .send(gonePage(tongueOf(request)));
    return reply.header('cache-control', 'no-store').header('referrer-policy', 'no-referrer').redirect(target, 302);
  });

  app.get('/c/u/:token', async (request, reply) => {
    const link = await linkOf(request, 'u');
    const page = link && (await lookAtUnsubscribe(house, link, tongueAsked(request)));
    reply.type('text/html; charset=utf-8').header('cache-control', 'no-store').header('x-robots-tag', 'noindex');
    return page ? reply.send(unsubscribePage(page)) : reply.status(404).send(gonePage(tongueOf(request)));
  });

  app.post('/c/u/:token', async (request, reply) => {
    const link = await linkOf(request, 'u');
    const page = link && (await unsubscribe(house, link, tongueAsked(request), visitOf(request)));
    reply.type('text/html; charset=utf-8').header('cache-control', 'no-store');
    return page ? reply.send(unsubscribePage(page)) : reply.status(404).send(gonePage(tongueOf(request)));
  });
}

function programRoutes(app: FastifyInstance, house: House): void {
  // What providers report; the address is told to them alone.
  app.post('/c/r/:token', async (request, reply) => {
    const link = await linkOf(request, 'r');
    if (!link) return reply.status(404).send({ code: 'CARE_LINK_GONE' });
    return reply.send({ code: 0, msg: 'ok', known: await takeReports(house, link, request.body) });
  });

  // Another program lets a customer into a journey; the address is its secret.
  app.post('/c/j/:token', async (request, reply) => {
    const link = await linkOf(request, 'j');
    const taken = link && (await takeHookCall(house, link, request.body));
    return taken ? reply.send(taken) : reply.status(404).send({ code: 'CARE_LINK_GONE' });
  });
}

/** WeChat and WeCom: whoever cannot sign is told nothing. */
function accountRoutes(app: FastifyInstance, house: House): void {
  app.get('/c/w/:token', async (request, reply) => {
    const link = await linkOf(request, 'w');
    const echo = link && (await answerCheck(house, link, request.query as CallQuery));
    return echo === null ? reply.status(403).send('') : reply.type('text/plain; charset=utf-8').send(echo);
  });

  app.post('/c/w/:token', async (request, reply) => {
    const link = await linkOf(request, 'w');
    const body = typeof request.body === 'string' ? request.body : '';
    const known = link !== null && (await takeCall(house, link, request.query as CallQuery, body));
    return known ? reply.type('text/plain; charset=utf-8').send('success') : reply.status(403).send('');
  });
}

/** Who only asks for the head, or fetches ahead, has not looked: as good as a program. */
function visitOf(request: FastifyRequest): Visit {
  const { headers } = request;
  const ahead = [headers['sec-purpose'], headers['purpose'], headers['x-purpose'], headers['x-moz']].join(' ');
  const looked = request.method !== 'HEAD' && !/prefetch|preview|prerender/i.test(ahead);
  return { ip: request.ip, userAgent: looked ? (headers['user-agent'] ?? null) : null };
}
