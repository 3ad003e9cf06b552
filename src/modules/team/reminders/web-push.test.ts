import { createPublicKey, verify } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { authorization, encrypt, isPublicKey, newPushKeys } from './web-push.ts';

/** RFC 8291, Appendix A. */
const example = {
  plain: 'When I grow up, I want to be a watermelon',
  theirs: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
  auth: 'BTBZMqHH6r4Tts7J_aSIgg',
  ourPrivate: 'yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw',
  salt: 'DGv6ra1nlYgDCS1FRnbzlw',
  message:
    'DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN',
};

describe('a push message', () => {
  test('is encrypted exactly as in the example of RFC 8291', () => {
    const { plain, theirs, auth, ourPrivate, salt, message } = example;
    const subscription = { endpoint: 'https://push.example/', publicKey: theirs, auth };
    const chance = { salt: Buffer.from(salt, 'base64url'), privateKey: Buffer.from(ourPrivate, 'base64url') };
    expect(encrypt(Buffer.from(plain), subscription, chance).toString('base64url')).toBe(message);
  });

  test('says who sends it, to whom, until when (RFC 8292)', () => {
    const keys = newPushKeys();
    const now = new Date('2026-11-25T08:00:00Z');
    const header = authorization('https://push.example:8443/send/abc', keys, 'mailto:regulars@shop.example', now);
    const [, token = '', key = ''] = /^vapid t=(\S+), k=(\S+)$/.exec(header) ?? [];
    const [head = '', claims = '', signature = ''] = token.split('.');
    const point = Buffer.from(key, 'base64url');
    const jwk = {
      kty: 'EC',
      crv: 'P-256',
      x: point.subarray(1, 33).toString('base64url'),
      y: point.subarray(33).toString('base64url'),
    };
    const publicKey = createPublicKey({ key: jwk, format: 'jwk' });
    const signed = Buffer.from(`${head}.${claims}`);
    expect(
      verify('sha256', signed, { key: publicKey, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url')),
    ).toBe(true);
    expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toEqual({
      aud: 'https://push.example:8443',
      exp: now.getTime() / 1000 + 12 * 3600,
      sub: 'mailto:regulars@shop.example',
    });
  });

  test('a key that is no point of the curve is noticed when the device is added', () => {
    expect(isPublicKey(example.theirs)).toBe(true);
    expect(isPublicKey(`${example.theirs.slice(0, -4)}AAAA`)).toBe(false);
    expect(isPublicKey('A'.repeat(87))).toBe(false);
  });
});
