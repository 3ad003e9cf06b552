export type FileUnreadableCode =
  | 'FILE_EMPTY'
  | 'FILE_TOO_LARGE'
  | 'FILE_TOO_MANY_COLUMNS'
  | 'FILE_ZIP_BOMB'
  | 'FILE_ENCRYPTED'
  | 'FILE_NOT_A_TABLE'
  | 'FILE_ENCODING_UNKNOWN'
  | 'FILE_DAMAGED'
  | 'FILE_TYPE_UNKNOWN';

/** The file as a whole cannot be read. One bad row is never this: it stays a row with a `problem`. */
export class FileUnreadable extends Error {
  readonly code: FileUnreadableCode;
  readonly params: Record<string, string | number>;

  constructor(code: FileUnreadableCode, params: Record<string, string | number> = {}, cause?: unknown) {
    super(`${code} ${JSON.stringify(params)}`, { cause });
    this.name = 'FileUnreadable';
    this.code = code;
    this.params = params;
  }
}
