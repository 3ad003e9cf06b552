import { translate } from '../../../kernel/i18n/translate.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { exponentOf } from '../../../maths/money.ts';
import type { GivenRules } from './contract.ts';

/** A plain programme to begin with: about one per cent back, four tiers by what is spent in a year. */
export function suggestedRules(ctx: Ctx): GivenRules {
  const word = (key: string) => translate(ctx.workspace.language, `loyalty:suggestion.${key}`);
  // Where the smallest coin is a hundredth, one unit is about a cup of tea's tenth; a yen is a hundredth of that.
  const unit = exponentOf(ctx.workspace.baseCurrency) === 0 ? 100 : 1;
  const level = (key: string, from: number, times: string, gift: number) => {
    return { key, name: word(key), from: String(from * unit), times, gift };
  };
  return {
    name: word('name'),
    earn: { points: 1, per: String(unit) },
    activities: [
      { key: 'review', name: word('review'), points: 20, perMonth: 2 },
      { key: 'survey', name: word('survey'), points: 30, perMonth: 1 },
      { key: 'card', name: word('card'), points: 50, perMonth: 1 },
    ],
    expiry: { kind: 'year-end', years: 1 },
    redeem: { points: 100, worth: String(unit), minimum: 100, step: 100 },
    tiers: {
      by: 'spend',
      window: 'calendar',
      graceDays: 30,
      levels: [
        level('member', 0, '1', 0),
        level('silver', 1000, '1.2', 100),
        level('gold', 3000, '1.5', 300),
        level('diamond', 8000, '2', 1000),
      ],
    },
  };
}
