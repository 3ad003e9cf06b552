/** The server of `npm run dev`: what `regulars start` does, without building the pages. */
import { readConfig } from '../src/kernel/config.ts';
import { greeting, startServer } from '../src/apps/server.ts';

const running = await startServer(readConfig());
console.log(await greeting(running));
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => void running.stop().then(() => process.exit(0)));
}
