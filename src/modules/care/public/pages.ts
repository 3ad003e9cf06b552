import type { Locale } from '../../../kernel/i18n/locales.ts';
import { translate } from '../../../kernel/i18n/translate.ts';
import { escapeHtml } from '../rules/compose.ts';
import type { UnsubscribePage } from './follow.ts';

/** A page of its own, without script: it opens in every mailbox's browser. */
export function unsubscribePage({ shop, language, done }: UnsubscribePage): string {
  const word = (key: string) => escapeHtml(translate(language, `care:unsubscribe.${key}`, { shop }));
  const form = `<form method="post"><button style="${BUTTON}">${word('press')}</button></form>`;
  return page(
    language,
    word(done ? 'doneTitle' : 'title'),
    `<p>${word(done ? 'done' : 'about')}</p>${done ? '' : form}`,
  );
}

export function gonePage(language: Locale): string {
  const word = (key: string) => escapeHtml(translate(language, `care:unsubscribe.${key}`));
  return page(language, word('goneTitle'), `<p>${word('gone')}</p>`);
}

const BUTTON =
  'font:inherit;min-height:48px;width:100%;border:0;border-radius:8px;background:#0f766e;color:#fff;cursor:pointer';

function page(language: Locale, title: string, body: string): string {
  return `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="robots" content="noindex"><title>${title}</title></head><body style="margin:0;background:#f5f5f4;color:#1c1917;font:16px/1.7 -apple-system,'PingFang SC','Microsoft YaHei',sans-serif"><main style="max-width:420px;margin:12vh auto 0;padding:28px;background:#fff;border-radius:12px"><h1 style="margin:0 0 8px;font-size:22px">${title}</h1>${body}</main></body></html>`;
}
