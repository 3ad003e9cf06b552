import fc from 'fast-check';
import { addDays } from '../../../../maths/calendar.ts';
import type { Leaf, Tree } from '../rules/tree.ts';
import { CHANNELS, TAGS } from './tea-shop.ts';

interface Known {
  today: string;
  products: readonly string[];
  segments: readonly string[];
}

/** Trees as somebody may put them together, of everything that the reference knows. */
export function randomTrees({ today, products, segments }: Known): fc.Arbitrary<Tree> {
  const some = <Item>(items: readonly Item[]) => fc.subarray([...items], { minLength: 1 });
  const range = (least: number, most: number) =>
    fc
      .tuple(
        fc.integer({ min: least, max: most }),
        fc.integer({ min: least, max: most }),
        fc.integer({ min: 0, max: 2 }),
      )
      .map(([a, b, form]) =>
        form === 0 ? { from: a } : form === 1 ? { to: a } : { from: Math.min(a, b), to: Math.max(a, b) },
      );
  const days = fc.integer({ min: 0, max: 160 });
  const window = fc.oneof(
    days.map((lastDays) => ({ lastDays })),
    days.map((moreDaysAgo) => ({ moreDaysAgo })),
    fc
      .tuple(days, days)
      .map(([a, b]) => ({ from: addDays(today, -Math.max(a, b)), to: addDays(today, -Math.min(a, b)) })),
    days.map((ago) => ({ to: addDays(today, -ago) })),
  );
  const of = (field: string, value: fc.Arbitrary<unknown>): fc.Arbitrary<Leaf> =>
    value.map((one) => ({ field, value: one }));
  const within = fc.option(window, { nil: undefined }).map((one) => (one ? { within: one } : {}));
  const times = range(0, 4).map((one) => ({ times: one }));
  const spent = range(0, 60_000).map((one) => ({ spent: one }));
  const last = window.map((one) => ({ last: one }));
  const what = fc.oneof(
    fc.constant({}),
    some(products).map((one) => ({ products: one })),
    some(['绿茶', '岩茶']).map((one) => ({ categories: one })),
    fc.constant({ categories: ['岩茶'], products: [...products].slice(0, 1) }),
  );
  const joined = (...parts: fc.Arbitrary<object>[]) =>
    fc.tuple(...parts).map((all) => Object.assign({}, ...all) as object);
  const leaf = fc.oneof(
    of('stage', some(['lead', 'active', 'sleeping', 'lost'])),
    of('kind', some(['person', 'company'])),
    of('source', fc.oneof(fc.constant(null), some(['朋友介绍', '路过', '没有的']))),
    of('tag', fc.oneof(fc.constant(null), some([...TAGS, '没有的']))),
    of('hasPhone', fc.boolean()),
    of('custom.taste', some(['light', 'strong'])),
    of(
      'custom.cups',
      fc.oneof(
        range(0, 9),
        fc.boolean().map((one) => ({ filled: one })),
      ),
    ),
    of('valueClass', some(['best', 'frequent', 'spender', 'uncertain'])),
    of('purchaseDays', range(0, 4)),
    of('spent', range(0, 60_000)),
    of('lastOn', window),
    of('purchases', joined(what, within, fc.oneof(times, spent, last))),
    of('purchases', joined(what, within, fc.oneof(times, spent, last))),
    of('visits', joined(within, fc.oneof(times, last))),
    of('onFile', window),
    of('noContact', fc.boolean()),
    of(
      'consent',
      fc.record({
        channel: fc.constantFrom(...CHANNELS),
        purpose: fc.constant('marketing'),
        said: fc.constantFrom('yes', 'no', 'nothing'),
      }),
    ),
    ...(segments.length > 0 ? [of('segment', some(segments))] : []),
  );
  const tree: fc.Memo<Tree> = fc.memo((depth) => {
    if (depth <= 1) return leaf;
    const below = tree();
    return fc.oneof(
      leaf,
      below.map((not) => ({ not })),
      fc.array(below, { minLength: 1, maxLength: 3 }).map((and) => ({ and })),
      fc.array(below, { minLength: 1, maxLength: 3 }).map((or) => ({ or })),
    );
  });
  return tree(4);
}
