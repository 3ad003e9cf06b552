import { sql } from 'kysely';
import { recordAudit } from '../../../kernel/audit.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { refusals } from '../../../kernel/errors.ts';
import { openOutgoing } from '../../../kernel/outgoing.ts';
import { reach, secretsOf, type Settings } from '../channels/ways.ts';
import { addDraft } from '../channels/wechat-draft.ts';
import type { Attached } from '../channels/wechat.ts';
import { careErrors } from '../errors-contract.ts';
import { escapeHtml } from '../rules/compose.ts';
import type { Tongue } from '../shapes-contract.ts';
import { articleOf, readArticle, wordsIn } from './articles.ts';
import type { ArticleContent, OpenedArticle } from './contract.ts';
import { excerptOf, paragraphsOf } from './rules/article-text.ts';

const refuse = refusals(careErrors);

/** As many letters as WeChat itself would take from the text. */
const DIGEST = 54;

/** Into the drafts of the shop's Official Account, where somebody looks at it and sends it. */
export async function draftForWechat(ctx: Ctx, { id }: { id: string }): Promise<OpenedArticle> {
  const article = await articleOf(ctx, id, true);
  const picture = article.picture && attachedIn(article.picture);
  if (!picture) throw refuse('ARTICLE_NEEDS_PICTURE', { path: 'picture' });
  const { title, text } = wordsIn(article.content as ArticleContent, ctx.workspace.language as Tongue);
  const opened = await readArticle(ctx, { id });
  const result = await addDraft(await accountOf(ctx), openOutgoing(reach.mayReach), {
    title,
    digest: excerptOf(text, DIGEST),
    html: markupOf(text),
    sourceUrl: article.published_at === null ? null : opened.url,
    picture,
  });
  if (result.outcome !== 'drafted')
    throw refuse(result.outcome === 'unknown' ? 'WECHAT_DRAFT_UNKNOWN' : 'WECHAT_DRAFT_REFUSED', {
      answer: result.answer,
    });
  await sql`
    update care_articles set drafted_at = ${ctx.now} where workspace_id = ${ctx.workspace.id} and id = ${id}`.execute(
    ctx.db,
  );
  await recordAudit(ctx, { action: 'article.drafted', entity: 'article', entityId: id });
  return readArticle(ctx, { id });
}

async function accountOf(ctx: Ctx): Promise<Settings> {
  const row = await ctx.db
    .selectFrom('care_channels')
    .selectAll()
    .where('workspace_id', '=', ctx.workspace.id)
    .where('kind', '=', 'wechat')
    .where('removed_at', 'is', null)
    .executeTakeFirst();
  if (!row) throw refuse('ARTICLE_NO_ACCOUNT');
  return { ...(row.settings as Settings), ...secretsOf(row) };
}

/** WeChat follows no links out of an article: an address stands behind its words. */
function markupOf(text: string): string {
  return paragraphsOf(text)
    .map((lines) => {
      const drawn = lines.map((pieces) =>
        pieces.map(({ words, url }) => escapeHtml(url ? `${words} ${url}` : words)).join(''),
      );
      return `<p>${drawn.join('<br>')}</p>`;
    })
    .join('');
}

function attachedIn(dataAddress: string): Attached | null {
  const [, type = '', data = ''] = /^data:(image\/(?:png|jpeg|gif));base64,(.+)$/.exec(dataAddress) ?? [];
  return type ? { name: `cover.${type.slice(6)}`, type, bytes: Buffer.from(data, 'base64') } : null;
}
