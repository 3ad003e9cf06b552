import { dayInWords } from '../../../kernel/i18n/print.ts';
import { translate } from '../../../kernel/i18n/translate.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { daysBetween } from '../../../maths/calendar.ts';
import type { ReasonKind } from '../../today/index.ts';

export const runningKinds: readonly ReasonKind[] = [
  {
    kind: 'offer_ending',
    module: 'orders',
    values: (ctx, { dueOn, params }) => ({ title: params['title'], context: nearness(ctx, dueOn) }),
    explain: (_ctx, { stakeMinor }) =>
      stakeMinor === 0n ? undefined : { key: 'orders:explain.offerStake', values: {} },
  },
  {
    kind: 'hand_over_due',
    module: 'orders',
    values: (ctx, { dueOn, params }) => ({ what: whatOf(ctx, params), context: nearness(ctx, dueOn) }),
    explain: (_ctx, { stakeMinor }) =>
      stakeMinor === 0n ? undefined : { key: 'orders:explain.orderStake', values: {} },
  },
  {
    kind: 'after_sale',
    module: 'orders',
    values: (ctx, { params }) => ({
      what: whatOf(ctx, params),
      on: dayInWords(ctx, String(params['on'])),
      since: daysBetween(String(params['on']), ctx.today),
    }),
  },
];

function nearness(ctx: Ctx, dueOn: string | null): 'today' | 'over' | undefined {
  if (dueOn === null || dueOn > ctx.today) return undefined;
  return dueOn === ctx.today ? 'today' : 'over';
}

function whatOf(ctx: Ctx, params: Readonly<Record<string, unknown>>): unknown {
  return params['what'] ?? translate(ctx.locale, 'orders:reasons.something');
}
