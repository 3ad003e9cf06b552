import { mark } from '../../../kernel/secrets.ts';

/**
 * o: opened · c: a link · u: unsubscribe · r: what a provider reports about a channel · j: lets into a journey · w: what WeChat
 * calls · e: the event a message is about · g: a guest's ticket · v: the page of an event for all · p: what a
 * customer reads about.
 */
export type LinkKind = 'o' | 'c' | 'u' | 'r' | 'j' | 'w' | 'e' | 'g' | 'v' | 'p';

export interface Link {
  kind: LinkKind;
  workspaceId: string;
  /** The message; of reports and calls the channel; the journey; the guest; the event. */
  id: string;
  /** Which of the template's links, or of the journey's addresses. */
  n: number;
}

const SIGNED = 16;
/** Two bytes and two ids in base64url, and the signature. */
export const TOKEN_LENGTH = 62;

/** Says whose it is, and is signed: who guesses or changes one reaches nothing. */
export function linkToken({ kind, workspaceId, id, n }: Link): string {
  const body = Buffer.concat([Buffer.from([kind.charCodeAt(0), n]), bytesOf(workspaceId), bytesOf(id)]).toString(
    'base64url',
  );
  return `${body}${signatureOf(body)}`;
}

export function readToken(token: string, kind: LinkKind): Link | null {
  if (!/^[\w-]{62}$/.test(token)) return null;
  const [body, signature] = [token.slice(0, -SIGNED), token.slice(-SIGNED)];
  if (!same(signatureOf(body), signature)) return null;
  const bytes = Buffer.from(body, 'base64url');
  if (String.fromCharCode(bytes[0] ?? 0) !== kind) return null;
  return { kind, n: bytes[1] ?? 0, workspaceId: idOf(bytes.subarray(2, 18)), id: idOf(bytes.subarray(18, 34)) };
}

function signatureOf(body: string): string {
  return mark('care link', body).slice(0, SIGNED);
}

/** In constant time: how much of a guess is right shows in nothing. */
function same(one: string, other: string): boolean {
  let differing = one.length ^ other.length;
  for (let n = 0; n < one.length; n += 1) differing |= one.charCodeAt(n) ^ other.charCodeAt(n);
  return differing === 0;
}

function bytesOf(id: string): Buffer {
  return Buffer.from(id.replaceAll('-', ''), 'hex');
}

function idOf(bytes: Buffer): string {
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
