import { readFileSync } from 'node:fs';
import { hash, verify } from '@node-rs/argon2';
import { refusals } from '../../kernel/errors.ts';
import { workspaceErrors } from './errors-contract.ts';
import { isLeaked } from './rules/leaked-passwords.ts';
import { ownWords, passwordWeakness } from './rules/password-weakness.ts';

const refuse = refusals(workspaceErrors);
const codes = { short: 'PASSWORD_WEAK', common: 'PASSWORD_COMMON', own: 'PASSWORD_OWN' } as const;

/** `about`: names, addresses and shops of whose password it becomes. */
export function admitPassword(password: string, about: readonly string[]): void {
  const weakness = passwordWeakness(password, ownWords(...about)) ?? (isLeaked(leaked(), password) ? 'common' : null);
  if (weakness) throw refuse(codes[weakness], { path: 'password' });
}

let filter: Uint8Array | undefined;

/** Of the million commonest of breaches, those that are long enough; where it comes from: `scripts/leaked-passwords.ts`. */
function leaked(): Uint8Array {
  filter ??= readFileSync(new URL('leaked-passwords.bin', import.meta.url));
  return filter;
}

/** Argon2id with 19 MiB, two passes (OWASP's least). */
const strength = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize('NFKC'), strength);
}

let decoy: Promise<string> | undefined;

/** Takes as long for somebody unknown as for a wrong password, so that the time tells nothing. */
export async function passwordFits(stored: string | undefined, password: string): Promise<boolean> {
  decoy ??= hashPassword('nobody has this password');
  // Empty: of the demo shop, who have none.
  const fits = await verify(stored || (await decoy), password.normalize('NFKC'));
  return Boolean(stored) && fits;
}
