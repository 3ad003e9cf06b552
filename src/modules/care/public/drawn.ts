import { html, Html } from '../../../kernel/http/html.ts';
import { paragraphsOf } from '../content/rules/article-text.ts';

/** Paragraphs and links; everything else is words. */
export function drawn(text: string): Html[] {
  return paragraphsOf(text).map(
    (lines) =>
      html`<p>
        ${lines.map((pieces, n) => [
          n > 0 && new Html('<br />'),
          ...pieces.map(({ words, url }) => (url ? html`<a href="${url}" rel="noopener">${words}</a>` : words)),
        ])}
      </p>`,
  );
}
