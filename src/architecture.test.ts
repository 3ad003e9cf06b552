import { readdirSync, readFileSync, existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { messageFolders, collectWords, type WordTree } from './kernel/i18n/words.ts';
import { locales } from './kernel/i18n/locales.ts';

const src = fileURLToPath(new URL('.', import.meta.url));
const modules = readdirSync(join(src, 'modules'));

describe('every module', () => {
  test.each(modules)('%s tells in a README what it owns', (module) => {
    const lines = readFileSync(join(src, 'modules', module, 'README.md'), 'utf8')
      .trim()
      .split('\n');
    expect(lines.length).toBeGreaterThanOrEqual(8);
    expect(lines.length).toBeLessThanOrEqual(40);
  });
});

describe('words', () => {
  test.each(messageFolders(src))('%s says the same things in English and Chinese', (_namespace, folder) => {
    const english = keysOf(read(join(folder, 'en.json')));
    const chinese = keysOf(read(join(folder, 'zh-CN.json')));
    expect(chinese).toEqual(english);
    if (existsSync(join(folder, 'zh-TW.json'))) {
      expect(keysOf(read(join(folder, 'zh-TW.json'))).filter((key) => !chinese.includes(key))).toEqual([]);
    }
  });

  test('a sentence uses the same values in every language', () => {
    const words = collectWords(src, locales);
    const values = (tree: WordTree | undefined) =>
      Object.fromEntries(leaves(tree ?? {}).map(([key, text]) => [singular(key), placeholders(text)]));
    for (const namespace of Object.keys(words.en ?? {})) {
      const english = values(words.en?.[namespace]);
      for (const locale of ['zh-CN', 'zh-TW'] as const) {
        for (const [key, used] of Object.entries(values(words[locale]?.[namespace]))) {
          const extra = [...used].filter((name) => !english[key]?.has(name));
          expect(extra, `${namespace}:${key} in ${locale}`).toEqual([]);
        }
      }
    }
  });

  test('no error code is used by two modules', () => {
    const codes = Object.values(collectWords(src, ['en']).en ?? {}).flatMap((tree) =>
      Object.keys((tree['errors'] as WordTree) ?? {}),
    );
    expect(codes.filter((code, n) => codes.indexOf(code) !== n)).toEqual([]);
  });
});

describe('the guide', () => {
  test('shows no picture that is not there', () => {
    const guide = join(src, '../docs/guide');
    const shown = readdirSync(guide)
      .filter((page) => page.endsWith('.md'))
      .flatMap((page) => [...readFileSync(join(guide, page), 'utf8').matchAll(/\((pictures\/[^)]+)\)/g)]);
    expect(shown.length).toBeGreaterThan(20);
    expect(shown.map(([, picture = '']) => picture).filter((picture) => !existsSync(join(guide, picture)))).toEqual([]);
  });
});

describe('code', () => {
  test('holds no Chinese outside words, tests and data about Chinese', () => {
    const found = sources(src).filter((file) => /\p{Script=Han}/u.test(withoutComments(readFileSync(file, 'utf8'))));
    expect(found.map((file) => relative(src, file))).toEqual([]);
  });

  test('stays in files of at most 400 lines', () => {
    const long = sources(src).filter((file) => readFileSync(file, 'utf8').split('\n').length > 400);
    expect(long.map((file) => relative(src, file)).filter((file) => file !== 'kernel/db/tables.ts')).toEqual([]);
  });
});

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !file.includes('/testing/'));
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '');
}

function read(file: string): WordTree {
  return JSON.parse(readFileSync(file, 'utf8')) as WordTree;
}

function leaves(tree: WordTree, path = ''): [key: string, text: string][] {
  return Object.entries(tree).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[path + key, value]] : leaves(value, `${path}${key}.`),
  );
}

/** Chinese has one plural form, English two: both count as the same key. */
function singular(key: string): string {
  return key.replace(/_(one|other)$/, '');
}

function keysOf(tree: WordTree): string[] {
  return [...new Set(leaves(tree).map(([key]) => singular(key)))].sort();
}

function placeholders(text: string): Set<string> {
  return new Set([...text.matchAll(/\{\{\s*(\w+)/g)].map((match) => match[1] as string));
}
