import { sql } from 'kysely';
import { pinyin } from 'pinyin-pro';
import type { Ctx } from '../../kernel/context.ts';
import { sortNameOf } from '../customers/index.ts';

/**
 * By what products are sorted (their sound, then their characters, as customers are), and the text in which a search
 * looks for what was typed.
 */
export function namesOf({ name, sku }: { name: string; sku: string }): { sort_name: string; found_by: string } {
  const folded = foldedOf(name);
  // Not as customers: a person called 盖 is Ge, a bowl is gai.
  const syllables = /\p{sc=Han}/u.test(folded) ? spoken(folded) : [];
  const ways = [name.toLowerCase(), folded, syllables.join(''), syllables.map(([first]) => first).join('')];
  return {
    sort_name: syllables.length > 0 ? `${syllables.join(' ')}  ${folded}` : folded,
    found_by: [...new Set([...ways, sku.toLowerCase()])].join('\n'),
  };
}

function spoken(name: string): string[] {
  const read = pinyin(name, { toneType: 'none', type: 'array', nonZh: 'consecutive', v: true });
  return read.flatMap((part) => part.split(/[^\p{L}\p{N}]+/u)).filter(Boolean);
}

/** Simplified characters, half width, lower case. */
function foldedOf(text: string): string {
  return sortNameOf(text).split('  ').at(-1) ?? '';
}

/** A condition on `products`: the typed text, or its simplified characters, somewhere in name, pinyin, initials or number. */
export function foundBy(typed: string) {
  const plain = typed.trim().toLowerCase();
  const compact = foldedOf(typed).replaceAll(' ', '');
  const text = sql`coalesce(found_by, lower(name || ' ' || sku))`;
  return sql`(strpos(${text}, ${plain}) > 0 or strpos(${text}, ${compact || plain}) > 0)`;
}

/** Products from before there was a sort name. */
export async function readProductNames(ctx: Ctx): Promise<void> {
  for (;;) {
    const { rows } = await sql<{ id: string; name: string; sku: string }>`
      select id, name, sku from products
      where workspace_id = ${ctx.workspace.id} and found_by is null order by id limit ${AT_ONCE}`.execute(ctx.db);
    if (rows.length === 0) return;
    const names = rows.map(namesOf);
    await sql`
      update products p set sort_name = n.sort_name, found_by = n.found_by
      from unnest(${rows.map(({ id }) => id)}::uuid[], ${names.map((one) => one.sort_name)}::text[],
        ${names.map((one) => one.found_by)}::text[]) as n (id, sort_name, found_by)
      where p.workspace_id = ${ctx.workspace.id} and p.id = n.id`.execute(ctx.db);
  }
}

const AT_ONCE = 2_000;
