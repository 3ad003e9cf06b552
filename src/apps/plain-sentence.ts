import { Refusal } from '../kernel/errors.ts';
import { errorSentence } from '../kernel/i18n/translate.ts';

/** The sentence for an error that reaches a terminal; never a stack trace. */
export function plainSentence(error: unknown): string {
  if (error instanceof Refusal) return errorSentence('en', error.code, error.data);
  return ofSystem(error as SystemError) ?? (error instanceof Error && error.message ? error.message : String(error));
}

interface SystemError {
  code?: string;
  path?: string;
  address?: string;
  port?: number;
  errors?: unknown[];
}

/** What the operating system and PostgreSQL say in codes. */
function ofSystem(error: SystemError): string | undefined {
  const place = error.path ?? '';
  switch (error.code) {
    case 'ENOENT':
      return error.path && `${place} is not there.`;
    case 'ENOTDIR':
      return error.path && `${place} is not there: a file stands where a folder is expected.`;
    case 'EISDIR':
      return `${place || 'That'} is a folder, not a file.`;
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return error.port === undefined
        ? `This user may not read or write ${place || 'there'}.`
        : `This user may not listen on port ${error.port}. Set PORT to a number above 1023.`;
    case 'ENOSPC':
      return 'The disk is full. Make room, then try again; nothing was half-saved.';
    case 'EADDRINUSE':
      return `Port ${error.port} is taken by another program. Stop that one, or set PORT to another number.`;
    case 'EADDRNOTAVAIL':
      return `This machine does not have the address ${error.address}. Set HOST to one it has, or to 0.0.0.0 for all.`;
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'ECONNREFUSED':
    case 'ECONNRESET':
    case 'ETIMEDOUT':
      return 'The database does not answer. Is its server running, and are host and port in DATABASE_URL right?';
    case '53300':
      return 'The database takes no more connections now. Try again when less runs beside, or raise its max_connections.';
    case '28P01':
    case '28000':
      return 'The database refuses the user or the password in DATABASE_URL.';
    case '3D000':
      return 'The database that DATABASE_URL names does not exist. Create it, then try again.';
    case '42501':
      return 'The user in DATABASE_URL may not do that. Regulars needs an owner of the database who may create roles.';
    default:
      return undefined;
  }
}
