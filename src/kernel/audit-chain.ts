import { createHash, timingSafeEqual } from 'node:crypto';
import { mark } from './secrets.ts';

/** What an entry of the log says, as it is bound by its digest. */
export interface ChainedEntry {
  workspaceId: string;
  id: string;
  at: Date;
  actorKind: string;
  actorId: string | null;
  actorName: string;
  action: string;
  entity: string;
  entityId: string | null;
  requestId: string | null;
  /** Null for entries from before there were digests. */
  detailDigest: Buffer | null;
}

/** SHA-256 of the parts, each with its length before it, so that no two entries read alike. */
export function digestOf(entry: ChainedEntry): Buffer {
  const parts = [
    entry.workspaceId,
    entry.id,
    String(entry.at.getTime()),
    entry.actorKind,
    entry.actorId ?? '',
    entry.actorName,
    entry.action,
    entry.entity,
    entry.entityId ?? '',
    entry.requestId ?? '',
    entry.detailDigest?.toString('hex') ?? '',
  ];
  return sha256(parts.map((part) => `${Buffer.byteLength(part)}:${part}`).join(''));
}

/** Salted, because a detail is short: without the salt, nobody finds it out by trying. */
export function detailDigestOf(salt: Buffer, detail: unknown): Buffer {
  return sha256(Buffer.concat([salt, Buffer.from(canonical(detail))]));
}

/** The first seal follows nothing. */
export function sealOf(before: Buffer, digest: Buffer): Buffer {
  return sha256(Buffer.concat([before, digest]));
}

/** By the installation's key: whoever has only the database cannot make one. */
export function stampOf(digest: Buffer): Buffer {
  return Buffer.from(mark('audit entry', digest.toString('hex')), 'base64url');
}

export function headStampOf(head: { workspaceId: string; seq: number; hash: Buffer; unstamped: number }): Buffer {
  const text = [head.workspaceId, head.seq, head.hash.toString('hex'), head.unstamped].join(' ');
  return Buffer.from(mark('audit head', text), 'base64url');
}

export function same(one: Buffer | null | undefined, other: Buffer): boolean {
  return one?.length === other.length && timingSafeEqual(one, other);
}

/** JSON with the keys in order, as a detail comes back from a jsonb column. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return `{${entries.map(([key, part]) => `${JSON.stringify(key)}:${canonical(part)}`).join(',')}}`;
}

function sha256(content: string | Buffer): Buffer {
  return createHash('sha256').update(content).digest();
}
