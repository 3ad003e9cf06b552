import react from '@vitejs/plugin-react';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';
import { locales } from './src/kernel/i18n/locales.ts';
import { collectWords, messageFolders } from './src/kernel/i18n/words.ts';
import { themeSheet } from './src/web/kit/theme.ts';

const from = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: from('src/web'),
  cacheDir: from('node_modules/.vite'),
  plugins: [react(), words(), themeStyles(), mantineStyles(), serviceWorker()],
  define: { BUILD_HASH: JSON.stringify('development') },
  build: {
    outDir: from('dist/web'),
    emptyOutDir: true,
    rolldownOptions: {
      input: { index: from('src/web/index.html'), sw: from('src/web/shell/service-worker.ts') },
      output: { entryFileNames: ({ name }) => (name === 'sw' ? 'sw.js' : 'assets/[name]-[hash].js') },
    },
    // An image inlined as a data address would need a hole in the content security policy.
    assetsInlineLimit: 0,
  },
});

/** `virtual:words/<locale>`: every module's messages in one chunk per language. */
function words(): Plugin {
  const root = from('src');
  return {
    name: 'regulars:words',
    resolveId: (id) => (id.startsWith('virtual:words/') ? `\0${id}` : undefined),
    load(id) {
      const locale = locales.find((one) => id === `\0virtual:words/${one}`);
      if (!locale) return undefined;
      for (const [, folder] of messageFolders(root)) {
        for (const file of readdirSync(folder)) this.addWatchFile(`${folder}/${file}`);
      }
      return `export default ${JSON.stringify(collectWords(root, [locale])[locale])}`;
    },
  };
}

/** `virtual:theme.css`: the theme's custom properties, static, because style tags may not be injected at run time. */
function themeStyles(): Plugin {
  return {
    name: 'regulars:theme-styles',
    resolveId: (id) => (id === 'virtual:theme.css' ? `\0${id}` : undefined),
    load: (id) => (id === '\0virtual:theme.css' ? themeSheet() : undefined),
  };
}

/**
 * `virtual:mantine.css`: while developing, all of Mantine's styles. In a build only the foundation; the styles of a
 * component follow its code into the chunk that uses it.
 */
function mantineStyles(): Plugin {
  const styles = (name: string) => `@mantine/core/styles/${name}.layer.css`;
  let building = false;
  return {
    name: 'regulars:mantine-styles',
    configResolved: ({ command }) => {
      building = command === 'build';
    },
    resolveId: (id) => (id === 'virtual:mantine.css' ? `\0${id}.js` : undefined),
    load(id) {
      if (id !== '\0virtual:mantine.css.js') return undefined;
      const needed = building ? ['baseline', 'global'].map(styles) : ['@mantine/core/styles.layer.css'];
      return needed.map((file) => `import '${file}';`).join('\n');
    },
    transform(code, id) {
      const component = building && /@mantine\/core\/.*\/(\w+)\.module\.mjs$/.exec(id)?.[1];
      if (!component || !existsSync(from(`node_modules/${styles(component)}`))) return undefined;
      return { code: `import '${styles(component)}';\n${code}`, map: null, moduleSideEffects: 'no-treeshake' };
    },
  };
}

/** Tells the service worker which files make the shell, and names its cache by their hash. */
function serviceWorker(): Plugin {
  return {
    name: 'regulars:service-worker',
    apply: 'build',
    config: () => ({ define: { BUILD_HASH: 'BUILD_HASH' } }),
    generateBundle(_options, bundle) {
      const shell = ['/', '/icon.svg', '/scheme.js', '/manifest.webmanifest'];
      const files = Object.values(bundle);
      const entry = files.find((file) => file.type === 'chunk' && file.name === 'index' && file.isEntry);
      for (const file of files) {
        const first =
          file.type === 'asset'
            ? file.fileName.endsWith('.css')
            : isWords(file.name) || isStatic(file.fileName, entry, bundle);
        if (first) shell.push(`/${file.fileName}`);
      }
      const build = createHash('sha256').update(Object.keys(bundle).sort().join()).digest('hex').slice(0, 12);
      const worker = files.find((file) => file.type === 'chunk' && file.fileName === 'sw.js');
      if (worker?.type !== 'chunk') return;
      worker.code = worker.code
        .replace('BUILD_HASH', JSON.stringify(build))
        .replace('SHELL_FILES', JSON.stringify(shell));
    },
  };
}

function isWords(chunk: string): boolean {
  return locales.some((locale) => locale === chunk);
}

type Bundle = Parameters<Extract<Plugin['generateBundle'], (...given: never[]) => unknown>>[1];

/** Whether the page needs the file before anything is asked for: the entry and what it imports statically. */
function isStatic(fileName: string, entry: Bundle[string] | undefined, bundle: Bundle): boolean {
  const open = entry ? [entry.fileName] : [];
  const seen = new Set(open);
  for (const name of open) {
    const file = bundle[name];
    for (const next of file?.type === 'chunk' ? file.imports : []) {
      if (!seen.has(next)) open.push(next);
      seen.add(next);
    }
  }
  return seen.has(fileName);
}
