import type { Ctx } from '../../../kernel/context.ts';
import { html, Html } from '../../../kernel/http/html.ts';
import { dayInWords } from '../../../kernel/i18n/print.ts';
import { translate } from '../../../kernel/i18n/translate.ts';
import { dayIn } from '../../../maths/calendar.ts';
import { escapeHtml } from '../rules/compose.ts';
import { drawn } from '../public/drawn.ts';
import { sheet } from '../public/sheet.ts';
import { wordsIn } from './articles.ts';
import type { ArticleContent } from './contract.ts';
import type { Choice } from './choices.ts';
import type { Choosing, Published } from './open.ts';
import { excerptOf } from './rules/article-text.ts';
import { archiveUrl } from './topics.ts';

/** Everything that the shop has published. */
export function archivePage(ctx: Ctx, articles: readonly Published[], here: string): Html {
  const word = wordIn(ctx);
  return sheet({
    shop: ctx.workspace.name,
    tongue: ctx.locale,
    title: word('archive', { shop: ctx.workspace.name }),
    here,
    open: true,
    feed: `${here}/feed.xml`,
    body: html`<h1>${word('archiveTitle')}</h1>
      ${articles.map(
        (article) =>
          html`<section class="card">
            ${articleLine(ctx, article, `${here}/${article.id}?lang=${ctx.locale}`)}
          </section>`,
      )}
      <p><a class="plain" href="${here}/feed.xml">${word('feed')}</a></p>`,
  });
}

export function articlePage(ctx: Ctx, article: Published, here: string): Html {
  const { title, body } = articleBody(ctx, article);
  return sheet({
    shop: ctx.workspace.name,
    tongue: ctx.locale,
    title: `${title} · ${ctx.workspace.name}`,
    here,
    open: true,
    body: html`${body}
      <p><a class="plain" href="/n/${ctx.workspace.id}?lang=${ctx.locale}">${wordIn(ctx)('more')}</a></p>`,
  });
}

/** One article among others, and the way to it. */
export function articleLine(ctx: Ctx, article: Published, address: string): Html {
  const { title, text } = said(ctx, article);
  return html`<div class="article">
    <p class="soft"><small>${article.topic} · ${dayOf(ctx, article)}</small></p>
    <p><a href="${address}">${title}</a></p>
    <p class="soft">${excerptOf(text, 90)}</p>
  </div>`;
}

/** An article itself, within a page around. */
export function articleBody(ctx: Ctx, article: Published): { title: string; body: Html } {
  const { title, text } = said(ctx, article);
  const body = html`<h1>${title}</h1>
    <p class="soft"><small>${article.topic} · ${dayOf(ctx, article)}</small></p>
    ${article.picture && html`<p><img class="picture" src="${article.picture}" alt="" /></p>`} ${drawn(text)}`;
  return { title, body };
}

/** A tick for each topic. */
export function topicTicks(choices: readonly Choice[]): Html[] {
  return choices.map(
    ({ id, name, wanted }) =>
      html`<label class="inline"
        ><input type="checkbox" name="topic.${id}" value="yes" ${wanted && new Html('checked')} />${name}</label
      >`,
  );
}

/** What a customer wants to read about: a tick each, one press. */
export function choicesPage({ ctx, choices }: Choosing, here: string, saved: boolean): Html {
  const word = wordIn(ctx);
  return sheet({
    shop: ctx.workspace.name,
    tongue: ctx.locale,
    title: word('choose'),
    here,
    body: html`<h1>${word('choose')}</h1>
      ${saved && html`<p class="said" role="status">${word('chosen')}</p>`}
      <form class="card" method="post" action="${here}?lang=${ctx.locale}">
        ${topicTicks(choices)}
        <p><small>${word('chooseAbout', { shop: ctx.workspace.name })}</small></p>
        <button class="act">${word('chooseSave')}</button>
      </form>`,
  });
}

/** RSS 2.0, as readers and other programs take it. */
export function feedOf(ctx: Ctx, articles: readonly Published[]): string {
  const url = archiveUrl(ctx);
  const items = articles.map((article) => {
    const { title, text } = said(ctx, article);
    const link = `${url}/${article.id}`;
    return `<item><title>${escapeHtml(storable(title))}</title><link>${link}</link><guid isPermaLink="true">${link}</guid><category>${escapeHtml(storable(article.topic))}</category><pubDate>${article.published_at.toUTCString()}</pubDate><description>${escapeHtml(storable(excerptOf(text, 300)))}</description></item>`;
  });
  const name = escapeHtml(storable(ctx.workspace.name));
  return `<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>${name}</title><link>${url}</link><description>${escapeHtml(wordIn(ctx)('archive', { shop: ctx.workspace.name }))}</description><language>${ctx.locale}</language><atom:link href="${url}/feed.xml" rel="self" type="application/rss+xml"/>${items.join('')}</channel></rss>\n`;
}

/** XML has no way to write control characters. */
function storable(text: string): string {
  return text.replace(/[\p{Cc}--[\n\t]]/gv, ' ');
}

function said(ctx: Ctx, { content }: Published) {
  return wordsIn(content as ArticleContent, ctx.locale);
}

function dayOf(ctx: Ctx, { published_at: at }: Published): string {
  return dayInWords(ctx, dayIn(ctx.workspace.zone, at));
}

function wordIn(ctx: Ctx) {
  return (key: string, values?: Record<string, unknown>) => translate(ctx.locale, `care:article.page.${key}`, values);
}
