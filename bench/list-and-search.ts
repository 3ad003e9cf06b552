import { load } from './load.ts';
import { sample } from './look-up.ts';
import { timed, type Row } from './row.ts';
import type { Stage } from './stage.ts';

const aim = 'p95 < 100 ms, ≤ 10×';

/** The customer list, its deep pages and its searches; p95 at 20 connections, beside a keyset page by raw pg. */
export async function listAndSearch(stage: Stage): Promise<Row[]> {
  const options = { connections: 20, seconds: 4 };
  const names = await sample(stage, 'sort_name');
  const floor = await load(
    stage.floor,
    names.map((name) => `/page?value=${encodeURIComponent(name)}`),
    options,
  );
  const rows: Row[] = [];
  for (const [what, paths] of Object.entries(await questions(stage))) {
    const ours = await load(stage.product.url, paths, { ...options, headers: stage.headers });
    if (ours.failed > 0) throw new Error(`${ours.failed} answers to "${what}" failed.`);
    rows.push(timed(`${what}, p95`, ours.p95, floor.p95, aim));
  }
  const ids = await sample(stage, 'id');
  const one = await load(
    stage.floor,
    ids.map((id) => `/id?value=${id}`),
    options,
  );
  for (const part of ['', '/timeline', '/insights']) {
    const paths = ids.map((id) => `/api/v1/customers/${id}${part}`);
    const ours = await load(stage.product.url, paths, { ...options, headers: stage.headers });
    if (ours.failed > 0) throw new Error(`${ours.failed} cards failed.`);
    rows.push(timed(`customer card${part}, p95`, ours.p95, one.p95, 'p95 < 150 ms'));
  }
  return rows;
}

async function questions(stage: Stage): Promise<Record<string, string[]>> {
  const list = '/api/v1/customers?limit=50';
  const search = (typed: string[]) => typed.map((text) => `${list}&q=${encodeURIComponent(text)}`);
  const names = (await sample(stage, 'name')).filter((name) => /^\p{Script=Han}{2,}$/u.test(name));
  const phones = await sample(stage, 'phone');
  const sortNames = await sample(stage, 'sort_name');
  // "zhang wei  张伟": the readings stand before two blanks.
  const initials = sortNames.map((name) => (name.split('  ')[0] ?? '').replace(/(\S)\S*\s*/g, '$1'));
  return {
    'first page': [list],
    'first page by last purchase': [`${list}&sort=-lastOn`],
    'page at row 50,000': await deepPage(stage, `${list}&sort=name`),
    'search by 2 Chinese characters': search(names.map((name) => name.slice(0, 2))),
    'search by pinyin initials': search(initials.filter((text) => /^[a-z]{2,3}$/.test(text))),
    'search by phone tail': search(phones.map((phone) => phone.slice(-4))),
  };
}

/** The page behind the 1,000th cursor. */
export async function deepPage(stage: Stage, list: string): Promise<string[]> {
  let path = list.replace('limit=50', 'limit=200');
  for (let page = 0; page < Math.min(250, stage.customers / 400); page++) {
    const answer = await fetch(stage.product.url + path, { headers: stage.headers });
    const { nextCursor } = (await answer.json()) as { nextCursor: string | null };
    if (!nextCursor) break;
    path = `${list}&cursor=${encodeURIComponent(nextCursor)}`;
  }
  return [path];
}
