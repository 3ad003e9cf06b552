import { once } from 'node:events';
import { chown, mkdtemp, realpath } from 'node:fs/promises';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { closedDirectory, type Home } from './home.ts';
import { fitsSocketAddress, type Endpoint } from './settings.ts';

const USUAL_PORT = 5432;

/** A socket in the data directory; in a short temporary directory when its path is too long; TCP where neither goes. */
export async function chooseEndpoint(home: Home, wanted: number | undefined): Promise<Endpoint> {
  const port = wanted ?? USUAL_PORT;
  const socketDir = process.platform === 'win32' ? undefined : await chooseSocketDir(home, port);
  if (socketDir) return { socketDir, port, tcp: wanted !== undefined };
  return { socketDir: undefined, port: wanted ?? (await freePort()), tcp: true };
}

async function chooseSocketDir(home: Home, port: number): Promise<string | undefined> {
  if (fitsSocketAddress(home.cluster, port)) return home.cluster;
  for (const place of new Set([os.tmpdir(), '/tmp'])) {
    const tmp = await realpath(place).catch(() => undefined);
    if (!tmp || !fitsSocketAddress(path.join(tmp, 'regulars-XXXXXX'), port)) continue;
    if (await closedDirectory(tmp, home.account)) continue;
    const dir = await mkdtemp(path.join(tmp, 'regulars-'));
    if (home.account) await chown(dir, home.account.uid, home.account.gid);
    return dir;
  }
  return undefined;
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  return typeof address === 'object' && address ? address.port : USUAL_PORT;
}
