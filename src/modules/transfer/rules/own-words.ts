/** Headers are the same word whatever their case, width, blanks and signs. */
function plain(header: string): string {
  return header
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}

/** The own column that a header names word by word, unless the house's own words know it as surely. */
export function ownMeaning(
  own: readonly { meaning: string; words: readonly string[] }[],
  header: string,
  confidence: number,
): string | undefined {
  const word = plain(header);
  if (word === '' || confidence > 0.9) return undefined;
  return own.find(({ words }) => words.some((one) => plain(one) === word))?.meaning;
}
