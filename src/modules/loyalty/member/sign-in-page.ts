import { html, type Html } from '../../../kernel/http/html.ts';
import type { Locale } from '../../../kernel/i18n/locales.ts';
import { framed, problemText, wordOf, type Frame } from './frame.ts';

interface Given {
  address?: string;
  problem?: string | null;
}

export function signInPage(at: Frame, { address = '', problem }: Given): Html {
  const word = wordOf(at.tongue);
  return framed(at, {
    title: word('title', { shop: at.shop }),
    body: html`<h1>${word('signIn')}</h1>
      <p>${word('signInAbout')}</p>
      <form class="card" method="post" action="/m/${at.shopId}/code">
        <label for="address">${word('address')}</label>
        <input
          id="address"
          name="address"
          value="${address}"
          required
          maxlength="200"
          autocomplete="username"
          autofocus
        />
        ${problemText(problem)}
        <button class="act">${word('sendCode')}</button>
      </form>`,
  });
}

export function codePage(at: Frame, { address = '', problem }: Given): Html {
  const word = wordOf(at.tongue);
  return framed(at, {
    title: word('title', { shop: at.shop }),
    body: html`<h1>${word('codeTitle')}</h1>
      <p>${word('codeAbout', { address })}</p>
      <form class="card" method="post" action="/m/${at.shopId}/open">
        <input type="hidden" name="address" value="${address}" />
        <label for="code">${word('code')}</label>
        <input
          id="code"
          name="code"
          class="code"
          required
          inputmode="numeric"
          autocomplete="one-time-code"
          pattern="[0-9 ]{6,8}"
          maxlength="8"
          autofocus
        />
        ${problemText(problem)}
        <button class="act">${word('open')}</button>
        <a class="plain" href="/m/${at.shopId}">${word('otherAddress')}</a>
      </form>`,
  });
}

/** The same for a shop that does not exist, one without this page, and a wrong address of a receipt. */
export function gonePage(tongue: Locale): Html {
  const word = wordOf(tongue);
  return html`<!doctype html>
    <html lang="${tongue}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${word('gone')}</title>
        <link rel="stylesheet" href="/member.css" />
      </head>
      <body>
        <main>
          <h1>${word('gone')}</h1>
          <p>${word('goneAbout')}</p>
        </main>
      </body>
    </html>`;
}
