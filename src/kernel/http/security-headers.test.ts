import { expect, test } from 'vitest';
import { testHouse } from '../testing/house.ts';
import { buildServer } from './server.ts';

const house = await testHouse();
const plain = await buildServer(house, []);
const secure = await buildServer({ ...house, config: { ...house.config, publicUrl: 'https://shop.example' } }, []);

test('no page loads scripts, plugins or a base from elsewhere, and none is put into a frame', async () => {
  const { headers } = await plain.inject('/api/v1/reference');
  const policy = String(headers['content-security-policy']).split(';');
  for (const rule of ["object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "script-src 'self'"])
    expect(policy).toContain(rule);
  expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'same-origin' });
});

test.each([
  ['an unknown address', '/api/v1/nothing'],
  ['an answer', '/api/v1/openapi.json'],
])('%s of the interface is not kept by browsers and proxies', async (_what, path) => {
  expect((await plain.inject(path)).headers['cache-control']).toMatch(/no-store/);
});

test.each([
  ['regulars_session', plain],
  ['__Host-regulars_session', secure],
])('the reference names the cookie by which people are known: %s', async (name, app) => {
  const { components } = (await app.inject('/api/v1/openapi.json')).json<{
    components: { securitySchemes: Record<string, object> };
  }>();
  expect(components.securitySchemes['session']).toMatchObject({ in: 'cookie', name });
});

test('over TLS browsers are told to come over TLS for a year, to neighbours’ names too', async () => {
  expect((await secure.inject('/')).headers['strict-transport-security']).toBe('max-age=31536000; includeSubDomains');
  expect((await plain.inject('/')).headers['strict-transport-security']).toBeUndefined();
});
