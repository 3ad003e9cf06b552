/**
 * Text for a `::tsvector` cast: every term quoted, nothing PostgreSQL would refuse (NUL, lone surrogates, lexemes of 2
 * KB, a megabyte in all) let through.
 */
export function toTsvectorLiteral(terms: readonly string[]): string {
  let literal = '';
  for (const term of terms.slice(0, LEXEMES)) literal += ` ${quoteLexeme(term)}`;
  return literal.trim();
}

/** Empty when nothing of the term can be stored. */
export function quoteLexeme(term: string): string {
  if (term.length <= LEXEME_LENGTH && PLAIN.test(term)) return `'${term}'`;
  const text = term.slice(0, LEXEME_LENGTH).toWellFormed().replaceAll('\0', '');
  return text === '' ? '' : `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}

// 255 UTF-16 units are at most 765 bytes of UTF-8; 1,000 of them stay below 1 MB.
const LEXEME_LENGTH = 255;
const LEXEMES = 1_000;
const PLAIN = /^[^\0'\\\ud800-\udfff]+$/;
