import { createDecipheriv, createECDH, hkdfSync, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { whenFileEnds } from '../../../kernel/testing/when-file-ends.ts';

/** A push service on this machine with one browser that subscribed: what arrives is read as the browser would. */
export async function pushService() {
  const browser = createECDH('prime256v1');
  const publicKey = browser.generateKeys().toString('base64url');
  const auth = randomBytes(16);
  const got: { headers: IncomingHttpHeaders; body: Buffer }[] = [];
  const state = { answer: 201 };
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      got.push({ headers: request.headers, body: Buffer.concat(parts) });
      response.writeHead(state.answer).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  whenFileEnds(async () => server.close());
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}/send/1`;
  const device = { endpoint, publicKey, auth: auth.toString('base64url') };

  /** What the browser does (RFC 8291 §3.4). */
  const read = (body: Buffer): unknown => {
    const salt = body.subarray(0, 16);
    const theirs = body.subarray(21, 21 + 65);
    const derive = (key: Buffer, from: Buffer, info: Buffer | string, length: number) =>
      Buffer.from(hkdfSync('sha256', key, from, info, length));
    const info = Buffer.concat([Buffer.from('WebPush: info\0'), browser.getPublicKey(), theirs]);
    const secret = derive(browser.computeSecret(theirs), auth, info, 32);
    const key = derive(secret, salt, 'Content-Encoding: aes128gcm\0', 16);
    const decipher = createDecipheriv('aes-128-gcm', key, derive(secret, salt, 'Content-Encoding: nonce\0', 12));
    decipher.setAuthTag(body.subarray(-16));
    const plain = Buffer.concat([decipher.update(body.subarray(86, -16)), decipher.final()]);
    return JSON.parse(plain.subarray(0, -1).toString());
  };
  return { device, got, state, read };
}
