import { addDays } from '../../../maths/calendar.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { refusals } from '../../../kernel/errors.ts';
import { dayInWords, inBase } from '../../../kernel/i18n/print.ts';
import { translate } from '../../../kernel/i18n/translate.ts';
import { customerNames, findCustomers, noteReading, questionFor, type NamedCustomer } from '../../customers/index.ts';
import { cardsOf, salutations } from '../../today/index.ts';
import { countAttempt } from '../../workspaces/index.ts';
import { usableCoupons } from '../coupons/use.ts';
import { basket } from '../coupons/contract.ts';
import { NOTHING_USABLE, usablePoints, type Usable } from '../ledger/usable.ts';
import { levelAtTill, minorOf, publishedVersions, versionOn, type Version } from '../programme/programme.ts';
import { worthOf } from '../programme/rules/worth.ts';
import { benefitsInWords } from '../tiers/benefits.ts';
import { stampedCards } from '../stamps/stamps.ts';
import { presentStanding, standingOf } from '../credit/standing.ts';
import { readValueAccount } from '../value/account.ts';
import { counterErrors, type CounterMatch } from './contract.ts';
import { memberIn } from './rules/member-code.ts';

const refuse = refusals(counterErrors);

/** More namesakes than these are told apart by typing more. */
const SHOWN = 8;
/** What one colleague may look up in a day; who serves a queue all day stays far below. */
const A_DAY = 2_000;

/** Who is meant by what was typed or scanned. Every look-up is noted. */
export async function lookUp(
  ctx: Ctx,
  { code }: { code: string },
): Promise<{ matches: CounterMatch[]; more: boolean }> {
  const member = memberIn(code);
  if (member === null && /^\d{1,3}$/.test(code)) throw refuse('COUNTER_CODE_SHORT', { path: 'code' });
  if (ctx.actor.kind === 'user') {
    await countAttempt({
      key: `counter ${ctx.workspace.id} ${ctx.actor.memberId}`,
      attempts: A_DAY,
      seconds: 86_400,
    });
  }
  const ids = member === null ? await findCustomers(ctx, code) : [member];
  const shown = ids.slice(0, SHOWN);
  noteReading(ctx, 'listed', shown);
  return { matches: await matchesFor(ctx, shown), more: ids.length > SHOWN };
}

/** One alone is told whole; of several only what tells them apart. */
export async function matchesFor(ctx: Ctx, ids: readonly string[]): Promise<CounterMatch[]> {
  const names = await customerNames(ctx, ids);
  const people = [...new Map(ids.flatMap((id) => names.get(id) ?? []).map((one) => [one.id, one])).values()];
  if (people.length === 0) return [];
  const own = people.map(({ id }) => id);
  const [versions, standing, addresses] = await Promise.all([
    publishedVersions(ctx),
    usablePoints(ctx, own),
    salutations(ctx, own),
  ]);
  const version = versionOn(versions, ctx.today);
  const matches = people.map((one) =>
    presentMatch(ctx, one, addresses.get(one.id) ?? one.name, version, standing.get(one.id) ?? NOTHING_USABLE),
  );
  const [alone] = matches;
  return alone && matches.length === 1 ? [{ ...alone, ...(await wholeStory(ctx, alone, version)) }] : matches;
}

function presentMatch(
  ctx: Ctx,
  { id, name, phone, stage }: NamedCustomer,
  address: string,
  version: Version | null,
  { tier, points, next }: Usable,
): CounterMatch {
  const level = levelAtTill(version, tier);
  const soon = version ? addDays(ctx.today, version.rules.remindDays) : ctx.today;
  return {
    customer: { id, name, address, phone, stage },
    tier: level && {
      key: level.key,
      name: level.name,
      discount: level.discount && {
        percent: level.discount.percent,
        from: inBase(ctx, minorOf(ctx, level.discount.from) ?? 0n),
      },
      benefits: benefitsInWords(ctx, { ...level, discount: null }),
    },
    points,
    pointsValue: version && inBase(ctx, worthOf(version.rules.redeem, version.worthMinor, points)),
    expiring: next !== null && next.on <= soon ? { points: Math.min(next.points, points), on: next.on } : null,
    usableCoupons: [],
    stored: null,
    credit: null,
    stamps: [],
    sentence: null,
    reasons: [],
    question: null,
  };
}

async function wholeStory(ctx: Ctx, match: CounterMatch, version: Version | null) {
  const { id } = match.customer;
  const [offers, [card], question, value, credit, stamps] = await Promise.all([
    usableCoupons(ctx, { customerId: id, codes: [], basket: basket.parse({}) }),
    cardsOf(ctx, [{ customer_id: id, stake: 0n }]),
    questionFor(ctx, id),
    readValueAccount(ctx, { customerId: id }),
    standingOf(ctx, id, levelAtTill(version, match.tier?.key ?? null)),
    stampedCards(ctx, id),
  ]);
  return {
    // With an empty basket goods are missing for every coupon; only what no basket could mend rules one out.
    usableCoupons: offers.coupons
      .filter(({ why }) => why === null || MENDABLE.has(why.code))
      .map(({ code, name, worth, expiresOn }) => ({ code, name, worth, expiresOn })),
    stored: Number(value.balance.amount) > 0 ? value.balance : null,
    credit: credit.open > 0n || credit.terms ? presentStanding(ctx, credit) : null,
    stamps,
    sentence: card?.suggestion ?? greetingFor(ctx, match),
    reasons: (card?.reasons ?? []).slice(0, 3).map(({ kind, text }) => ({ kind, text })),
    question: question && { kind: question.kind, why: question.why },
  };
}

const MENDABLE: ReadonlySet<string> = new Set(['goods-missing', 'below-minimum', 'nothing-to-take-off']);

/** Where Today has no words: what expires, or what the points are worth. */
function greetingFor(ctx: Ctx, { customer, points, pointsValue, expiring }: CounterMatch): string | null {
  const name = customer.address;
  if (expiring) {
    const values = { name, points: expiring.points, on: dayInWords(ctx, expiring.on) };
    return translate(ctx.locale, 'loyalty:counter.say.expiring', values);
  }
  if (pointsValue === null || Number(pointsValue.amount) < 1) return null;
  return translate(ctx.locale, 'loyalty:counter.say.worth', { name, points });
}
