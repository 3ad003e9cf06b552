import { hash, verify } from '@node-rs/argon2';

/** Argon2id with 19 MiB, two passes (OWASP's least). */
const strength = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize('NFKC'), strength);
}

let decoy: Promise<string> | undefined;

/** Takes as long for somebody unknown as for a wrong password, so that the time tells nothing. */
export async function passwordFits(stored: string | undefined, password: string): Promise<boolean> {
  decoy ??= hashPassword('nobody has this password');
  const fits = await verify(stored ?? (await decoy), password.normalize('NFKC'));
  return stored !== undefined && fits;
}
