import Fastify from 'fastify';
import { expect, test } from 'vitest';
import { offerEventStreams } from './event-streams.ts';

test('a server that closes ends its event streams instead of waiting for their readers', async () => {
  const app = Fastify();
  offerEventStreams(app);
  app.get('/news', async (_request, reply) => {
    reply.openEvents().write('data: 1\n\n');
    return reply;
  });
  const news = await fetch(`${await app.listen({ port: 0, host: '127.0.0.1' })}/news`);
  expect(news.headers.get('content-type')).toBe('text/event-stream');
  const text = news.text();
  await app.close();
  expect(await text).toBe('data: 1\n\n');
}, 10_000);
