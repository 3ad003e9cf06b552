/** The asking side of `load.ts`, a process of its own on bare sockets: the less it costs, the more is left for the asked. */
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Asked, Load } from './load.ts';

const asked = JSON.parse(await text(process.stdin)) as Asked;
const { hostname, port, host } = new URL(asked.origin);
const headers = Object.entries({ host, ...asked.headers }).map(([name, value]) => `${name}: ${value}\r\n`);
const requests = asked.paths.map((path) => Buffer.from(`GET ${path} HTTP/1.1\r\n${headers.join('')}\r\n`));
let next = 0;

await ask(asked.seconds / 2);
process.stdout.write(JSON.stringify(await ask(asked.seconds)));

async function ask(seconds: number): Promise<Load> {
  const times: number[] = [];
  const began = performance.now();
  const end = began + seconds * 1000;
  const failed = await Promise.all(Array.from({ length: asked.connections }, () => client(end, times)));
  const passed = (performance.now() - began) / 1000;
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
  return {
    perSecond: times.length / passed,
    p50: at(0.5),
    p95: at(0.95),
    p99: at(0.99),
    failed: failed.reduce((sum, one) => sum + one, 0),
  };
}

/** One connection, one request after the other until `end`; answers how many were not 200. */
function client(end: number, times: number[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port), noDelay: true });
    let failed = 0;
    let began = 0;
    let missing = 0;
    let head = Buffer.alloc(0);
    const go = () => {
      began = performance.now();
      if (began >= end) {
        socket.destroy();
        resolve(failed);
      } else socket.write(requests[next++ % requests.length] as Buffer);
    };
    socket.on('connect', go);
    socket.on('error', reject);
    socket.on('end', () => reject(new Error('The server ended a connection.')));
    socket.on('data', (data) => {
      if (missing > 0) missing -= data.length;
      else {
        head = head.length === 0 ? data : Buffer.concat([head, data]);
        const length = head.indexOf('\r\n\r\n');
        if (length < 0) return;
        const words = head.toString('latin1', 0, length);
        if (!words.startsWith('HTTP/1.1 200 ')) failed += 1;
        const body = /\r\ncontent-length: (\d+)/i.exec(words)?.[1];
        if (body === undefined) reject(new Error('An answer without its length.'));
        missing = length + 4 + Number(body) - head.length;
        head = Buffer.alloc(0);
      }
      if (missing > 0) return;
      times.push(performance.now() - began);
      go();
    });
  });
}
