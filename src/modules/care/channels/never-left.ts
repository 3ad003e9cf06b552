import { AddressRefused } from '../../../kernel/outgoing.ts';

/** The call failed before anything of it went out. */
export function neverLeft(error: unknown): boolean {
  if (error instanceof AddressRefused) return true;
  const { code, cause } = error as { code?: string; cause?: unknown };
  if (['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT', 'EHOSTUNREACH'].includes(code ?? ''))
    return true;
  return cause !== undefined && cause !== error && cause !== null ? neverLeft(cause) : false;
}
