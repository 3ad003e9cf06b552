import { describe, expect, test } from 'vitest';
import { asPostgresError, explainLog } from './errors.ts';

describe('what PostgreSQL and the file system say', () => {
  test.each([
    ['FATAL:  could not write lock file "postmaster.pid": No space left on device', 'POSTGRES_DISK_FULL'],
    ['initdb: error: could not create directory "/x": Permission denied', 'POSTGRES_NO_PERMISSION'],
    ['FATAL:  data directory "/x" has wrong ownership', 'POSTGRES_NO_PERMISSION'],
    ['LOG:  starting\nFATAL:  could not create any TCP/IP sockets\n', 'POSTGRES_CANNOT_START'],
    ['', 'POSTGRES_CANNOT_START'],
  ])('%j is %s', (log, code) => {
    const error = explainLog(log, '/data');
    expect(error.code).toBe(code);
    expect(error.message).toContain('/data');
  });

  test.each([
    ['ENOSPC', 'POSTGRES_DISK_FULL'],
    ['EROFS', 'POSTGRES_NO_PERMISSION'],
    ['EACCES', 'POSTGRES_NO_PERMISSION'],
  ])('%s is %s', (system, code) => {
    expect(asPostgresError(Object.assign(new Error(system), { code: system }), '/data')).toMatchObject({ code });
  });

  test('the reason is repeated, without time and level', () => {
    const log = '2026-01-01 00:00:00.000 UTC [7] FATAL:  bogus data in lock file\n';
    expect(explainLog(log, '/data').params.reason).toBe('bogus data in lock file');
  });
});
