import { describe, expect, test } from 'vitest';
import { contentFits } from './file-content.ts';
import { FILE_KINDS } from './file-kind.ts';

const bytes = (text: string) => Uint8Array.from(text, (sign) => sign.charCodeAt(0));

describe('what a file is', () => {
  test.each([
    ['application/pdf', '%PDF-1.7', true],
    ['application/pdf', '<html>%PDF-', false],
    ['image/jpeg', '\xff\xd8\xff\xe0', true],
    ['image/jpeg', '<svg onload=alert(1)>', false],
    ['image/webp', 'RIFF\0\0\0\0WEBPVP8 ', true],
    ['application/zip', 'PK\x03\x04', true],
    ['application/msword', 'MZ\x90', false],
    ['text/plain', '单雄信', true],
    ['text/plain', 'MZ\0\x90', false],
    ['text/csv', '\xff\xfea\0b\0', true],
  ])('%s beginning with %j: %s', (mediaType, text, fits) => {
    expect(contentFits(mediaType, bytes(text))).toBe(fits);
  });

  test('is known of every kind that is taken: nothing fits a file of zeros', () => {
    for (const mediaType of Object.values(FILE_KINDS)) expect(contentFits(mediaType, new Uint8Array(64))).toBe(false);
  });
});
