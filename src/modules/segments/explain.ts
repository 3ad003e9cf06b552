import type { Explanation } from '../../kernel/contract.ts';
import type { Ctx } from '../../kernel/context.ts';
import { dayInWords, moneyInWords, oneDecimal } from '../../kernel/i18n/print.ts';
import { translate } from '../../kernel/i18n/translate.ts';
import { addDays, daysBetween } from '../../maths/calendar.ts';
import type { Cuts } from './engine/cuts.ts';
import { LEAST_OF_PART } from './engine/parts.ts';
import { knowsCosts } from './engine/cost-to-serve.ts';
import type { Run } from './engine/runs.ts';
import { nameOfMeasure } from './playbooks/words.ts';
import { SIGNALS } from './rules/intention.ts';
import { keptValue, UNITS, type Measure, type MeasuredRow } from './rules/measures.ts';
import type { Scheme, SchemeSettings } from './rules/schemes.ts';

type Step = NonNullable<Explanation['steps']>[number];
/** With the names of branches that are divided by themselves. */
type DividedRun = Run & { cuts: Cuts; partNames: ReadonlyMap<string, string> };

/** Where the shop is divided, and why there. */
export function explainCuts(ctx: Ctx, scheme: Scheme, settings: SchemeSettings, run: DividedRun): Explanation {
  const { afterDay, asOf, buyers, purchaseDays, amountMinor } = run;
  const amount = moneyInWords(ctx, amountMinor);
  const from = afterDay === null ? null : dayInWords(ctx, addDays(afterDay, 1));
  const values = { from, until: dayInWords(ctx, asOf), buyers, days: purchaseDays, amount };
  if (scheme.population === 'prospects') {
    return { key: 'segments:explain.prospects', values: { buyers }, steps: prospectSteps(ctx, scheme, settings, run) };
  }
  const key = afterDay === null ? 'segments:explain.everything' : 'segments:explain.period';
  return { key, values, steps: [...cutSteps(ctx, scheme, settings, run), ...moreSteps(scheme)] };
}

function cutSteps(ctx: Ctx, scheme: Scheme, { cutBy, percent, shares }: SchemeSettings, run: DividedRun): Step[] {
  const { bounds, steps, parts } = run.cuts;
  const amount = moneyInWords(ctx, run.amountMinor);
  const measured = scheme.measures.filter(({ always }) => !always);
  const told = measured.map(({ measure }): Step => {
    const own = bounds[measure] ?? [];
    const value = [...new Set(own.map((bound) => inWords(ctx, measure, bound)))].join(' · ');
    const sums = { days: run.purchaseDays, buyers: run.buyers, amount, value };
    if (cutBy === 'mean' && measure === 'frequency') {
      return { key: 'segments:explain.meanFrequency', values: { ...sums, frequency: oneDecimal(own[0] ?? 0) } };
    }
    if (cutBy === 'mean' && measure === 'average') {
      return { key: 'segments:explain.meanAverage', values: { ...sums, average: value } };
    }
    const name = nameOfMeasure(ctx, measure);
    const how = { percent, shares: shares.join(' % · ') };
    return { key: `segments:explain.by_${cutBy}`, values: { name, value: value || '–', ...how } };
  });
  if (parts) told.push(...partSteps(ctx, scheme, parts, run.partNames));
  if (!scheme.scale) return told;
  return [...told, { key: 'segments:explain.levels', values: { levels: steps ?? scheme.scale } }];
}

/** Where each branch, or each currency, is cut. */
function partSteps(
  ctx: Ctx,
  { measures }: Scheme,
  { by, bounds }: NonNullable<Cuts['parts']>,
  names: ReadonlyMap<string, string>,
): Step[] {
  const cut = measures.filter(({ always }) => !always);
  const told = Object.entries(bounds).map(([part, own]): Step => {
    const cuts = cut.map(({ measure }) => {
      const values = (own[measure] ?? []).map((bound) => inWords(ctx, measure, bound));
      return `${nameOfMeasure(ctx, measure)} ${[...new Set(values)].join(' · ') || '–'}`;
    });
    return { key: 'segments:explain.part', values: { name: names.get(part) ?? part, cuts: cuts.join(', ') } };
  });
  return [{ key: `segments:explain.apart_${by}`, values: { least: LEAST_OF_PART } }, ...told];
}

