import { once } from 'node:events';
import { connect } from 'node:net';
import Fastify from 'fastify';
import { expect, test } from 'vitest';
import { endsPromptly } from './closing.ts';

test('a server that closes does not wait for a browser that opened a connection ahead and never asked', async () => {
  const app = Fastify();
  endsPromptly(app);
  app.get('/', async () => 'tea');
  const { port } = new URL(await app.listen({ port: 0, host: '127.0.0.1' }));
  const ahead = connect(Number(port), '127.0.0.1');
  const closed = once(ahead, 'close');
  await once(ahead, 'connect');
  expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toBe('tea');
  ahead.resume();
  await app.close();
  await closed;
}, 10_000);

test('an answer under way is given, one that takes longer than the patience is cut', async () => {
  const app = Fastify();
  endsPromptly(app, 200);
  const started = Promise.withResolvers<void>();
  const goOn = Promise.withResolvers<void>();
  app.get('/soon', async () => {
    started.resolve();
    await goOn.promise;
    return 'tea';
  });
  app.get('/never', () => new Promise(() => undefined));
  const address = await app.listen({ port: 0, host: '127.0.0.1' });
  const never = fetch(`${address}/never`).catch(() => 'cut');
  const soon = fetch(`${address}/soon`).then((answer) => answer.text());
  await started.promise;
  const closing = app.close();
  goOn.resolve();
  expect(await soon).toBe('tea');
  await closing;
  expect(await never).toBe('cut');
}, 10_000);
