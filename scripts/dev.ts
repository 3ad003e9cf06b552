/** `npm run dev`: the server, started anew when its sources change, and the pages with hot reload in front of it. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { createServer } from 'vite';
import { buildPages } from '../src/apps/build-pages.ts';
import { readConfig } from '../src/kernel/config.ts';

const from = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const { port, host } = readConfig();

await buildPages(console.log);
const server = spawn(process.execPath, ['--watch', '--watch-preserve-output', from('dev-server.ts')], {
  stdio: 'inherit',
});
const pages = await createServer({
  configFile: from('../vite.config.ts'),
  server: {
    host,
    proxy: Object.fromEntries(['/api', '/readyz'].map((path) => [path, `http://${host}:${port}`])),
  },
});
await pages.listen();
console.log(`Pages with hot reload: ${pages.resolvedUrls?.local[0] ?? ''}`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    server.kill(signal);
    void pages.close();
  });
}
