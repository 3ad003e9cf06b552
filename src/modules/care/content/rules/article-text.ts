/** A piece of a paragraph: words, or a link of them. */
export interface Piece {
  words: string;
  url: string | null;
}

const LINK = /\[([^\][\n]{1,200})\]\((\S{1,1000}?)\)/g;

/** Paragraphs of lines of pieces; an address that does not lead to the web is words like all others. */
export function paragraphsOf(text: string): Piece[][][] {
  return text
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.trim())
    .filter((paragraph) => paragraph !== '')
    .map((paragraph) => paragraph.split('\n').map(piecesOf));
}

/** The words alone, with addresses behind them, for places without markup. */
export function plainTextOf(title: string, text: string): string {
  const body = paragraphsOf(text)
    .map((lines) =>
      lines.map((pieces) => pieces.map(({ words, url }) => (url ? `${words} ${url}` : words)).join('')).join('\n'),
    )
    .join('\n\n');
  return `${title}\n\n${body}`.trim();
}

/** Every address in a text that does not lead to the web. */
export function wrongLinks(text: string): string[] {
  return [...text.matchAll(LINK)].map(([, , target]) => target ?? '').filter((target) => !isWeb(target));
}

/** In a letter `{{…}}` would be a merge field; in an article it is what somebody wrote. */
export function withoutTags(text: string): string {
  return text.replaceAll('{{', '{ {');
}

/** The first words, for lists and feeds. */
export function excerptOf(text: string, most: number): string {
  const words = paragraphsOf(text)
    .map((lines) => lines.map((pieces) => pieces.map(({ words: one }) => one).join('')).join(' '))
    .join(' ');
  const letters = [...words];
  return letters.length <= most ? words : `${letters.slice(0, most).join('').trimEnd()}…`;
}

function piecesOf(line: string): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const match of line.matchAll(LINK)) {
    const [whole, words = '', target = ''] = match;
    if (!isWeb(target)) continue;
    if (match.index > at) pieces.push({ words: line.slice(at, match.index), url: null });
    pieces.push({ words, url: target });
    at = match.index + whole.length;
  }
  if (at < line.length) pieces.push({ words: line.slice(at), url: null });
  return pieces;
}

function isWeb(target: string): boolean {
  return /^https?:\/\/[^\s"'<>]+$/.test(target);
}
