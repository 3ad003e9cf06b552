import { lookup as resolve, type LookupAddress } from 'node:dns';
import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';
import { Agent, fetch, request, type RequestInit, type Response } from 'undici';

export class AddressRefused extends Error {}

/** Calls to addresses that people or browsers name. No redirect is followed, and answers are read to a limit. */
export interface Outgoing {
  post(url: string, headers: Record<string, string>, body: Buffer): Promise<{ status: number }>;
  /** For libraries that call for themselves. */
  fetch(url: string, options: RequestInit): Promise<Response>;
}

const TIMEOUT_MS = 15_000;
const MOST_BYTES = 64 * 1024;

/** Every connection checks the address it really goes to, so that a name cannot lead into the house. */
export function openOutgoing(mayReach: (address: string) => boolean = isPublicAddress): Outgoing {
  const agent = new Agent({
    connect: { timeout: TIMEOUT_MS, lookup: checkedLookup(mayReach) },
    headersTimeout: TIMEOUT_MS,
    bodyTimeout: TIMEOUT_MS,
    maxResponseSize: MOST_BYTES,
  });
  const admit = (url: string) => {
    const host = new URL(url).hostname.replace(/^\[|\]$/g, '');
    if (isIP(host) !== 0 && !mayReach(host)) throw new AddressRefused(`${host} is not on the internet`);
  };
  return {
    async fetch(url, options) {
      admit(url);
      return fetch(url, { ...options, redirect: 'manual', dispatcher: agent });
    },
    async post(url, headers, body) {
      admit(url);
      const answer = await request(url, { method: 'POST', headers, body, dispatcher: agent });
      await answer.body.dump({ limit: MOST_BYTES });
      return { status: answer.statusCode };
    },
  };
}

/** The very address to connect to, for protocols other than HTTP: what was checked is what is called. */
export async function addressToReach(host: string, mayReach: (address: string) => boolean): Promise<string> {
  const addresses = await lookup(host, { all: true }).catch(() => []);
  const [first] = addresses;
  if (!first || addresses.some(({ address }) => !mayReach(address)))
    throw new AddressRefused(`${host} is not on the internet`);
  return first.address;
}

/** Not one of the networks that RFC 6890 and its followers set apart (private, local, shared, documentation …). */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 0) return false;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped) return isPublicAddress(mapped);
  if (family === 6 && !/^[23]/.test(address)) return false;
  return !setApart.check(address, family === 6 ? 'ipv6' : 'ipv4');
}

const setApart = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const)
  setApart.addSubnet(network, prefix, 'ipv4');
for (const [network, prefix] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const)
  setApart.addSubnet(network, prefix, 'ipv6');

type LookupAnswer = (error: Error | null, address: string | LookupAddress[], family?: number) => void;

function checkedLookup(mayReach: (address: string) => boolean) {
  return (host: string, options: object, answer: LookupAnswer): void => {
    resolve(host, { ...options, all: true }, (error, addresses) => {
      if (error) return answer(error, []);
      const refused = addresses.find(({ address }) => !mayReach(address));
      const [first] = addresses;
      if (refused || !first) return answer(new AddressRefused(`${host} is not on the internet`), []);
      if ((options as { all?: boolean }).all) return answer(null, addresses);
      return answer(null, first.address, first.family);
    });
  };
}
