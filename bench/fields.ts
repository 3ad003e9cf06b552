import { load } from './load.ts';
import { sample } from './look-up.ts';
import { timed, type Row } from './row.ts';
import type { Stage } from './stage.ts';

/**
 * The customer list filtered by two of the shop's own fields: one kind of tea of eight, and a range of a fifth of all
 * numbers. p95 at 20 connections, beside a keyset page by raw pg.
 */
export async function ownFields(stage: Stage): Promise<Row[]> {
  const options = { connections: 20, seconds: 4 };
  const names = await sample(stage, 'sort_name');
  const floor = await load(
    stage.floor,
    names.map((name) => `/page?value=${encodeURIComponent(name)}`),
    options,
  );
  const answer = await fetch(`${stage.product.url}/api/v1/fields`, { headers: stage.headers });
  const { fields } = (await answer.json()) as { fields: { key: string; options: { key: string }[] }[] };
  const teas = fields.find(({ key }) => key === 'tea')?.options ?? [];
  const paths = (more: string) =>
    teas.flatMap(({ key }) =>
      [0, 20, 40, 60, 80].map((from) => {
        const filter = { 'custom.tea': key, 'custom.visits': { from, to: from + 19 } };
        return `/api/v1/customers?limit=50${more}&filter=${encodeURIComponent(JSON.stringify(filter))}`;
      }),
    );
  const rows: Row[] = [];
  for (const [what, asked] of [
    ['list filtered by two custom fields, p95', paths('')],
    ['the same in the order of one of them, p95', paths('&sort=-custom.visits')],
  ] as const) {
    const ours = await load(stage.product.url, asked, { ...options, headers: stage.headers });
    if (ours.failed > 0) throw new Error(`${ours.failed} answers to "${what}" failed.`);
    rows.push(timed(what, ours.p95, floor.p95, '≤ 10×'));
  }
  return rows;
}
