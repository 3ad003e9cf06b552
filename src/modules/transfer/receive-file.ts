import type { Ctx } from '../../kernel/context.ts';
import type { House } from '../../kernel/house.ts';
import type { Choice } from './contract.ts';
import type { ArrivedImport } from './imports.ts';
import { kindHere, stillKnown } from './kind-here.ts';
import { understand } from './understand.ts';

export interface StoredUpload {
  fileId: string;
  fileName: string;
  bytes: number;
}

/**
 * Looks at a stored file, with what is known of files with the same columns. A big file takes seconds, so that `ctx` should
 * be a query's: no transaction is open meanwhile.
 */
export async function lookAtFile(
  house: House,
  ctx: Ctx,
  { fileId, fileName, bytes }: StoredUpload,
  given: { kind: string; choice: Choice },
): Promise<ArrivedImport> {
  const kind = await kindHere(ctx, given.kind);
  const path = house.files.path(ctx.workspace.id, fileId);
  const guessed = await understand(path, kind, given.choice, ctx.locale);
  const remembered = given.choice.mapping
    ? null
    : await lastChoice(
        ctx,
        given.kind,
        guessed.columns.map(({ name }) => name),
      );
  const choice = remembered ? { ...stillKnown(kind, remembered), ...given.choice } : given.choice;
  const understanding = remembered ? await understand(path, kind, choice, ctx.locale) : guessed;
  return { kind: given.kind, fileId, fileName, bytes, choice, understanding };
}

/** What somebody said of the last file with these very column names: a till exports the same way every time. */
async function lastChoice(ctx: Ctx, kind: string, names: string[]): Promise<Choice | null> {
  if (names.every((name) => name === '')) return null;
  const rows = await ctx.db
    .selectFrom('imports')
    .select(['choice', 'understanding'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('kind', '=', kind)
    .where('state', 'in', ['running', 'done', 'undone'])
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(20)
    .execute();
  const wanted = names.join('\n');
  const same = rows.find((row) => {
    const { columns } = row.understanding as unknown as { columns: { name: string }[] };
    return columns.map(({ name }) => name).join('\n') === wanted;
  });
  // Who is whose namesake is another question in every file.
  const { namesakes: _asked, ...choice } = (same?.choice ?? {}) as Choice;
  return choice.mapping || choice.dateOrder ? choice : null;
}
