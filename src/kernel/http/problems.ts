import { ORPCError, ValidationError } from '@orpc/server';
import type { Logger } from 'pino';
import { Refusal, refuse } from '../errors.ts';
import { errorSentence, translate } from '../i18n/translate.ts';
import type { Locale } from '../i18n/locales.ts';

export interface Problem {
  code: string;
  status: number;
  message: string;
  data: Record<string, unknown>;
  /** Seconds. */
  retryAfter?: number;
}

/** Any thrown thing → what the caller is told. Only what nobody foresaw is logged as an error and called INTERNAL. */
export function problemOf(error: unknown, locale: Locale, requestId: string, log: Logger): Problem {
  if (error instanceof Refusal) return ofRefusal(error, locale);
  if (error instanceof ORPCError) return ofContract(error, locale, requestId, log);
  if (isDatabaseAway(error)) return { ...ofRefusal(new Refusal('DATABASE_AWAY', 503), locale), retryAfter: 5 };
  if (isUnstorable(error)) return ofRefusal(refuse('BAD_INPUT', { path: '', problem: '' }), locale);
  const { statusCode, code } = error as { statusCode?: number; code?: string };
  if (statusCode !== undefined && statusCode < 500) {
    const known = statusCode === 404 ? 'NOT_FOUND' : statusCode === 429 ? 'TOO_MANY_REQUESTS' : 'BAD_INPUT';
    const values = { path: '', problem: code ?? '', seconds: 60 };
    return { code: known, status: statusCode, message: errorSentence(locale, known, values), data: {} };
  }
  log.error({ err: error, requestId }, 'unforeseen error');
  return { code: 'INTERNAL', status: 500, message: errorSentence(locale, 'INTERNAL', { requestId }), data: {} };
}

/** The same for errors on their way through oRPC. */
export function answerFor(error: unknown, locale: Locale, requestId: string, log: Logger): ORPCError<string, unknown> {
  const { code, status, message, data, retryAfter } = problemOf(error, locale, requestId, log);
  return new ORPCError(code, { status, message, data: retryAfter === undefined ? data : { ...data, retryAfter } });
}

function ofRefusal(refusal: Refusal, locale: Locale): Problem {
  const data = refusal.data ?? {};
  const seconds = data['seconds'];
  return {
    code: refusal.code,
    status: refusal.status,
    message: errorSentence(locale, refusal.code, data),
    data,
    ...(typeof seconds === 'number' ? { retryAfter: seconds } : {}),
  };
}

function ofContract(error: ORPCError<string, unknown>, locale: Locale, requestId: string, log: Logger): Problem {
  if (error.status < 500 && error.cause instanceof ValidationError) {
    const fields = error.cause.issues.map((issue) => fieldProblem(issue as Issue, locale));
    const first = fields[0] ?? { path: '', message: '' };
    const message = errorSentence(locale, 'BAD_INPUT', { path: first.path, problem: first.message });
    return { code: 'BAD_INPUT', status: 422, message, data: { fields } };
  }
  if (error.status < 500) {
    const code = error.status === 404 ? 'NOT_FOUND' : 'BAD_INPUT';
    return { code, status: error.status, message: errorSentence(locale, code, { path: '', problem: '' }), data: {} };
  }
  log.error({ err: error.cause ?? error, requestId }, 'unforeseen error');
  return { code: 'INTERNAL', status: 500, message: errorSentence(locale, 'INTERNAL', { requestId }), data: {} };
}

interface Issue {
  code?: string;
  path?: readonly (PropertyKey | { key: PropertyKey })[];
  keys?: string[];
  format?: string;
  minimum?: number | bigint;
  maximum?: number | bigint;
}

function fieldProblem(issue: Issue, locale: Locale): { path: string; message: string } {
  const path = (issue.path ?? []).map((part) => String(typeof part === 'object' ? part.key : part)).join('.');
  const values = {
    keys: issue.keys?.join(', '),
    format: issue.format,
    minimum: issue.minimum?.toString(),
    maximum: issue.maximum?.toString(),
  };
  const key = `kernel:issues.${issue.code ?? 'custom'}`;
  const message = translate(locale, key, values);
  return {
    path,
    message: message === key || message === key.split(':')[1] ? translate(locale, 'kernel:issues.custom') : message,
  };
}

/** Text, numbers and days that PostgreSQL cannot hold. Contracts refuse most of them; this is the net below. */
function isUnstorable(error: unknown): boolean {
  const code = (error as { code?: string } | null)?.code ?? '';
  return ['22021', '22P02', '22P05', '22003', '22007', '22008'].includes(code);
}

function isDatabaseAway(error: unknown): boolean {
  const code = (error as { code?: string } | null)?.code ?? '';
  const away = ['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE', '57P01', '57P02', '57P03', '08006', '08001', '53300'];
  if (away.includes(code)) return true;
  return (
    error instanceof Error &&
    /Connection terminated|not queryable|timeout exceeded when trying to connect/.test(error.message)
  );
}
