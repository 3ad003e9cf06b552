import { mark } from '../../../kernel/secrets.ts';

const SIGNED = 22;
const PURPOSE = 'loyalty receipt';

/** The address of a receipt says which sale it is, and is signed: who guesses or changes one reaches nothing. */
export function receiptToken(workspaceId: string, orderId: string): string {
  const body = Buffer.from((workspaceId + orderId).replaceAll('-', ''), 'hex').toString('base64url');
  return `${body}${mark(PURPOSE, body).slice(0, SIGNED)}`;
}

export function readReceiptToken(token: string): { workspaceId: string; orderId: string } | null {
  if (!/^[\w-]{65}$/.test(token)) return null;
  const hex = Buffer.from(token.slice(0, -SIGNED), 'base64url').toString('hex');
  const found = { workspaceId: idOf(hex.slice(0, 32)), orderId: idOf(hex.slice(32)) };
  return same(receiptToken(found.workspaceId, found.orderId), token) ? found : null;
}

/** In constant time: how much of a guess is right shows in nothing. */
function same(one: string, other: string): boolean {
  let differing = one.length ^ other.length;
  for (let n = 0; n < one.length; n += 1) differing |= one.charCodeAt(n) ^ other.charCodeAt(n);
  return differing === 0;
}

function idOf(hex: string): string {
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
