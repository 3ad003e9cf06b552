/** Headers are the same word whatever their case, width, blanks and signs. */
function plain(header: string): string {
  return header
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}

/** The first of these whose words name the header. */
export function named<Column extends { words: readonly string[] }>(
  columns: readonly Column[],
  header: string,
): Column | undefined {
  const word = plain(header);
  return word === '' ? undefined : columns.find(({ words }) => words.some((one) => plain(one) === word));
}

/** The own column that a header names word by word, unless the house's own words know it as surely. */
export function ownMeaning(
  own: readonly { meaning: string; words: readonly string[] }[],
  header: string,
  confidence: number,
): string | undefined {
  return confidence > 0.9 ? undefined : named(own, header)?.meaning;
}
