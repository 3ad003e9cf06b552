import { load } from './load.ts';
import { sample } from './look-up.ts';
import { deepPage } from './list-and-search.ts';
import type { Row } from './row.ts';
import type { Stage } from './stage.ts';

/** p50/p95 in milliseconds of Odoo 16 and EspoCRM 9.2.6 with 100,000 people on two cores: `quality.md` of the design. */
const OTHERS = {
  'list of 50 by name, 1 connection': '16/21 · 56/263',
  'list of 50 by name, 10 connections': '68/80 · 373/1036',
  'the same at row 50,000, 1 connection': '63/91 · 1083/1115',
  'search by 2 Chinese characters, 1 connection': '60/85 · 318/428',
  'search by part of a phone, 1 connection': '68/100 · 2388/3049',
  'open one customer, 1 connection': '30/39 · 27/33',
  'create one customer, 1 connection': '18/23 · 50/60',
};

/** What others were measured at, asked of the product in the same way. */
export async function besideOthers(stage: Stage): Promise<Row[]> {
  const list = '/api/v1/customers?limit=50';
  const search = (typed: string[]) => typed.map((text) => `${list}&q=${encodeURIComponent(text)}`);
  const names = (await sample(stage, 'name')).filter((name) => /^\p{Script=Han}{2,}$/u.test(name));
  const ask = async (paths: readonly string[], connections: number) => {
    const { p50, p95, failed } = await load(stage.product.url, paths, {
      connections,
      seconds: 4,
      headers: stage.headers,
    });
    if (failed > 0) throw new Error(`${failed} answers failed.`);
    return `${p50.toFixed(0)}/${p95.toFixed(0)}`;
  };
  const ours: Record<keyof typeof OTHERS, string> = {
    'list of 50 by name, 1 connection': await ask([`${list}&sort=name`], 1),
    'list of 50 by name, 10 connections': await ask([`${list}&sort=name`], 10),
    'the same at row 50,000, 1 connection': await ask(await deepPage(stage, `${list}&sort=name`), 1),
    'search by 2 Chinese characters, 1 connection': await ask(search(names.map((name) => name.slice(0, 2))), 1),
    'search by part of a phone, 1 connection': await ask(
      search((await sample(stage, 'phone')).map((phone) => phone.slice(-6))),
      1,
    ),
    'open one customer, 1 connection': await ask(
      (await sample(stage, 'id')).map((id) => `/api/v1/customers/${id}`),
      1,
    ),
    'create one customer, 1 connection': await created(stage),
  };
  return Object.entries(OTHERS).map(([what, others]) => ({
    what,
    ours: ours[what as keyof typeof OTHERS],
    floor: others,
    ratio: '–',
    aim: 'Odoo · EspoCRM',
  }));
}

async function created(stage: Stage): Promise<string> {
  const times: number[] = [];
  for (let n = 0; n < 200; n += 1) {
    const began = performance.now();
    const answer = await fetch(`${stage.product.url}/api/v1/customers`, {
      method: 'POST',
      headers: { ...stage.headers, 'content-type': 'application/json' },
      body: JSON.stringify({ name: `贺新${n}`, phone: `1660${String(Date.now() % 1e7).padStart(7, '0')}` }),
    });
    if (!answer.ok) throw new Error(await answer.text());
    await answer.arrayBuffer();
    if (n >= 100) times.push(performance.now() - began);
  }
  times.sort((a, b) => a - b);
  return `${(times[50] ?? 0).toFixed(0)}/${(times[95] ?? 0).toFixed(0)}`;
}
