import { html, Html } from '../../../kernel/http/html.ts';
import { locales, type Locale } from '../../../kernel/i18n/locales.ts';
import { translate } from '../../../kernel/i18n/translate.ts';

/** Where a page of a member stands: whose shop, in which tongue, and its own address. */
export interface Frame {
  shop: string;
  shopId: string;
  tongue: Locale;
  here: string;
}

export type Word = (key: string, values?: Record<string, unknown>) => string;

export function wordOf(tongue: Locale): Word {
  return (key, values) => translate(tongue, `loyalty:member.${key}`, values);
}

interface Around {
  title: string;
  body: Html;
  /** The pages that one goes between once signed in. */
  tabs?: Html;
}

/** The page around: no script, one small sheet of style, any of the three tongues, no search engine. */
export function framed({ shop, shopId, tongue, here }: Frame, { title, body, tabs }: Around): Html {
  return html`<!doctype html>
    <html lang="${tongue}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
        <meta name="robots" content="noindex, nofollow" />
        <meta name="theme-color" content="#FAF8F4" media="(prefers-color-scheme: light)" />
        <meta name="theme-color" content="#121715" media="(prefers-color-scheme: dark)" />
        <meta name="apple-mobile-web-app-title" content="${shop}" />
        <title>${title}</title>
        <link rel="icon" href="/icon.svg" type="image/svg+xml" />
        <link rel="apple-touch-icon" href="/icon-192.png" />
        <link rel="manifest" href="/m/${shopId}/manifest.webmanifest" />
        <link rel="stylesheet" href="/member.css" />
      </head>
      <body>
        <main>
          <p class="shop">${shop}</p>
          ${body}
        </main>
        ${tabs} ${tonguesAt(here, tongue)}
      </body>
    </html>`;
}

const SCRIPTS: Readonly<Record<Locale, string>> = { 'zh-CN': 'zh-Hans', 'zh-TW': 'zh-Hant', en: 'en' };

/** By its own name, as a reader of it looks for it. */
function nameOf(tongue: Locale): string {
  return new Intl.DisplayNames([SCRIPTS[tongue]], { type: 'language' }).of(SCRIPTS[tongue]) ?? tongue;
}

export function tonguesAt(here: string, tongue: Locale): Html {
  const link = (one: Locale) =>
    html`<a href="${here}?lang=${one}" lang="${one}" ${one === tongue && new Html('aria-current="true"')}
      >${nameOf(one)}</a
    >`;
  return html`<footer><nav aria-label="${wordOf(tongue)('language')}">${locales.map(link)}</nav></footer>`;
}

export function problemText(problem: string | null | undefined): Html {
  return problem ? html`<p class="problem" role="alert">${problem}</p>` : html``;
}

/** One of the member's pages. */
export interface Tab {
  key: string;
  /** Below the shop's own address. */
  path: string;
  label: string;
  /** How much waits there unread. */
  waiting: number;
}

export function tabsOf({ shopId, tongue }: Frame, at: string, tabs: readonly Tab[]): Html {
  const word = wordOf(tongue);
  const tab = ({ key, path, label, waiting }: Tab) =>
    html`<a href="/m/${shopId}${path}" ${key === at && new Html('aria-current="page"')}
      >${label}${waiting > 0 && html` <b class="count" aria-label="${word('unread', { count: waiting })}">${waiting > 99 ? '99+' : waiting}</b>`}</a
    >`;
  return html`<nav class="tabs" aria-label="${word('pages')}">${tabs.map(tab)}</nav>`;
}
