import { html } from '../../../kernel/http/html.ts';
import type { Locale } from '../../../kernel/i18n/locales.ts';
import { translate } from '../../../kernel/i18n/translate.ts';
import type { UnsubscribePage } from './follow.ts';
import { sheet } from './sheet.ts';

/** Without script: it opens in every mailbox's browser. */
export function unsubscribePage({ shop, language, ends, done }: UnsubscribePage): string {
  const word = (key: string) => translate(language, `care:unsubscribe.${key}`, { shop });
  const of = (key: string) => word(`${ends}.${key}`);
  return sheet({
    shop,
    tongue: language,
    title: done ? word('doneTitle') : of('title'),
    here: '',
    body: done
      ? html`<h1>${word('doneTitle')}</h1>
          <p role="status">${of('done')}</p>`
      : html`<h1>${of('title')}</h1>
          <form class="card" method="post" action="?lang=${language}">
            <p>${of('about')}</p>
            <button class="act">${word('press')}</button>
          </form>`,
  }).text;
}

export function gonePage(language: Locale): string {
  const word = (key: string) => translate(language, `care:unsubscribe.${key}`);
  return sheet({
    shop: '',
    tongue: language,
    title: word('goneTitle'),
    here: '',
    body: html`<h1>${word('goneTitle')}</h1>
      <p>${word('gone')}</p>`,
  }).text;
}
