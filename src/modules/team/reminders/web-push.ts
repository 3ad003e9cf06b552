import {
  createCipheriv,
  createECDH,
  createPrivateKey,
  hkdfSync,
  randomBytes,
  sign,
  type JsonWebKey,
} from 'node:crypto';

/** P-256, base64url: the public key as an uncompressed point, the private one as a number. */
export interface PushKeys {
  publicKey: string;
  privateKey: string;
}

export interface Subscription {
  endpoint: string;
  publicKey: string;
  auth: string;
}

/** Fixed in tests, so that the result can be compared with the RFC's. */
export interface Chance {
  salt: Buffer;
  privateKey: Buffer;
}

const CURVE = 'prime256v1';
const RECORD_SIZE = 4096;
/** The last record's padding delimiter (RFC 8188 §2). */
const LAST_RECORD = Buffer.from([2]);
const VALID_SECONDS = 12 * 3600;

export function newPushKeys(): PushKeys {
  const pair = createECDH(CURVE);
  const publicKey = pair.generateKeys();
  return { publicKey: publicKey.toString('base64url'), privateKey: pad32(pair.getPrivateKey()).toString('base64url') };
}

/** Whether it is a point of the curve: anything else would fail only when something is to be sent. */
export function isPublicKey(text: string): boolean {
  try {
    const pair = createECDH(CURVE);
    pair.generateKeys();
    pair.computeSecret(Buffer.from(text, 'base64url'));
    return true;
  } catch {
    return false;
  }
}

/** Message Encryption for Web Push (RFC 8291) in one record of aes128gcm (RFC 8188). */
export function encrypt(plain: Buffer, { publicKey, auth }: Subscription, chance?: Chance): Buffer {
  const salt = chance?.salt ?? randomBytes(16);
  const pair = createECDH(CURVE);
  if (chance) pair.setPrivateKey(chance.privateKey);
  else pair.generateKeys();
  const theirs = Buffer.from(publicKey, 'base64url');
  const ours = pair.getPublicKey();
  const keyInfo = Buffer.concat([Buffer.from('WebPush: info\0'), theirs, ours]);
  const secret = derive(pair.computeSecret(theirs), Buffer.from(auth, 'base64url'), keyInfo, 32);
  const key = derive(secret, salt, Buffer.from('Content-Encoding: aes128gcm\0'), 16);
  const nonce = derive(secret, salt, Buffer.from('Content-Encoding: nonce\0'), 12);
  const cipher = createCipheriv('aes-128-gcm', key, nonce);
  const body = Buffer.concat([cipher.update(Buffer.concat([plain, LAST_RECORD])), cipher.final(), cipher.getAuthTag()]);
  const size = Buffer.alloc(4);
  size.writeUInt32BE(RECORD_SIZE);
  return Buffer.concat([salt, size, Buffer.from([ours.length]), ours, body]);
}

/** Voluntary Application Server Identification (RFC 8292): who sends, to whom, until when. `now` is the real clock. */
export function authorization(endpoint: string, keys: PushKeys, subject: string, now: Date): string {
  const claims = { aud: new URL(endpoint).origin, exp: Math.floor(now.getTime() / 1000) + VALID_SECONDS, sub: subject };
  const signed = [{ typ: 'JWT', alg: 'ES256' }, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  const key = createPrivateKey({ key: jwkOf(keys), format: 'jwk' });
  const signature = sign('sha256', Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url');
  return `vapid t=${signed}.${signature}, k=${keys.publicKey}`;
}

function jwkOf({ publicKey, privateKey }: PushKeys): JsonWebKey {
  const point = Buffer.from(publicKey, 'base64url');
  const x = point.subarray(1, 33).toString('base64url');
  return { kty: 'EC', crv: 'P-256', x, y: point.subarray(33).toString('base64url'), d: privateKey };
}

function derive(key: Buffer, salt: Buffer, info: Buffer, length: number): Buffer {
  return Buffer.from(hkdfSync('sha256', key, salt, info, length));
}

function pad32(key: Buffer): Buffer {
  return Buffer.concat([Buffer.alloc(32 - key.length), key]);
}
