import { readConfig } from '../../kernel/config.ts';
import { buildPages } from '../build-pages.ts';
import { greeting, startServer, type RunningServer } from '../server.ts';
import { wordsOf, type Given } from './command.ts';

/** Runs until SIGTERM or SIGINT; a second signal ends it at once. */
export async function start(given: Given): Promise<unknown> {
  wordsOf(given);
  const config = readConfig();
  if (config.role !== 'worker') await buildPages(given.say);
  const running = await startServer(config);
  given.say(await greeting(running));
  await untilStopped(running);
  return { stopped: true };
}

function untilStopped(running: RunningServer): Promise<void> {
  return new Promise((resolve, reject) => {
    let stopping = false;
    const stop = () => {
      if (stopping) process.exit(1);
      stopping = true;
      running.stop().then(resolve, reject);
    };
    process.on('SIGTERM', stop);
    process.on('SIGINT', stop);
  });
}
