export type PostgresErrorCode =
  | 'POSTGRES_DATA_DIR_IN_USE'
  | 'POSTGRES_VERSION_MISMATCH'
  | 'POSTGRES_CANNOT_START'
  | 'POSTGRES_CANNOT_STOP'
  | 'POSTGRES_DISK_FULL'
  | 'POSTGRES_NO_PERMISSION'
  | 'POSTGRES_NOT_AVAILABLE';

type Params = Record<string, string | number>;

/** The message is a plain English sentence that says what to do; the code and params let a caller translate it. */
export class PostgresError extends Error {
  readonly code: PostgresErrorCode;
  readonly params: Params;

  constructor(code: PostgresErrorCode, params: Params, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
    this.code = code;
    this.params = params;
  }
}

/** Another living process owns the data directory. */
export class DataDirectoryInUse extends PostgresError {
  constructor(dir: string, owner: string) {
    super(
      'POSTGRES_DATA_DIR_IN_USE',
      { dir, owner },
      `The data directory ${dir} is already used by ${owner}. Stop that one first, or choose another DATA_DIR.`,
    );
  }
}

/** Turns what the file system or a child process threw into a sentence about the directory it happened in. */
export function asPostgresError(error: unknown, dir: string): unknown {
  if (error instanceof PostgresError) return error;
  const code = errorCode(error);
  if (code === 'ENOSPC' || code === 'EDQUOT') return diskFull(dir, error);
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return noPermission(dir, error);
  return error;
}

/** Turns the last words of PostgreSQL's log into a sentence. */
export function explainLog(log: string, dir: string): PostgresError {
  if (/No space left on device|Disk quota exceeded/.test(log)) return diskFull(dir);
  if (/Permission denied|Operation not permitted|Read-only file system|wrong ownership/.test(log)) {
    return noPermission(dir, new Error(lastWords(log)));
  }
  const reason = lastWords(log);
  return new PostgresError(
    'POSTGRES_CANNOT_START',
    { dir, reason },
    `PostgreSQL in ${dir} did not start: ${reason || 'it gave no reason'}. Its log is in the folders below this directory.`,
  );
}

export function wrongPassword(file: string): PostgresError {
  return new PostgresError(
    'POSTGRES_CANNOT_START',
    { file },
    `The password in ${file} does not open the database beside it. Put the right file back from a backup.`,
  );
}

export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

function diskFull(dir: string, cause?: unknown) {
  return new PostgresError(
    'POSTGRES_DISK_FULL',
    { dir },
    `The disk that holds ${dir} is full. Nothing is lost: free some space, and PostgreSQL starts again.`,
    { cause },
  );
}

function noPermission(dir: string, cause: unknown) {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new PostgresError(
    'POSTGRES_NO_PERMISSION',
    { dir, reason },
    `PostgreSQL may not read or write in ${dir} (${reason}). Start Regulars as the user who owns this directory.`,
    { cause },
  );
}

function lastWords(log: string) {
  const lines = log.split('\n').filter((line) => line.trim() !== '');
  const grave = lines.findLast((line) => /FATAL|PANIC|ERROR|error:/.test(line)) ?? lines.at(-1) ?? '';
  return grave.replace(/^.*?(?:FATAL|PANIC|ERROR|error):\s*/, '').trim();
}
