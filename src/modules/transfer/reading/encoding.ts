import { isUtf8 } from 'node:buffer';
import commonCharacters from './common-characters.json' with { type: 'json' };
import { decode } from './decode-text.ts';
import type { ByteSample } from './sample-bytes.ts';
import type { Encoding } from './table.ts';

export interface EncodingGuess {
  encoding: Encoding;
  /** Share of the text that reads as something people write, 0–1. */
  score: number;
}

/** Encodings that fit, the likeliest first. More than one means that the evidence does not decide. None: not text we know. */
export function guessEncodings({ head, spread }: ByteSample): EncodingGuess[] {
  const marked = byteOrderMark(head) ?? utf16WithoutMark(head);
  if (marked) return [{ encoding: marked, score: 1 }];
  if (isUtf8(spread)) return [{ encoding: 'utf-8', score: 1 }];
  const guesses = (['gb18030', 'big5', 'windows-1252', 'utf-8'] as const)
    .map((encoding) => ({ encoding, score: scoreOf(spread, encoding) }))
    .filter((guess) => guess.score > 0.3)
    .sort((a, b) => b.score - a.score);
  const [best] = guesses;
  const lead = spread.filter((byte) => byte > 0x7f).length < FEW_BYTES ? LEAD_OF_FEW : CLEAR_LEAD;
  return best ? guesses.filter((guess) => guess.score > best.score - lead) : [];
}

const CLEAR_LEAD = 0.15;
// Two or three names may read well in the wrong encoding by chance.
const FEW_BYTES = 16;
const LEAD_OF_FEW = 0.4;
const COMMON = new Set(commonCharacters.join(''));

function byteOrderMark(bytes: Buffer): Encoding | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8';
  return undefined;
}

// Separators, digits and line ends have a zero byte in UTF-16 and in no other text.
function utf16WithoutMark(bytes: Buffer): Encoding | undefined {
  const zeros = { even: 0, odd: 0 };
  const length = Math.min(bytes.length, 64 * 1024);
  for (let at = 0; at < length; at++) if (bytes[at] === 0) zeros[at % 2 === 0 ? 'even' : 'odd'] += 1;
  if (zeros.even + zeros.odd < length / 50) return undefined;
  const encoding = zeros.odd > zeros.even ? 'utf-16le' : 'utf-16be';
  if (Math.min(zeros.odd, zeros.even) > Math.max(zeros.odd, zeros.even) / 20) return undefined;
  return looksBinary(decode(bytes.subarray(0, length - (length % 2)), encoding)) ? undefined : encoding;
}

/** Control characters that no text file holds, or too much that is no character. */
export function looksBinary(text: string): boolean {
  let odd = 0;
  for (let at = 0; at < text.length; at++) if (isOddCode(text.charCodeAt(at))) odd += 1;
  return odd > text.length / 500;
}

// Tab, line feed, vertical tab, form feed and return are text; so is the end-of-file sign of DOS and escape.
function isOddCode(code: number): boolean {
  return code < 9 || (code > 13 && code < 32 && code !== 26 && code !== 27) || code === 0xfffe || code === 0xffff;
}

function scoreOf(sample: Buffer, encoding: Encoding): number {
  let sum = 0;
  let count = 0;
  let previous = '';
  for (const char of decode(sample, encoding)) {
    if (char > '\u007f') {
      sum += weightOf(char, previous, encoding);
      count += 1;
    }
    previous = char;
  }
  return count === 0 ? 0 : sum / count;
}

function weightOf(char: string, previous: string, encoding: Encoding): number {
  if (char === '\ufffd') return -2;
  if (encoding === 'windows-1252') return westernWeight(char, previous);
  if (COMMON.has(char)) return 1;
  if (/[\u3000-\u303f\uff00-\uff5e\u2010-\u2027\u2460-\u24ff\uffe5\u00b7\u2160-\u217f]/.test(char)) return 0.6;
  if (/[\ue000-\uf8ff\u0080-\u00a0]/.test(char)) return -1;
  return /[\u4e00-\u9fff]/.test(char) ? 0.3 : -0.2;
}

// In Western text accented letters stand alone among plain ones; Chinese bytes read as letters come in rows.
function westernWeight(char: string, previous: string): number {
  if (/[\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00ff]/.test(char)) return previous < '\u0080' ? 0.8 : -0.3;
  return /[\u20ac\u00a3\u00a7\u00a9\u00ae\u00b0\u2013\u2014\u2018-\u201d]/.test(char) && previous < '\u0080'
    ? 0.5
    : -0.5;
}
