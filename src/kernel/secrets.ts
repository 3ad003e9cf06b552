import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  randomBytes,
  type KeyObject,
} from 'node:crypto';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Keys derived from the one SECRET_KEY, one per purpose. */
export interface Secrets {
  /** AES-256-GCM; the purpose is authenticated, so a text sealed for one use does not open for another. */
  seal(purpose: string, text: string): string;
  unseal(purpose: string, sealed: string): string;
  /** A text that is sealed with the present key begins so. */
  readonly sealedBegins: string;
  sign(purpose: string, text: string): string;
}

interface OtherKeys {
  /** The key that was replaced: opens what is not sealed anew yet. */
  before?: string | undefined;
  /** What marks are made with; without one, SECRET_KEY itself. */
  marking?: string | undefined;
}

/** Sealed texts are `v2.<id of the key>.<nonce, tag and body>`; `v1.` is from before keys had an id. */
export function secretsFrom(secretKey: string, { before, marking = secretKey }: OtherKeys = {}): Secrets {
  const [now, marks] = [ringOf(secretKey), ringOf(marking)];
  const rings = before === undefined ? [now] : [now, ringOf(before)];
  return {
    sealedBegins: `v2.${now.id}.`,
    seal(purpose, text) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', now.key(purpose), nonce);
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return `v2.${now.id}.${Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url')}`;
    },
    unseal(purpose, sealed) {
      const [, id, body = ''] = /^(?:v1|v2\.([\da-f]{8}))\.([\w-]+)$/.exec(sealed) ?? [];
      for (const ring of rings) {
        const text = id === undefined || id === ring.id ? opened(ring.key(purpose), body) : null;
        if (text !== null) return text;
      }
      throw new UnknownKey();
    },
    sign: (purpose, text) => createHmac('sha256', marks.key(purpose)).update(text).digest('base64url'),
  };
}

/** Neither SECRET_KEY nor SECRET_KEY_OLD opens it. */
export class UnknownKey extends Error {
  constructor() {
    super(
      'SECRET_KEY is not the one with which this installation sealed its secrets. Give it back, or name it in SECRET_KEY_OLD: docs/settings.md.',
    );
  }
}

interface Ring {
  id: string;
  /** As an object of the library: a mark made with one takes an eighth of the time. */
  key(purpose: string): KeyObject;
}

function ringOf(secretKey: string): Ring {
  const keys = new Map<string, KeyObject>();
  const key = (purpose: string) => {
    const known =
      keys.get(purpose) ?? createSecretKey(Buffer.from(hkdfSync('sha256', secretKey, 'regulars', purpose, 32)));
    keys.set(purpose, known);
    return known;
  };
  return { id: key('id of the key').export().toString('hex').slice(0, 8), key };
}

function opened(key: KeyObject, body: string): string | null {
  const bytes = Buffer.from(body, 'base64url');
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12));
    decipher.setAuthTag(bytes.subarray(12, 28));
    return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8');
  } catch {
    return null;
  }
}

let ours: Secrets | undefined;

/** Called once at start: from then on rows can be sealed wherever there is a Ctx. */
export function keepSecrets(secrets: Secrets): void {
  ours = secrets;
}

export function seal(purpose: string, text: string): string {
  return kept().seal(purpose, text);
}

export function unseal(purpose: string, sealed: string): string {
  return kept().unseal(purpose, sealed);
}

/** A keyed mark of a text: the same for the same text, and nothing can be read from it. */
export function mark(purpose: string, text: string): string {
  return kept().sign(purpose, text);
}

function kept(): Secrets {
  if (!ours) throw new Error('The house has no secrets yet.');
  return ours;
}

/** From the environment, else made on first start and kept in the data directory, readable by the owner only. */
export async function loadSecretKey(dataDir: string, fromEnvironment: string | undefined): Promise<string> {
  if (fromEnvironment) return fromEnvironment;
  const file = join(dataDir, 'secret.key');
  await mkdir(dataDir, { recursive: true });
  try {
    await writeFile(file, randomBytes(32).toString('base64url'), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as { code?: string }).code !== 'EEXIST') throw error;
    await chmod(file, 0o600);
  }
  return (await readFile(file, 'utf8')).trim();
}
