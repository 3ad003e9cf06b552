import type { Selectable } from 'kysely';
import type { Config } from '../../../kernel/config.ts';
import type { CareMailboxes } from '../../../kernel/db/tables.ts';
import type { MailboxServer } from '../../../kernel/mailbox.ts';
import { unseal } from '../../../kernel/secrets.ts';

export type ServerColumns = Pick<Selectable<CareMailboxes>, 'source' | 'host' | 'port' | 'secure' | 'user' | 'secret'>;

export function serverOf(
  config: Config,
  { source, host, port, secure, user, secret }: ServerColumns,
): MailboxServer | string {
  if (source === 'house') {
    if (!config.imapUrl) throw new Error('IMAP_URL is not set');
    return config.imapUrl;
  }
  const password = secret === null ? '' : unseal('care mailbox', secret);
  return { host: host ?? '', port: port ?? 993, secure: secure ?? true, user: user ?? '', password };
}
