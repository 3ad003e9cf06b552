import type { Explanation } from '../../../kernel/contract.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { dayInWords, inBase, moneyInWords } from '../../../kernel/i18n/print.ts';
import type { TierView } from '../ledger/contract.ts';
import { levelNamed, minorOf, versionOn, type Version } from '../programme/programme.ts';
import { benefitsInWords } from './benefits.ts';
import { tierTerms } from './facts.ts';
import { standingOn, type TierGrant } from './rules/standing.ts';
import { rankOf, towardsKeeping, towardsNext, type TierDay, type TierTerms } from './rules/tier-history.ts';

/** Where a customer stands, what it brings, and what is missing to keep it and to rise. */
export function tierView(
  ctx: Ctx,
  versions: readonly Version[],
  days: readonly TierDay[],
  grants: readonly TierGrant[],
): TierView | null {
  const version = versionOn(versions, ctx.today);
  const all = tierTerms(ctx, versions);
  const terms = all.findLast(({ startsOn }) => startsOn <= ctx.today);
  const standing = standingOn(all, days, grants, ctx.today);
  const state = standing?.state;
  const level = levelNamed(version, state?.tier ?? null);
  if (!version || !terms || !standing || !state || !level) return null;
  const rank = rankOf(terms, state.tier);
  const [own, above] = [terms.levels[rank], terms.levels[rank + 1]];
  const rising = towardsNext(all, days, ctx.today);
  const bought = state !== standing.earned;
  const keeping = bought ? null : towardsKeeping(all, days, state, ctx.today);
  const base = { name: level.name, by: terms.by };
  return {
    key: level.key,
    name: level.name,
    since: state.since,
    until: state.until,
    perks: [...benefitsInWords(ctx, level), ...level.perks],
    times: level.times,
    discount: level.discount && { percent: level.discount.percent, from: money(ctx, level.discount.from) },
    credit: level.credit && { days: level.credit.days, limit: money(ctx, level.credit.limit) },
    keep: bought
      ? boughtSentence(ctx, level.name, state.until ?? ctx.today)
      : keeping && own
        ? sentence(ctx, terms, 'keep', { ...base, need: own.from, ...keeping })
        : null,
    next:
      above && rising
        ? sentence(ctx, terms, terms.window === 'rolling' ? 'nextRolling' : 'next', {
            name: levelNamed(version, above.key)?.name ?? above.key,
            by: terms.by,
            need: above.from,
            ...rising,
          })
        : null,
    progress: above && rising && own ? share(rising.measure, own.from, above.from) : null,
  };
}

function boughtSentence(ctx: Ctx, name: string, until: string): Explanation {
  return { key: 'loyalty:tier.bought', values: { name, until: dayInWords(ctx, until) } };
}

interface Towards {
  name: string;
  by: TierTerms['by'];
  need: number;
  measure: number;
  from: string;
  until: string;
}

function sentence(ctx: Ctx, { by }: TierTerms, what: string, given: Towards): Explanation {
  const left = Math.max(0, given.need - given.measure);
  const shown = (value: number) => (by === 'spend' ? moneyInWords(ctx, value) : value);
  const values = { name: given.name, left: shown(left), until: dayInWords(ctx, given.until) };
  return {
    key: `loyalty:tier.${left > 0 ? what : `${what}Done`}.${by}`,
    values,
    steps: [
      {
        key: `loyalty:tier.measured.${by}`,
        values: {
          measure: shown(given.measure),
          need: shown(given.need),
          from: dayInWords(ctx, given.from),
          until: dayInWords(ctx, given.until),
        },
      },
    ],
  };
}

function share(measure: number, from: number, to: number): number {
  return Math.min(1, Math.max(0, (measure - from) / (to - from)));
}

function money(ctx: Ctx, amount: string) {
  return inBase(ctx, minorOf(ctx, amount) ?? 0n);
}
