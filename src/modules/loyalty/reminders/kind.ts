import { moneyInWords } from '../../../kernel/i18n/print.ts';
import { daysBetween } from '../../../maths/calendar.ts';
import type { ReasonKind } from '../../today/index.ts';
import { REMINDER } from './remind.ts';

export const remindersKind: ReasonKind = {
  kind: REMINDER,
  module: 'loyalty',
  values: (ctx, { params, stakeMinor, dueOn }) => ({
    points: params['points'],
    worth: moneyInWords(ctx, stakeMinor),
    context: dueOn !== null && daysBetween(ctx.today, dueOn) <= 0 ? 'today' : undefined,
  }),
  explain: (ctx, { params, stakeMinor }) => ({
    key: 'loyalty:explain.expiring',
    values: { points: Number(params['points']), worth: moneyInWords(ctx, stakeMinor) },
  }),
};
