import { createCipheriv, createDecipheriv, createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** Sorted, joined, SHA-1: how WeChat and WeCom sign what they call us with. */
export function wechatSignature(...parts: readonly string[]): string {
  return createHash('sha1').update(parts.toSorted().join('')).digest('hex');
}

export function sameSignature(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** The 43 letters of EncodingAESKey are base64 without its last sign. */
export function isAesKey(text: string): boolean {
  return /^[A-Za-z0-9]{43}$/.test(text);
}

const RANDOM = 16;
const LENGTH = 4;
/** PKCS#7 with blocks of 32, twice those of AES. */
const BLOCK = 32;

/**
 * AES-256-CBC: 16 random bytes, the length as four bytes, the text, and whom it is for. Null where it was not encrypted with
 * this key, or for somebody else.
 */
export function decryptWechat(encrypted: string, aesKey: string, receiver: string): string | null {
  try {
    const key = Buffer.from(`${aesKey}=`, 'base64');
    const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
    const padded = Buffer.concat([decipher.update(Buffer.from(encrypted, 'base64')), decipher.final()]);
    const filling = padded.at(-1) ?? 0;
    if (filling < 1 || filling > BLOCK) return null;
    const bytes = padded.subarray(RANDOM, padded.length - filling);
    const length = bytes.readUInt32BE(0);
    if (LENGTH + length > bytes.length) return null;
    return bytes.subarray(LENGTH + length).toString() === receiver
      ? bytes.subarray(LENGTH, LENGTH + length).toString()
      : null;
  } catch {
    return null;
  }
}

export function encryptWechat(text: string, aesKey: string, receiver: string): string {
  const key = Buffer.from(`${aesKey}=`, 'base64');
  const body = Buffer.from(text);
  const length = Buffer.alloc(LENGTH);
  length.writeUInt32BE(body.length);
  const plain = Buffer.concat([randomBytes(RANDOM), length, body, Buffer.from(receiver)]);
  const filling = BLOCK - (plain.length % BLOCK);
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  return Buffer.concat([
    cipher.update(Buffer.concat([plain, Buffer.alloc(filling, filling)])),
    cipher.final(),
  ]).toString('base64');
}

/** A field of the flat XML that they send. Nothing in it is expanded, nothing nested is read. */
export function xmlField(xml: string, name: string): string | null {
  const found = new RegExp(`<${name}>\\s*(?:<!\\[CDATA\\[([\\s\\S]*?)\\]\\]>|([^<]*))\\s*</${name}>`).exec(xml);
  return found ? (found[1] ?? found[2] ?? '').trim() : null;
}
