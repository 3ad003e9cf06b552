import type { Ctx } from '../../../kernel/context.ts';
import { refusals } from '../../../kernel/errors.ts';
import { html, Html } from '../../../kernel/http/html.ts';
import { translate } from '../../../kernel/i18n/translate.ts';
import { isId } from '../../../kernel/ids.ts';
import type { InRoom, MemberRoom } from '../../loyalty/index.ts';
import { choicesOf, chooseTopics, topicsChosenIn, type Choice } from '../content/choices.ts';
import { publishedArticles, type Published } from '../content/open.ts';
import { articlesChosen } from '../content/own.ts';
import { articleBody, articleLine, topicTicks } from '../content/pages.ts';
import { answerAsMember, eventsAhead, lookAsMember, type OwnEvent } from '../events/own.ts';
import { guestBody } from '../events/pages.ts';
import { guestUrl } from '../events/present.ts';
import { whenInWords } from '../events/when.ts';
import { careErrors } from '../errors-contract.ts';

const refuse = refusals(careErrors);

/** Events to come to and articles to read. */
export const newsRoom: MemberRoom = {
  key: 'news',

  async tab(ctx, customerId) {
    const [topics, events] = [await choicesOf(ctx, customerId), await eventsAhead(ctx, customerId)];
    return topics.length > 0 || events.length > 0 ? { label: wordIn(ctx)('news'), waiting: 0 } : null;
  },

  async show(ctx, at) {
    if (at.item === null) return { title: wordIn(ctx)('news'), body: await all(ctx, at) };
    if (!isId(at.item)) return null;
    return (await oneEvent(ctx, at, at.item)) ?? (await oneArticle(ctx, at, at.item));
  },

  async act(ctx, { customerId, item }, form) {
    if (item === null) {
      await chooseTopics(ctx, customerId, topicsChosenIn(form), 'page');
      return '?said=chosen';
    }
    if (!isId(item) || !(await answerAsMember(ctx, item, customerId, form['act'] !== 'away')))
      throw refuse('EVENT_NOT_FOUND');
    return `/${item}`;
  },
};

async function all(ctx: Ctx, { customerId, here, said }: InRoom): Promise<Html> {
  const word = wordIn(ctx);
  const [events, topics, articles] = [
    await eventsAhead(ctx, customerId),
    await choicesOf(ctx, customerId),
    await articlesChosen(ctx, customerId),
  ];
  return html`<h1>${word('news')}</h1>
    ${said === 'chosen' && html`<p class="said" role="status">${word('chosen')}</p>`}
    ${events.length > 0 && eventList(ctx, here, events)}
    ${topics.length > 0 && articleList(ctx, here, topics, articles)}`;
}

function eventList(ctx: Ctx, here: string, events: readonly OwnEvent[]): Html {
  const word = wordIn(ctx);
  return html`<section class="card">
    <h2>${word('events')}</h2>
    <ul class="rows">
      ${events.map(
        (event) =>
          html`<li>
            <span
              ><a href="${here}/${event.id}">${event.title}</a>
              <small>${whenInWords(ctx.locale, ctx.workspace.zone, event)}</small></span
            >
            <span class="end">${word(`state.${event.state}`)}</span>
          </li>`,
      )}
    </ul>
  </section>`;
}

/** What they chose to read about, and the choice itself: open where nothing is chosen yet. */
function articleList(ctx: Ctx, here: string, topics: readonly Choice[], articles: readonly Published[]): Html {
  const word = wordIn(ctx);
  const chosen = topics.some(({ wanted }) => wanted);
  return html`${
      chosen &&
      html`<section class="card">
        <h2>${word('articles')}</h2>
        ${
          articles.length === 0
            ? html`<p class="soft">${word('noArticles')}</p>`
            : articles.map((article) => articleLine(ctx, article, `${here}/${article.id}`))
        }
      </section>`
    }
    <details class="card" ${!chosen && new Html('open')}>
      <summary>${word('choose')}</summary>
      <form method="post" action="${here}">
        ${topicTicks(topics)}
        <button class="act">${word('save')}</button>
      </form>
    </details>`;
}

async function oneEvent(ctx: Ctx, { customerId, here }: InRoom, id: string) {
  const shown = await lookAsMember(ctx, id, customerId);
  if (!shown) return null;
  const calendar = shown.guest && `${new URL(guestUrl(ctx, shown.guest.id)).pathname}/event.ics`;
  return { title: shown.event.title, body: html`${guestBody({ ctx, shown, calendar })} ${back(ctx, here)}` };
}

async function oneArticle(ctx: Ctx, { here }: InRoom, id: string) {
  const [article] = await publishedArticles(ctx, id);
  if (!article) return null;
  const { title, body } = articleBody(ctx, article);
  return { title, body: html`${body} ${back(ctx, here)}` };
}

function back(ctx: Ctx, here: string): Html {
  return html`<p><a class="plain" href="${here}">${wordIn(ctx)('allNews')}</a></p>`;
}

function wordIn(ctx: Ctx) {
  return (key: string, values?: Record<string, unknown>) => translate(ctx.locale, `care:page.${key}`, values);
}
