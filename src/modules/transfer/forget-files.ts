import { sql } from 'kysely';
import type { Ctx } from '../../kernel/context.ts';

/** Texts of somebody who is to be forgotten: `parts` wherever they stand, `wholes` where they are a whole cell. */
export interface Forgotten {
  parts: readonly string[];
  wholes: readonly string[];
}

/**
 * Rows that could not be read, samples and previews of files are taken out as far as they name somebody who is to be
 * forgotten. Answers the ids of files whose bytes are to be removed: of all that are not being read at this moment, since
 * a row that changed nothing has left no trace of which file it was in.
 */
export async function forgetInFiles(ctx: Ctx, { parts, wholes }: Forgotten): Promise<string[]> {
  const digits = parts.map((part) => part.replaceAll(/\D/g, '').slice(-11)).filter((part) => part.length >= 7);
  await sql`
    delete from import_errors e
    where e.workspace_id = ${ctx.workspace.id} and exists (
      select from unnest(e.cells) cell
      where trim(cell) = any (${[...wholes]}::text[])
        or exists (select from unnest(${[...parts]}::text[]) part where strpos(cell, part) > 0)
        or exists (
          select from unnest(${digits}::text[]) number
          where strpos(regexp_replace(cell, '[^0-9]', '', 'g'), number) > 0))`.execute(ctx.db);
  return forgetReadFiles(ctx);
}

/** The files that nobody reads any more; a preview that waits is given up. */
export async function forgetReadFiles(ctx: Ctx): Promise<string[]> {
  const gone = JSON.stringify({ code: 'IMPORT_FILE_FORGOTTEN', params: {} });
  const { rows } = await sql<{ file_id: string }>`
    update imports i set rehearsal = null, understanding = jsonb_set(understanding, '{columns}', (
        select coalesce(jsonb_agg(jsonb_set(c, '{samples}', '[]')), '[]')
        from jsonb_array_elements(understanding -> 'columns') c)),
      failure = case when state = 'preview' then ${gone}::jsonb else failure end,
      state = case when state = 'preview' then 'failed' else state end
    where workspace_id = ${ctx.workspace.id} and state not in ('queued', 'running')
    returning file_id`.execute(ctx.db);
  return rows.map((row) => row.file_id);
}
