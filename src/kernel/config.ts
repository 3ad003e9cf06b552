import { resolve } from 'node:path';
import { z } from 'zod';

export class BadEnvironment extends Error {}

const port = z.coerce.number().int().min(0).max(65535);

const environment = z.object({
  PORT: port.default(3000),
  HOST: z.string().min(1).default('127.0.0.1'),
  DATA_DIR: z.string().min(1).default('./data'),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//)
    .optional(),
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  SECRET_KEY: z.string().min(32).optional(),
  SECRET_KEY_OLD: z.string().min(32).optional(),
  SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\//)
    .optional(),
  IMAP_URL: z
    .string()
    .regex(/^imaps?:\/\//)
    .optional(),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
  REGULARS_ROLE: z.enum(['all', 'web', 'worker']).default('all'),
  REGULARS_OWNER_EMAIL: z.email().optional(),
  REGULARS_OWNER_PASSWORD: z.string().min(10).optional(),
  REGULARS_WORKSPACE: z.string().min(1).max(100).optional(),
  REGULARS_NOW: z.iso.datetime({ offset: true }).optional(),
});

export interface Config {
  readonly port: number;
  readonly host: string;
  readonly dataDir: string;
  /** Unset: the embedded PostgreSQL in `dataDir/postgres`. */
  readonly databaseUrl: string | undefined;
  /** Base of links in mail. Never taken from a request's Host header. */
  readonly publicUrl: string;
  readonly secretKey: string | undefined;
  /** The one before, until `regulars secret rotate` is done. */
  readonly secretKeyOld: string | undefined;
  readonly smtpUrl: string | undefined;
  /** The mailbox to which answers to mails of `smtpUrl` come. */
  readonly imapUrl: string | undefined;
  readonly logLevel: string;
  readonly role: 'all' | 'web' | 'worker';
  readonly firstOwner: { email: string; password: string; workspace: string } | undefined;
}

/** Other machines are listened to, and the address that people use is not encrypted. */
export function isOpenWithoutTls({ host, publicUrl }: Pick<Config, 'host' | 'publicUrl'>): boolean {
  const loopback = /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/i.test(host);
  return !loopback && !publicUrl.startsWith('https:');
}

/** Passwords and customers' data travel readably to whoever is on the way. */
export const OPEN_WITHOUT_TLS =
  'Other machines reach this server without encryption. Put a proxy with TLS in front and set PUBLIC_URL to its https address: docs/settings.md.';

/** Reads the environment; an unknown `REGULARS_*` name or a bad value stops the start with a sentence that names it. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const unknown = Object.keys(env).find((name) => name.startsWith('REGULARS_') && !(name in environment.shape));
  if (unknown) throw new BadEnvironment(`${unknown} is not a setting of Regulars. See docs/settings.md for the list.`);
  if (env['FILES_URL']) {
    // Nobody shall believe that their files are elsewhere: docs/decisions/011-settings-not-taken.md.
    throw new BadEnvironment('FILES_URL is not a setting of Regulars: files are kept in DATA_DIR. Remove it.');
  }
  const filled = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = environment.safeParse(filled);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new BadEnvironment(`${String(issue?.path[0])} has a value that does not fit: ${issue?.message}.`);
  }
  const value = parsed.data;
  if (Boolean(value.REGULARS_OWNER_EMAIL) !== Boolean(value.REGULARS_OWNER_PASSWORD)) {
    throw new BadEnvironment('REGULARS_OWNER_EMAIL and REGULARS_OWNER_PASSWORD go together: set both or neither.');
  }
  const { REGULARS_OWNER_EMAIL: email, REGULARS_OWNER_PASSWORD: password } = value;
  return {
    port: value.PORT,
    host: value.HOST,
    dataDir: resolve(value.DATA_DIR),
    databaseUrl: value.DATABASE_URL,
    publicUrl: (value.PUBLIC_URL ?? `http://localhost:${value.PORT}`).replace(/\/$/, ''),
    secretKey: value.SECRET_KEY,
    secretKeyOld: value.SECRET_KEY_OLD,
    smtpUrl: value.SMTP_URL,
    imapUrl: value.IMAP_URL,
    logLevel: value.LOG_LEVEL,
    role: value.REGULARS_ROLE,
    firstOwner: email && password ? { email, password, workspace: value.REGULARS_WORKSPACE ?? 'Regulars' } : undefined,
  };
}
