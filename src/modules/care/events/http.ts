import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Refusal } from '../../../kernel/errors.ts';
import type { House } from '../../../kernel/house.ts';
import type { Html } from '../../../kernel/http/html.ts';
import type { Locale } from '../../../kernel/i18n/locales.ts';
import { errorSentence } from '../../../kernel/i18n/translate.ts';
import { newId } from '../../../kernel/ids.ts';
import { dayIn } from '../../../maths/calendar.ts';
import { icalOf } from '../../team/index.ts';
import { fieldOf, linkOf, tongueOf } from '../public/asked.ts';
import { gonePage } from '../public/pages.ts';
import { answerInvitation, lookAtEvent, registerOpenly } from './open.ts';
import { guestPage, openPage, thanksPage } from './pages.ts';

/** Pages of events. Nobody signs in: the address says whose it is. Looking at one says nothing: programs open every link. */
export function eventRoutes(app: FastifyInstance, house: House): void {
  for (const kind of ['e', 'g'] as const) guestRoutes(app, house, kind);
  openRoutes(app, house);
  for (const kind of ['e', 'g', 'v'] as const) {
    app.get(`/c/${kind}/:token/event.ics`, (request, reply) => sendFile(house, request, reply, kind));
  }
}

function guestRoutes(app: FastifyInstance, house: House, kind: 'e' | 'g'): void {
  const show = async (request: FastifyRequest, reply: FastifyReply, problem?: string, status = 200) => {
    const link = await linkOf(request, kind);
    const found = link && (await lookAtEvent(house, link, tongueOf(request)));
    if (!found?.shown.guest) return gone(request, reply);
    return send(reply, guestPage({ ...found, here: hereOf(request), problem }), status);
  };

  app.get(`/c/${kind}/:token`, (request, reply) => show(request, reply));

  app.post(`/c/${kind}/:token`, async (request, reply) => {
    const link = await linkOf(request, kind);
    const tongue = tongueOf(request);
    if (!link) return gone(request, reply);
    try {
      const comes = fieldOf(request, 'act', 10) !== 'away';
      if (!(await answerInvitation(house, link, tongue, comes))) return gone(request, reply);
    } catch (error) {
      return show(request, reply, sentenceOf(error, tongue), statusOf(error));
    }
    return reply.redirect(`${hereOf(request)}?lang=${tongue}`, 303);
  });
}

function openRoutes(app: FastifyInstance, house: House): void {
  const show = async (request: FastifyRequest, reply: FastifyReply, problem?: string, status = 200) => {
    const link = await linkOf(request, 'v');
    const found = link && (await lookAtEvent(house, link, tongueOf(request)));
    if (!found) return gone(request, reply);
    const entered = Object.fromEntries(
      ['name', 'phone', 'email', 'news'].map((name) => [name, fieldOf(request, name, 200)]),
    );
    const once = fieldOf(request, 'once', 40) || newId();
    return send(reply, openPage({ ...found, here: hereOf(request), problem, entered, once }), status);
  };

  app.get('/c/v/:token', (request, reply) => show(request, reply));

  app.post('/c/v/:token', async (request, reply) => {
    const link = await linkOf(request, 'v');
    const tongue = tongueOf(request);
    const entered = {
      name: fieldOf(request, 'name', 80),
      phone: fieldOf(request, 'phone', 80),
      email: fieldOf(request, 'email', 200),
      news: fieldOf(request, 'news', 5) === 'yes',
      once: fieldOf(request, 'once', 40),
    };
    try {
      const state = link && (await registerOpenly(house, link, tongue, entered, request.ip));
      const found = state && (await lookAtEvent(house, link, tongue));
      if (!found) return gone(request, reply);
      return send(reply, thanksPage({ ...found, here: hereOf(request) }, state, entered.name));
    } catch (error) {
      return show(request, reply, sentenceOf(error, tongue), statusOf(error));
    }
  });
}

async function sendFile(house: House, request: FastifyRequest, reply: FastifyReply, kind: 'e' | 'g' | 'v') {
  const link = await linkOf(request, kind);
  const found = link && (await lookAtEvent(house, link, tongueOf(request)));
  if (!found) return gone(request, reply);
  const { event, guest } = found.shown;
  const { workspace, locale, now } = found.ctx;
  const text = icalOf(
    {
      name: event.title,
      language: locale,
      now,
      entries: [
        {
          uid: `${event.id}@regulars`,
          title: event.title,
          note: event.body || null,
          url: `${house.config.publicUrl}${hereOf(request).replace(/\/event\.ics$/, '')}`,
          on: dayIn(workspace.zone, event.starts_at),
          at: event.starts_at,
          until: event.ends_at,
          // The way into what is online is for whoever has a place.
          place: event.online && guest?.state !== 'registered' ? '' : event.place,
          cancelled: event.cancelled_at !== null,
          changed: event.created_at,
          version: event.version,
        },
      ],
    },
    'events',
  );
  return reply
    .type('text/calendar; charset=utf-8')
    .header('content-disposition', 'attachment; filename="event.ics"')
    .header('cache-control', 'private, no-store')
    .header('x-robots-tag', 'noindex')
    .send(text);
}

function send(reply: FastifyReply, page: Html, status = 200) {
  return reply
    .status(status)
    .type('text/html; charset=utf-8')
    .header('cache-control', 'no-store')
    .header('x-robots-tag', 'noindex')
    .send(page.text);
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

/** A refusal in words; anything else is not ours to explain and goes where errors go. */
function sentenceOf(error: unknown, tongue: Locale): string {
  if (error instanceof Refusal) return errorSentence(tongue, error.code, error.data ?? {});
  throw error;
}

function statusOf(error: unknown): number {
  return error instanceof Refusal ? error.status : 500;
}
