import { Pool } from 'undici';

export interface Load {
  perSecond: number;
  /** Milliseconds. */
  p50: number;
  p95: number;
  p99: number;
  failed: number;
}

/** Asks `paths` in turn over `connections` kept-alive connections for `seconds`, after a short warm-up. */
export async function load(
  origin: string,
  paths: readonly string[],
  options: { connections: number; seconds: number; headers?: Record<string, string> },
): Promise<Load> {
  const pool = new Pool(origin, { connections: options.connections, pipelining: 1 });
  try {
    await ask(pool, paths, { ...options, seconds: Math.min(1, options.seconds / 4) });
    return await ask(pool, paths, options);
  } finally {
    await pool.close();
  }
}

async function ask(
  pool: Pool,
  paths: readonly string[],
  { connections, seconds, headers }: { connections: number; seconds: number; headers?: Record<string, string> },
): Promise<Load> {
  const times: number[] = [];
  let failed = 0;
  let next = 0;
  const began = performance.now();
  const end = began + seconds * 1000;
  async function client(): Promise<void> {
    while (performance.now() < end) {
      const path = paths[next++ % paths.length] as string;
      const start = performance.now();
      const { statusCode, body } = await pool.request({ path, method: 'GET', headers });
      await body.dump();
      times.push(performance.now() - start);
      if (statusCode !== 200) failed++;
    }
  }
  await Promise.all(Array.from({ length: connections }, client));
  const passed = (performance.now() - began) / 1000;
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
  return { perSecond: times.length / passed, p50: at(0.5), p95: at(0.95), p99: at(0.99), failed };
}
