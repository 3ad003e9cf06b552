import { spawn } from 'node:child_process';
import { json } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

export interface Load {
  perSecond: number;
  /** Milliseconds. */
  p50: number;
  p95: number;
  p99: number;
  failed: number;
}

export interface Asked {
  origin: string;
  paths: readonly string[];
  connections: number;
  seconds: number;
  headers?: Record<string, string>;
}

const client = fileURLToPath(new URL('load-client.ts', import.meta.url));

/** Asks `paths` in turn over `connections` kept-alive connections for `seconds`, after half as long to warm up. */
export async function load(
  origin: string,
  paths: readonly string[],
  options: Omit<Asked, 'origin' | 'paths'>,
): Promise<Load> {
  const asking = spawn(process.execPath, [client], { stdio: ['pipe', 'pipe', 'inherit'] });
  asking.stdin.end(JSON.stringify({ origin, paths, ...options } satisfies Asked));
  return (await json(asking.stdout)) as Load;
}
