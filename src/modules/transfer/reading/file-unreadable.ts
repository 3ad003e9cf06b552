import { Refusal } from '../../../kernel/errors.ts';

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

export type FileFacts = Record<string, string | number>;

/** The file as a whole cannot be read. One bad row is never this: it stays a row with a `problem`. */
export class FileUnreadable extends Refusal {
  override readonly code: FileUnreadableCode;
  readonly params: FileFacts;

  constructor(code: FileUnreadableCode, params: FileFacts = {}, cause?: unknown) {
    super(code, 422, params);
    this.name = 'FileUnreadable';
    this.code = code;
    this.params = params;
    this.cause = cause;
  }
}
