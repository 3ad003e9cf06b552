import { randomUUID } from 'node:crypto';
import type { Ctx } from '../../../kernel/context.ts';
import { html, type Html } from '../../../kernel/http/html.ts';
import { dayInWords } from '../../../kernel/i18n/print.ts';
import { translate } from '../../../kernel/i18n/translate.ts';
import type { DrawnTry, DrawStanding } from '../draws/contract.ts';
import { wordOf, type Word } from './frame.ts';

/** The open draws with their odds, and what came of the member's own tries; `made`: the try of just now, if it is theirs. */
export function drawsBody(ctx: Ctx, here: string, items: readonly DrawStanding[], made: string | null): Html {
  const word = wordOf(ctx.locale);
  const drawn = items.flatMap(({ tries }) => tries).find(({ id }) => id === made);
  return html`<h1>${word('draws.title')}</h1>
    ${drawn && result(ctx, drawn)} ${items.length === 0 && html`<p class="soft">${word('draws.none')}</p>`}
    ${items.map((standing) => oneDraw(ctx, here, word, standing))}`;
}

function result(ctx: Ctx, { prize, missed, code }: DrawnTry): Html {
  const say = (key: string, values?: Record<string, unknown>) => translate(ctx.locale, `loyalty:draws.${key}`, values);
  return html`<section class="pass" role="status">
    <div>
      <p class="points"><strong>${prize ? say('won', { prize: prize.name }) : say('lost')}</strong></p>
      ${prize && prize.what !== prize.name && html`<p>${prize.what}</p>`}
      ${code && html`<p>${say('code', { code })}</p>`} ${missed && html`<p>${say('missed', { name: missed })}</p>`}
    </div>
  </section>`;
}

function oneDraw(ctx: Ctx, here: string, word: Word, { draw, free, why, tries }: DrawStanding): Html {
  const say = (key: string, values?: Record<string, unknown>) => translate(ctx.locale, `loyalty:draws.${key}`, values);
  const press = free > 0 ? say('drawFree') : say('drawFor', { points: draw.points });
  return html`<section class="card">
    <h2>${draw.name} <small>${word('draws.until', { on: dayInWords(ctx, draw.untilDay) })}</small></h2>
    ${oddsList(ctx, word, draw)}
    ${
      why
        ? html`<p class="soft">${why}</p>`
        : html`<form method="post" action="${here}">
            <input type="hidden" name="draw" value="${draw.id}" />
            <input type="hidden" name="key" value="${randomUUID()}" />
            <button class="act">${press}</button>
          </form>`
    }
    ${tries.length > 0 && ownTries(word, say, tries)}
    <details>
      <summary>${word('draws.hash')}</summary>
      <p class="soft">${word('draws.proof')}</p>
      <p class="proof">${draw.seedHash}</p>
      ${
        draw.seed &&
        html`<p class="soft">${say('seed')}</p>
          <p class="proof">${draw.seed}</p>`
      }
    </details>
  </section>`;
}

function oddsList(ctx: Ctx, word: Word, { prizes, nothing }: DrawStanding['draw']): Html {
  const odds = new Intl.NumberFormat(ctx.locale, { style: 'percent', maximumFractionDigits: 2 });
  const row = (name: string, note: string, share: number) =>
    html`<li>
      <span>${name} ${note && html`<small>${note}</small>`}</span
      ><span class="end">${odds.format(share / 10_000)}</span>
    </li>`;
  return html`<ul class="rows">
    ${prizes.map(({ name, what, odds: share, stock, won }) => {
      const out = stock !== null && won >= stock ? word('draws.out') : '';
      return row(name, [what === name ? '' : what, out].filter(Boolean).join(' · '), share);
    })}
    ${nothing > 0 && row(translate(ctx.locale, 'loyalty:draws.nothing'), '', nothing)}
  </ul>`;
}

function ownTries(word: Word, say: Word, tries: readonly DrawnTry[]): Html {
  return html`<h2>${word('draws.mine')}</h2>
    <ul class="rows">
      ${tries.map(
        ({ no, number, prize, code }) =>
          html`<li>
            <span>${prize?.name ?? say('nothing')} <small>${word('draws.try', { no, number })}</small></span>
            ${code && html`<span class="end"><code>${code}</code></span>`}
          </li>`,
      )}
    </ul>`;
}
