/** A number as people type it (full-width figures, grouping, currency signs) → the plain decimal the server takes. */
export function plainNumber(typed: string): string {
  const plain = typed
    .normalize('NFKC')
    .replace(/[\s,\u3001\p{Sc}]/gu, '')
    .replace(/^\./, '0.')
    .replace(/\.$/, '');
  return plain.replace(/^(-?)0+(?=\d)/, '$1');
}
