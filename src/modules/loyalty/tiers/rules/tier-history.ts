import { addDays, addMonths, type CivilDate } from '../../../../maths/calendar.ts';

/** What a customer did on one shop's day: net amount in minor units, orders, points earned. */
export interface TierDay {
  day: CivilDate;
  spend: number;
  orders: number;
  points: number;
}

/** The terms of one version of the programme, in force from `startsOn` until the next one's. */
export interface TierTerms {
  startsOn: CivilDate;
  by: 'spend' | 'orders' | 'visits' | 'points';
  window: 'calendar' | 'rolling' | 'anniversary';
  graceDays: number;
  /** What happened before the first version's day counts, too. */
  countBefore: boolean;
  /** Ascending; the first begins at 0. Amounts in minor units. */
  levels: readonly { key: string; from: number }[];
}

export interface TierState {
  tier: string;
  since: CivilDate;
  /** The last day of it, unless it is earned anew; null for the first tier. */
  until: CivilDate | null;
}

export interface TierProgress {
  measure: number;
  /** The days that count. */
  from: CivilDate;
  until: CivilDate;
}

/**
 * Where a customer stood and stands, oldest first, from the facts alone: up on the day the measure reaches a level, down
 * only when the term is over (and its grace) and what was done in that term does not reach it any more. Because it is told
 * from the beginning every time, a return takes back a tier that was never earned, and telling it again changes nothing.
 * Another version takes over who stands where, and their terms.
 */
export function tierSteps(versions: readonly TierTerms[], given: readonly TierDay[], today: CivilDate): TierState[] {
  const [first] = versions;
  if (!first || first.startsOn > today) return [];
  const days = daysThatCount(first, given, today);
  const joined = joinedOn(first, days);
  const steps: TierState[] = [];
  for (const [n, terms] of versions.entries()) {
    if (terms.startsOn > today) break;
    const following = versions[n + 1]?.startsOn;
    const last = following !== undefined && following <= today ? addDays(following, -1) : today;
    tell({ terms, days, joined, steps }, last);
  }
  return steps;
}

/** What counts today towards the next level, and the days in which it does. */
export function towardsNext(
  versions: readonly TierTerms[],
  given: readonly TierDay[],
  today: CivilDate,
): TierProgress | null {
  const terms = versions.findLast(({ startsOn }) => startsOn <= today);
  const [first] = versions;
  if (!terms || !first) return null;
  const days = daysThatCount(first, given, today);
  const joined = joinedOn(first, days);
  const from = windowFrom(terms, joined, today);
  const until = terms.window === 'rolling' ? today : addDays(addMonths(from, 12), -1);
  return { measure: between(terms, days, from, today), from, until };
}

/** What counts so far towards keeping the tier beyond its last day. */
export function towardsKeeping(
  versions: readonly TierTerms[],
  given: readonly TierDay[],
  { until }: TierState,
  today: CivilDate,
): TierProgress | null {
  const terms = versions.findLast(({ startsOn }) => startsOn <= today);
  const [first] = versions;
  if (!terms || !first || until === null) return null;
  const days = daysThatCount(first, given, today);
  const from = windowFrom(terms, joinedOn(first, days), until);
  return { measure: between(terms, days, from, today), from, until: addDays(until, terms.graceDays) };
}

export function levelFor(terms: Pick<TierTerms, 'levels'>, measure: number): string {
  return (terms.levels.findLast(({ from }) => measure >= from) ?? terms.levels[0])?.key ?? '';
}

export function rankOf(terms: Pick<TierTerms, 'levels'>, tier: string | null): number {
  return terms.levels.findIndex(({ key }) => key === tier);
}

interface Telling {
  terms: TierTerms;
  days: readonly TierDay[];
  joined: CivilDate;
  steps: TierState[];
}

/** One version, from its first day to `last`. */
function tell(telling: Telling, last: CivilDate): void {
  const { terms, days } = telling;
  begin(telling);
  for (const { day } of days) {
    if (day <= terms.startsOn || day > last) continue;
    lapse(telling, day);
    rise(telling, day);
  }
  lapse(telling, last);
}

function begin(telling: Telling): void {
  const { terms, joined, steps } = telling;
  const carried = steps.at(-1);
  const rank = carried ? rankOf(terms, carried.tier) : -1;
  if (!carried || rank < 0) {
    steps.push(standing(telling, terms.startsOn));
    return;
  }
  const until = rank === 0 ? null : (carried.until ?? termEnd(terms, joined, terms.startsOn, 'reached'));
  steps[steps.length - 1] = { ...carried, until };
  rise(telling, terms.startsOn);
}

function rise(telling: Telling, day: CivilDate): void {
  const { terms, steps } = telling;
  const reached = standing(telling, day);
  if (rankOf(terms, reached.tier) > rankOf(terms, steps.at(-1)?.tier ?? null)) steps.push(reached);
}

/** Terms that were over before `day`, one after the other. */
function lapse({ terms, days, joined, steps }: Telling, day: CivilDate): void {
  for (let last = steps.at(-1); last && last.until !== null; last = steps.at(-1)) {
    const end = addDays(last.until, terms.graceDays);
    if (end >= day) return;
    const kept = between(terms, days, windowFrom(terms, joined, last.until), end);
    const tier = levelFor(terms, kept);
    const next = addDays(end, 1);
    const until = rankOf(terms, tier) === 0 ? null : termEnd(terms, joined, next, 'renewed');
    if (tier === last.tier) steps[steps.length - 1] = { ...last, until };
    else steps.push({ tier, since: next, until });
  }
}

function standing({ terms, days, joined }: Telling, day: CivilDate): TierState {
  const tier = levelFor(terms, between(terms, days, windowFrom(terms, joined, day), day));
  return { tier, since: day, until: rankOf(terms, tier) === 0 ? null : termEnd(terms, joined, day, 'reached') };
}

/** Reached in a year: to the end of the next. Renewed: to the end of the one that has begun. Rolling: for a year. */
function termEnd(terms: TierTerms, joined: CivilDate, day: CivilDate, how: 'reached' | 'renewed'): CivilDate {
  if (terms.window === 'rolling') return addDays(addMonths(day, 12), -1);
  return addDays(addMonths(yearStart(terms, joined, day), how === 'reached' ? 24 : 12), -1);
}

function windowFrom(terms: TierTerms, joined: CivilDate, day: CivilDate): CivilDate {
  return terms.window === 'rolling' ? addDays(addMonths(day, -12), 1) : yearStart(terms, joined, day);
}

function yearStart({ window }: TierTerms, joined: CivilDate, day: CivilDate): CivilDate {
  if (window === 'calendar') return `${day.slice(0, 4)}-01-01`;
  const years = Number(day.slice(0, 4)) - Number(joined.slice(0, 4));
  const thisYear = addMonths(joined, 12 * years);
  return thisYear <= day ? thisYear : addMonths(joined, 12 * (years - 1));
}

function between({ by }: TierTerms, days: readonly TierDay[], from: CivilDate, until: CivilDate): number {
  return days.reduce((sum, one) => {
    if (one.day < from || one.day > until) return sum;
    return sum + (by === 'visits' ? 1 : one[by]);
  }, 0);
}

function daysThatCount({ countBefore, startsOn }: TierTerms, given: readonly TierDay[], today: CivilDate): TierDay[] {
  return given
    .filter(({ day }) => day <= today && (countBefore || day >= startsOn))
    .sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0));
}

/** The day of the first purchase that counts; before one, the programme's first day. */
function joinedOn({ startsOn }: TierTerms, days: readonly TierDay[]): CivilDate {
  return days[0]?.day ?? startsOn;
}
