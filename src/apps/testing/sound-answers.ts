import { translate } from '../../kernel/i18n/translate.ts';

/** Told as shares: never below nought nor above one. */
const SHARES = new Set([
  'share',
  'chance',
  'quantile',
  'pAlive',
  'pBuys',
  'pBuysLow',
  'pBuysHigh',
  'recall',
  'recallPopular',
  'recallOwn',
  'smallestVisible',
  'churn',
]);

/** Told as counts: never below nought. */
const COUNTS = new Set([
  'count',
  'customers',
  'entered',
  'left',
  'start',
  'end',
  'up',
  'down',
  'of',
  'went',
  'bought',
  'atRisk',
  'gaps',
  'sinceDays',
  'purchaseDays',
  'orders',
  'ordersLow',
  'ordersHigh',
  'cameOrders',
  'expectedOrders',
  'expectedOrders52',
  'contacts',
  'times',
  'usualDays',
  'spreadDays',
  'days',
  'lookedAt',
  'noContact',
  'gone',
]);

/** Money that may well be below nought: differences. */
const SIGNED = /\.(money|kept)\.(value|low|high)$/;

/** What no owner of a shop should ever read. */
const NONSENSE = /NaN|Infinity|undefined|\[object|\{\{|\bnull\b|−−|--\d/;

/** What is wrong with an answer: a failure, a number that cannot be, or a sentence with a hole in it. */
export function offencesIn(name: string, status: number, body: unknown): string[] {
  if (status !== 200) return [`${name}: ${status} ${JSON.stringify(body).slice(0, 300)}`];
  const found: string[] = [];
  look(body, '', (what) => found.push(`${name}${what}`));
  return found;
}

type Report = (what: string) => void;

function look(value: unknown, trail: string, report: Report): void {
  if (Array.isArray(value)) return value.forEach((one) => look(one, trail, report));
  if (typeof value === 'string') {
    if (NONSENSE.test(value)) report(`${trail}: ${value}`);
    return;
  }
  if (typeof value === 'number') return lookAtNumber(value, trail, report);
  if (typeof value !== 'object' || value === null) return;
  const facts = value as Record<string, unknown>;
  if (typeof facts['amount'] === 'string' && typeof facts['currency'] === 'string') {
    const negative = Number(facts['amount']) < 0;
    if (!Number.isFinite(Number(facts['amount'])) || (negative && !SIGNED.test(trail)))
      report(`${trail}: ${facts['amount']} ${facts['currency']}`);
    return;
  }
  if (typeof facts['key'] === 'string' && typeof facts['values'] === 'object' && facts['key'].includes(':'))
    lookAtSentence(facts['key'], facts['values'] as Record<string, unknown>, trail, report);
  for (const [key, below] of Object.entries(facts)) if (key !== 'values') look(below, `${trail}.${key}`, report);
}

function lookAtNumber(value: number, trail: string, report: Report): void {
  const name = trail.slice(trail.lastIndexOf('.') + 1);
  if (SHARES.has(name) && (value < 0 || value > 1)) report(`${trail}: ${value} is no share`);
  if (COUNTS.has(name) && value < 0) report(`${trail}: ${value} is below nought`);
}

/** Said in both tongues, with everything that the sentence asks for. */
function lookAtSentence(key: string, values: Record<string, unknown>, trail: string, report: Report): void {
  for (const locale of ['en', 'zh-CN'] as const) {
    const words = translate(locale, key, { ...values, skipInterpolation: true });
    const holes = [...words.matchAll(/\{\{(\w+)\}\}/g)].filter(([, name = '']) => values[name] == null);
    const said = translate(locale, key, values);
    if (said === key || NONSENSE.test(said) || holes.length > 0) report(`${trail}: “${said}” of ${key}`);
  }
}