function moreSteps({ key, measures }: Scheme): Step[] {
  const has = (measure: Measure) => measures.some((one) => one.measure === measure);
  return [
    ...(has('stability') ? [{ key: 'segments:explain.stability', values: {} }] : []),
    ...(has('net') ? [{ key: `segments:explain.${knowsCosts() ? 'costs' : 'noCosts'}`, values: {} }] : []),
    ...(has('favourite') ? [{ key: 'segments:explain.favourite', values: {} }] : []),
    ...(key === 'rfm' ? [{ key: 'segments:explain.rfmCells', values: {} }] : []),
  ];
}

function prospectSteps(ctx: Ctx, scheme: Scheme, settings: SchemeSettings, run: DividedRun): Step[] {
  const shopMean = run.cuts.base?.shopMean ?? 0;
  const weights = SIGNALS.map((signal) => {
    const points = settings.weights[signal];
    return `${translate(ctx.locale, `segments:signals.${signal}`)} ${points > 0 ? '+' : '−'}${Math.abs(points)}`;
  }).join(' · ');
  const first: Step =
    shopMean === 0
      ? { key: 'segments:explain.noExpected', values: {} }
      : { key: 'segments:explain.expected', values: { mean: moneyInWords(ctx, shopMean) } };
  return [first, { key: 'segments:explain.intention', values: { weights } }, ...cutSteps(ctx, scheme, settings, run)];
}

/** Why one customer is in a class. `more`: the arithmetic behind a measure that is none of its own rows. */
export function explainMember(
  ctx: Ctx,
  scheme: Scheme,
  run: Pick<Run, 'cuts' | 'asOf'>,
  row: MeasuredRow & { l1: number | null; l2: number | null; l3: number | null; part: string | null },
  more: readonly Step[] = [],
): Explanation {
  const own = {
    days: row.purchase_days ?? 0,
    amount: moneyInWords(ctx, row.amount_minor),
    average: moneyInWords(ctx, Number(row.amount_minor) / (row.purchase_days || 1)),
    lastOn: row.last_on === null ? '' : dayInWords(ctx, row.last_on),
  };
  if (scheme.key === 'rfm') {
    return { key: 'segments:explain.rfmMember', values: { ...own, r: row.l1, f: row.l2, m: row.l3 } };
  }
  const bounds = (row.part && run.cuts?.parts?.bounds[row.part]) || run.cuts?.bounds || {};
  if (scheme.key === 'value-matrix') {
    const [frequency = 0] = bounds['frequency'] ?? [];
    const [average = 0] = bounds['average'] ?? [];
    const cut = { frequencyCut: oneDecimal(frequency), averageCut: moneyInWords(ctx, average) };
    return { key: 'segments:explain.matrixMember', values: { ...own, ...cut } };
  }
  const steps = scheme.measures.flatMap(({ measure, always }, at): Step[] => {
    const value = valueOf(measure, at, row, run.asOf);
    if (value === null || (always && value >= (always[0] ?? 0))) return [];
    const cut = [...new Set((always ?? bounds[measure] ?? []).map((bound) => inWords(ctx, measure, bound)))].join(
      ' · ',
    );
    const values = { name: nameOfMeasure(ctx, measure), value: inWords(ctx, measure, value), cut };
    return [{ key: `segments:explain.${cut === '' ? 'measuredAlone' : 'measured'}`, values }];
  });
  const key = scheme.population === 'prospects' ? 'prospectMember' : 'member';
  return { key: `segments:explain.${key}`, values: own, steps: [...steps, ...more] };
}

/** Of a member that is kept; recency as days counted backwards, none for who bought after the night's run. */
export function valueOf(measure: Measure, place: number, row: MeasuredRow, asOf: string): number | null {
  if (measure === 'recency') return row.last_on === null ? null : -Math.max(0, daysBetween(row.last_on, asOf));
  return keptValue(measure, place, row);
}

function inWords(ctx: Ctx, measure: Measure, value: number): string {
  const unit = UNITS[measure];
  if (unit === 'money') return moneyInWords(ctx, value);
  const number = oneDecimal(unit === 'days' ? -value : value);
  return translate(ctx.locale, `segments:units.${unit}`, { number });
}
