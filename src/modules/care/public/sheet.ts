import { html, Html } from '../../../kernel/http/html.ts';
import { locales, type Locale } from '../../../kernel/i18n/locales.ts';
import { translate } from '../../../kernel/i18n/translate.ts';

interface Sheet {
  shop: string;
  tongue: Locale;
  title: string;
  /** The page's own address. */
  here: string;
  body: Html;
  /** What search engines may show; most pages are somebody's own. */
  open?: boolean;
  feed?: string;
}

/** A page of ours for people without a sign-in: no script, the members' sheet of style, any of the three tongues. */
export function sheet({ shop, tongue, title, here, body, open = false, feed }: Sheet): Html {
  return html`<!doctype html>
    <html lang="${tongue}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
        ${!open && html`<meta name="robots" content="noindex, nofollow" />`}
        <meta name="theme-color" content="#FAF8F4" media="(prefers-color-scheme: light)" />
        <meta name="theme-color" content="#121715" media="(prefers-color-scheme: dark)" />
        ${feed && html`<link rel="alternate" type="application/rss+xml" href="${feed}" />`}
        <title>${title}</title>
        <link rel="icon" href="/icon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/member.css" />
      </head>
      <body>
        <main>
          <p class="shop">${shop || '\u00a0'}</p>
          ${body}
        </main>
        <footer>
          <nav aria-label="${translate(tongue, 'care:public.language')}">
            ${locales.map((one) => tongueLink(here, one, tongue))}
          </nav>
        </footer>
      </body>
    </html>`;
}

const SCRIPTS: Readonly<Record<Locale, string>> = { 'zh-CN': 'zh-Hans', 'zh-TW': 'zh-Hant', en: 'en' };

/** By its own name, as a reader of it looks for it. */
function tongueLink(here: string, one: Locale, tongue: Locale): Html {
  const name = new Intl.DisplayNames([SCRIPTS[one]], { type: 'language' }).of(SCRIPTS[one]) ?? one;
  return html`<a href="${here}?lang=${one}" lang="${one}" ${one === tongue && new Html('aria-current="true"')}
    >${name}</a
  >`;
}

/** What people wrote: paragraphs, and nothing but words. */
export function paragraphs(text: string): Html[] {
  return text
    .split(/\n\s*\n/)
    .filter((one) => one.trim() !== '')
    .map(
      (one) =>
        html`<p>
          ${one
            .trim()
            .split('\n')
            .map((part, n) => html`${n > 0 && new Html('<br />')}${part}`)}
        </p>`,
    );
}
