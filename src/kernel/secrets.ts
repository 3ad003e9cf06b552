import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Keys derived from the one SECRET_KEY, one per purpose. */
export interface Secrets {
  /** AES-256-GCM; the purpose is authenticated, so a text sealed for one use does not open for another. */
  seal(purpose: string, text: string): string;
  unseal(purpose: string, sealed: string): string;
  sign(purpose: string, text: string): string;
  /** Raw key material for libraries that want a secret of their own. */
  derive(purpose: string): string;
}

export function secretsFrom(secretKey: string): Secrets {
  const keys = new Map<string, Buffer>();
  const key = (purpose: string) => {
    const known = keys.get(purpose) ?? Buffer.from(hkdfSync('sha256', secretKey, 'regulars', purpose, 32));
    keys.set(purpose, known);
    return known;
  };
  return {
    seal(purpose, text) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', key(purpose), nonce);
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return `v1.${Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url')}`;
    },
    unseal(purpose, sealed) {
      const bytes = Buffer.from(sealed.replace(/^v1\./, ''), 'base64url');
      const decipher = createDecipheriv('aes-256-gcm', key(purpose), bytes.subarray(0, 12));
      decipher.setAuthTag(bytes.subarray(12, 28));
      return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8');
    },
    sign: (purpose, text) => createHmac('sha256', key(purpose)).update(text).digest('base64url'),
    derive: (purpose) => key(purpose).toString('base64url'),
  };
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
