import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { AddressRefused, isPublicAddress, openOutgoing } from './outgoing.ts';

const reached: string[] = [];
const server = createServer((request, response) => {
  reached.push(request.url ?? '');
  response.writeHead(request.url === '/moved' ? 302 : 201, { location: '/elsewhere' }).end();
});
let port = 0;
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => server.close());

test.each([
  '127.0.0.1',
  '10.1.2.3',
  '172.31.0.1',
  '192.168.1.1',
  '169.254.169.254',
  '100.64.0.1',
  '0.0.0.0',
  '255.255.255.255',
  '::1',
  '::',
  'fe80::1',
  'fd00::1',
  '::ffff:127.0.0.1',
  '64:ff9b::7f00:1',
  '2002:7f00:1::',
])('%s is not on the internet', (address) => {
  expect(isPublicAddress(address)).toBe(false);
});

test.each(['1.1.1.1', '142.250.1.1', '2606:4700::1111', '::ffff:8.8.8.8'])('%s is', (address) => {
  expect(isPublicAddress(address)).toBe(true);
});

test.each(['localhost', '127.0.0.1', '[::1]', '0x7f.1', '2130706433'])(
  'nothing goes to %s, however it is written',
  async (host) => {
    const call = openOutgoing().post(`http://${host}:${port}/inside`, {}, Buffer.from('x'));
    await expect(call).rejects.toBeInstanceOf(AddressRefused);
    expect(reached).not.toContain('/inside');
  },
);

test('a redirect is not followed', async () => {
  const outgoing = openOutgoing(() => true);
  expect(await outgoing.post(`http://localhost:${port}/moved`, {}, Buffer.from('x'))).toEqual({ status: 302 });
  expect(reached).not.toContain('/elsewhere');
});
