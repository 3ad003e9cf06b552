import pino, { type Logger } from 'pino';

/**
 * JSON lines with request ids. What a person typed never goes in: messages are fixed texts, and fields that could
 * carry names, numbers or secrets are cut by path.
 */
export function openLog(level: string): Logger {
  return pino({
    level,
    base: null,
    redact: {
      paths: [
        '*.password',
        '*.token',
        '*.phone',
        '*.email',
        'req.headers',
        'err.parameters',
        'err.detail',
        'err.where',
      ],
      remove: true,
    },
    serializers: { err: errorWithoutData },
  });
}

/** PostgreSQL puts the offending values into `detail`; keep code, constraint and stack only. */
function errorWithoutData(error: Error & { code?: string; constraint?: string; table?: string }) {
  return {
    type: error.name,
    message: error.code?.match(/^2[23]/) ? 'constraint or data error' : error.message,
    code: error.code,
    constraint: error.constraint,
    table: error.table,
    stack: error.stack?.split('\n').slice(1, 12).join('\n'),
  };
}
