import { renderSVG } from 'uqr';
import type { Ctx } from '../../../kernel/context.ts';
import { html, Html } from '../../../kernel/http/html.ts';
import { errorSentence, translate } from '../../../kernel/i18n/translate.ts';
import { paragraphs, sheet } from '../public/sheet.ts';
import type { Shown } from './open.ts';
import { guestUrl } from './present.ts';
import { whenInWords } from './when.ts';

type Word = (key: string, values?: Record<string, unknown>) => string;

interface Page {
  ctx: Ctx;
  shown: Shown;
  /** The page's own address, without a question mark. */
  here: string;
  problem?: string | undefined;
}

/** A guest's own page: whether they have a place, the ticket, and the way to take one or give it back. */
export function guestPage({ ctx, shown, here, problem }: Page): Html {
  return sheet({
    shop: ctx.workspace.name,
    tongue: ctx.locale,
    title: shown.event.title,
    here,
    body: guestBody({ ctx, shown, problem, calendar: `${here}/event.ics` }),
  });
}

/** The same within a page around: `calendar` is the file's address, where there is one. */
export function guestBody({ ctx, shown, calendar, problem }: Omit<Page, 'here'> & { calendar: string | null }): Html {
  const word = wordIn(ctx);
  const { guest, event, name } = shown;
  const state = guest?.state ?? 'invited';
  const has = state === 'registered' && event.cancelled_at === null;
  return html`<h1>${event.title}</h1>
    ${problem && html`<p class="problem" role="alert">${problem}</p>`}
    ${has && guest && ticket(ctx, word, guest.id, name, guest.came_at !== null)}
    ${state === 'waiting' && event.cancelled_at === null && html`<p class="said" role="status">${word('onList')}</p>`}
    ${state === 'away' && html`<p class="said" role="status">${word('gaveBack')}</p>`} ${about(ctx, word, shown, has)}
    ${act(ctx, word, shown, state)} ${calendar && calendarLink(word, shown, calendar)}`;
}

/** The page for everybody: what it is, and a form. */
export function openPage(page: Page & { entered: Record<string, string>; once: string }): Html {
  const { ctx, shown, here, problem, entered, once } = page;
  const word = wordIn(ctx);
  const text = (name: 'name' | 'phone' | 'email', type: string, complete: string) =>
    html`<label for="${name}">${word(`form.${name}`)}</label
      ><input
        id="${name}"
        name="${name}"
        type="${type}"
        maxlength="200"
        autocomplete="${complete}"
        value="${entered[name] ?? ''}"
        ${(name === 'name' || name === shown.needs) && new Html('required')}
      />`;
  return sheet({
    shop: ctx.workspace.name,
    tongue: ctx.locale,
    title: shown.event.title,
    here,
    body: html`<h1>${shown.event.title}</h1>
      ${about(ctx, word, shown, false)}
      ${
        shown.barred
          ? html`<p class="problem">${barredIn(ctx, shown)}</p>`
          : html`<form class="card" method="post" action="${here}?lang=${ctx.locale}">
              <h2>${word('form.title')}</h2>
              <input type="hidden" name="once" value="${once}" />
              ${text('name', 'text', 'name')} ${text('phone', 'tel', 'tel')} ${text('email', 'email', 'email')}
              <label class="inline"
                ><input type="checkbox" name="news" value="yes" ${entered['news'] === 'yes' && new Html('checked')} />
                ${word('form.news', { shop: ctx.workspace.name })}</label
              >
              ${problem && html`<p class="problem" role="alert">${problem}</p>`}
              <button class="act">${word(shown.left === 0 ? 'wait' : 'come')}</button>
              <p><small>${word('form.about')}</small></p>
            </form>`
      }
      ${calendarLink(word, shown, `${here}/event.ics`)}`,
  });
}

/** After the form: the same for whoever it was. */
export function thanksPage({ ctx, shown, here }: Page, state: 'registered' | 'waiting', name: string): Html {
  const word = wordIn(ctx);
  return sheet({
    shop: ctx.workspace.name,
    tongue: ctx.locale,
    title: shown.event.title,
    here,
    body: html`<h1>${word('thanks', { name })}</h1>
      <section class="card" role="status">
        <p>${word(`thanksFor.${state}`, { title: shown.event.title })}</p>
        <p class="soft">${word(shown.event.channel_id ? 'thanksTold' : 'thanksDoor')}</p>
      </section>
      ${about(ctx, word, { ...shown, left: null }, false)} ${calendarLink(word, shown, `${here}/event.ics`)}`,
  });
}

function ticket(ctx: Ctx, word: Word, guestId: string, name: string, came: boolean): Html {
  const code = renderSVG(guestUrl(ctx, guestId), { border: 1 });
  return html`<section class="pass">
    <div>
      <p class="tier">${word('ticket')}</p>
      <p>${name}</p>
      <p>${word(came ? 'cameIn' : 'showIt')}</p>
    </div>
    <figure role="img" aria-label="${word('code')}">${new Html(code)}</figure>
  </section>`;
}

function about(ctx: Ctx, word: Word, { event, left }: Shown, hasPlace: boolean): Html {
  const row = (label: string, value: Html | string | null | false) =>
    value && html`<li><span class="soft">${label}</span><span>${value}</span></li>`;
  const link = event.online && hasPlace && /^https?:\/\/\S+$/.test(event.place);
  return html`<section class="card">
      <ul class="rows">
        ${row(word('when'), whenInWords(ctx.locale, ctx.workspace.zone, event))}
        ${row(
          word('where'),
          event.online
            ? link
              ? html`<a href="${event.place}" rel="noreferrer">${word('joinOnline')}</a>`
              : word('online')
            : event.place,
        )}
        ${row(word('price'), event.price)}
        ${row(word('places'), left !== null && event.cancelled_at === null && word(roomIn(left)))}
      </ul>
    </section>
    ${paragraphs(event.body)}`;
}

/** Not to one: whether somebody had a place already is not to be read off the page. */
function roomIn(left: number): 'full' | 'few' | 'free' {
  return left === 0 ? 'full' : left <= FEW ? 'few' : 'free';
}

const FEW = 3;

function act(ctx: Ctx, word: Word, shown: Shown, state: string): Html {
  const over = shown.event.cancelled_at !== null || shown.event.ends_at <= ctx.now;
  const form = (value: string, label: string, style: string) =>
    html`<form method="post" action="?lang=${ctx.locale}">
      <button class="${style}" name="act" value="${value}">${label}</button>
    </form>`;
  if (state === 'registered' || state === 'waiting')
    return over
      ? barredNote(ctx, shown)
      : form('away', word(state === 'waiting' ? 'leaveList' : 'cannotCome'), 'plain');
  if (shown.barred) return barredNote(ctx, shown);
  return html`${form('come', word(shown.left === 0 ? 'wait' : 'come'), 'act')}
    <p><small>${word('form.about')}</small></p>`;
}

function barredNote(ctx: Ctx, shown: Shown): Html {
  return shown.barred ? html`<p class="problem">${barredIn(ctx, shown)}</p>` : html``;
}

function barredIn(ctx: Ctx, { barred }: Shown): string {
  return errorSentence(ctx.locale, barred ?? 'EVENT_OVER', {});
}

function calendarLink(word: Word, { event }: Shown, address: string): Html {
  return event.cancelled_at === null ? html`<p><a class="plain" href="${address}">${word('calendar')}</a></p>` : html``;
}

function wordIn(ctx: Ctx): Word {
  return (key, values) => translate(ctx.locale, `care:event.page.${key}`, values);
}
