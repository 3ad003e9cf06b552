import type { z } from 'zod';
import type { Ctx } from '../../kernel/context.ts';
import { translate } from '../../kernel/i18n/translate.ts';
import type { readingUnusual, requestClosed, requestDue } from '../customers/index.ts';
import { raiseNotice, settleNotice, type NoticeKind } from './notices.ts';

/** Somebody asked what is known of them, or to be forgotten, and the day is near by which the law wants an answer. */
export const requestKind: NoticeKind = {
  kind: 'requestDue',
  module: 'today',
  values: (ctx, params) => ({
    what: translate(ctx.locale, `customers:privacy.requestKind.${String(params['kind'])}`),
    due: params['dueOn'],
  }),
};

export const readingKind: NoticeKind = {
  kind: 'readingUnusual',
  module: 'today',
  values: (ctx, params) => ({
    ...params,
    what: translate(ctx.locale, `customers:privacy.did.${String(params['kind'])}`, { count: params['count'] }),
  }),
};

export async function tellOfReading(ctx: Ctx, read: z.output<typeof readingUnusual.payload>): Promise<void> {
  const { actorId, actorName: name, kind, day, count, usual } = read;
  await raiseNotice(ctx, {
    kind: 'readingUnusual',
    source: `${actorId} ${kind} ${day}`,
    forMembers: 'owners',
    params: { name, kind, count, usual },
    link: '/settings/privacy-log',
  });
}

export async function tellOfRequest(ctx: Ctx, due: z.output<typeof requestDue.payload>): Promise<void> {
  const { requestId, kind, dueOn } = due;
  await raiseNotice(ctx, {
    kind: 'requestDue',
    source: requestId,
    forMembers: 'owners',
    params: { kind, dueOn },
    due: dueOn,
    link: '/settings/privacy',
  });
}

export async function settleRequest(ctx: Ctx, { requestId }: z.output<typeof requestClosed.payload>): Promise<void> {
  await settleNotice(ctx, { kind: 'requestDue', source: requestId, by: 'closed' });
}
