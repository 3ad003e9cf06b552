/**
 * Lower case throughout, as no provider of today tells two customers apart by capitals. `undefined` when it cannot be
 * an address.
 */
export function normaliseEmail(text: string): string | undefined {
  if (text.length > 400) return undefined;
  const address = unwrap(text.normalize('NFKC').trim()).toLowerCase();
  const at = address.lastIndexOf('@');
  const local = address.slice(0, at);
  const domain = address.slice(at + 1);
  if (at < 1 || address.length > 254 || local.length > 64) return undefined;
  return LOCAL.test(local) && isDomain(domain) ? address : undefined;
}

/** l***@x.com */
export function maskEmail(address: string): string {
  const at = address.lastIndexOf('@');
  return at < 1 ? '***' : `${String.fromCodePoint(address.codePointAt(0)!)}***${address.slice(at)}`;
}

// RFC 5322 dot-atom with the letters of RFC 6531; quoted local parts are left out, as nobody's customers have them.
const LOCAL = /^[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+(?:\.[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u;
const LABEL = /^[\p{L}\p{N}](?:[\p{L}\p{N}\p{M}-]*[\p{L}\p{N}\p{M}])?$/u;

function isDomain(domain: string): boolean {
  const labels = domain.split('.');
  const last = labels.at(-1) ?? '';
  if (labels.length < 2 || last.length < 2 || /^\d+$/.test(last)) return false;
  return labels.every((label) => label.length <= 63 && LABEL.test(label));
}

function unwrap(text: string): string {
  const bracketed = /<([^<>]+)>$/.exec(text);
  return (bracketed?.[1] ?? text).replace(/^mailto:/i, '').trim();
}
