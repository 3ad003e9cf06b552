import { renderSVG } from 'uqr';
import type { Explanation } from '../../../kernel/contract.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { html, Html } from '../../../kernel/http/html.ts';
import { dayInWords } from '../../../kernel/i18n/print.ts';
import { translate } from '../../../kernel/i18n/translate.ts';
import { framed, tabsOf, wordOf, type Frame, type Tab, type Word } from './frame.ts';
import { amountInWords } from './money-in-words.ts';
import type { MemberView } from './view.ts';

/** Points, tier and coupons, and the code that the counter scans. */
export function memberPage(at: Frame, ctx: Ctx, member: MemberView, tabs: readonly Tab[]): Html {
  const word = wordOf(at.tongue);
  return framed(at, {
    title: word('title', { shop: at.shop }),
    tabs: tabsOf(at, 'points', tabs),
    body: html`<h1>${word('hello', { name: member.name })}</h1>
      ${pass(ctx, word, member)} ${tierCard(ctx, word, member)} ${couponList(ctx, word, member)}
      ${stampList(ctx, word, member)} ${storedList(ctx, word, member)} ${creditList(ctx, word, member)}
      ${giftList(ctx, word, member)} ${history(ctx, word, member)} ${homeScreenHint(word)}
      <form method="post" action="/m/${at.shopId}/leave"><button class="plain">${word('leave')}</button></form>`,
  });
}

function pass(ctx: Ctx, word: Word, { account, code }: MemberView): Html {
  const { balance, worth, tier, lots, pending, pendingUntil } = account;
  const first = lots.find(({ expiresOn }) => expiresOn !== null);
  return html`<section class="pass">
    <div>
      <p class="tier">${tier?.name ?? word('member')}</p>
      <p class="points"><strong>${number(ctx, balance)}</strong> ${word('points')}</p>
      ${worth && balance > 0 && html`<p>${word('worth', { worth: amountInWords(ctx, worth) })}</p>`}
      ${
        first?.expiresOn &&
        html`<p>${word('expires', { points: number(ctx, first.remaining), on: dayInWords(ctx, first.expiresOn) })}</p>`
      }
      ${
        pending > 0 &&
        pendingUntil !== null &&
        html`<p>${word('pending', { points: number(ctx, pending), on: dayInWords(ctx, pendingUntil) })}</p>`
      }
    </div>
    <figure>
      ${new Html(renderSVG(code, { border: 1, ecc: 'M' }).replace('<svg ', `<svg role="img" aria-label="${word('qr')}" `))}
      <figcaption>${word('showThis')}</figcaption>
    </figure>
  </section>`;
}

function tierCard(ctx: Ctx, word: Word, { account: { tier } }: MemberView): Html {
  if (!tier || (tier.next === null && tier.keep === null && tier.perks.length === 0)) return html``;
  const share = tier.progress === null ? null : Math.round(tier.progress * 100);
  return html`<section class="card">
    <h2>${word('tier')}</h2>
    ${tier.next && html`<p>${sentence(ctx, tier.next)}</p>`}
    ${share !== null && html`<progress max="100" value="${share}" aria-label="${word('progress')}">${share} %</progress>`}
    ${tier.keep && html`<p class="soft">${sentence(ctx, tier.keep)}</p>`}
    ${
      tier.perks.length > 0 &&
      html`<ul class="perks">
        ${tier.perks.map((perk) => html`<li>${perk}</li>`)}
      </ul>`
    }
  </section>`;
}

function couponList(ctx: Ctx, word: Word, { coupons }: MemberView): Html {
  return html`<section class="card">
    <h2>${word('coupons')}</h2>
    ${
      coupons.length === 0
        ? html`<p class="soft">${word('noCoupons')}</p>`
        : html`<ul class="rows">
            ${coupons.map(
              ({ name, worth, code, expiresOn }) =>
                html`<li>
                  <span><b>${name}</b> <small>${worth}</small></span>
                  <span class="end"
                    ><code>${code}</code>
                    <small>${expiresOn === null ? '' : word('until', { on: dayInWords(ctx, expiresOn) })}</small></span
                  >
                </li>`,
            )}
          </ul>`
    }
  </section>`;
}

function stampList(ctx: Ctx, word: Word, { stamps }: MemberView): Html {
  if (stamps.length === 0) return html``;
  return html`<section class="card">
    <h2>${word('stamps')}</h2>
    ${stamps.map(
      ({ name, stamps: on, needed, toGo, reward }) =>
        html`<p>
            <b>${name}</b> <span>${word('stampsOf', { stamps: number(ctx, on), needed: number(ctx, needed) })}</span>
          </p>
          <progress max="${needed}" value="${on}" aria-label="${name}">${on} / ${needed}</progress>
          <p class="soft">${word('stampsToGo', { count: toGo, reward })}</p>`,
    )}
  </section>`;
}

/** Paid with at the counter; of a gift card only its end is known. */
function storedList(ctx: Ctx, word: Word, { stored }: MemberView): Html {
  if (stored === null) return html``;
  return html`<section class="card">
    <h2>${word('stored')}</h2>
    <ul class="rows">
      ${stored.cards
        .filter(({ balance }) => Number(balance.amount) > 0)
        .map(
          ({ kind, tail, balance }) =>
            html`<li>
              <span>${kind === 'gift' ? word('giftCard', { tail: tail ?? '' }) : word('storedOwn')}</span>
              <span class="end">${amountInWords(ctx, balance)}</span>
            </li>`,
        )}
    </ul>
  </section>`;
}

/** What is open, the sale that is due first on top. */
function creditList(ctx: Ctx, word: Word, { credit }: MemberView): Html {
  if (credit === null) return html``;
  return html`<section class="card">
    <h2>${word('credit')}</h2>
    <ul class="rows">
      ${credit.sales.map(
        ({ number: sale, dueOn, open, overdue }) =>
          html`<li>
            <span
              >${word('creditSale', { number: sale, dueOn: dayInWords(ctx, dueOn) })}
              ${overdue && html`<small>${word('creditOverdue')}</small>`}</span
            >
            <span class="end">${amountInWords(ctx, open)}</span>
          </li>`,
      )}
    </ul>
    ${credit.left && html`<p class="soft">${word('creditLeft', { left: amountInWords(ctx, credit.left) })}</p>`}
  </section>`;
}

/** Exchanged at the counter: what is put aside, and what there is for points. */
function giftList(ctx: Ctx, word: Word, { gifts, waiting, account: { balance } }: MemberView): Html {
  if (gifts.length === 0 && waiting.length === 0) return html``;
  return html`<section class="card">
    <h2>${word('gifts')}</h2>
    <ul class="rows">
      ${waiting.map((name) => html`<li><b>${name}</b><span class="end">${word('pickUp')}</span></li>`)}
      ${gifts.map(
        ({ name, points, kept }) =>
          html`<li>
            <span>${name} ${(kept ?? points <= balance) && html`<small>${kept ?? word('enough')}</small>`}</span>
            <span class="end">${word('forPoints', { points: number(ctx, points) })}</span>
          </li>`,
      )}
    </ul>
  </section>`;
}

function history(ctx: Ctx, word: Word, { entries }: MemberView): Html {
  return html`<section class="card">
    <h2>${word('history')}</h2>
    ${
      entries.length === 0
        ? html`<p class="soft">${word('noHistory')}</p>`
        : html`<ul class="rows">
            ${entries.map(
              ({ text, day, points }) =>
                html`<li>
                  <span>${text} <small>${dayInWords(ctx, day)}</small></span>
                  <span class="end">${points > 0 ? '+' : '−'}${number(ctx, Math.abs(points))}</span>
                </li>`,
            )}
          </ul>`
    }
  </section>`;
}

function homeScreenHint(word: Word): Html {
  return html`<details class="card">
    <summary>${word('homeScreen')}</summary>
    <p>${word('homeScreenApple')}</p>
    <p>${word('homeScreenAndroid')}</p>
  </details>`;
}

function sentence(ctx: Ctx, { key, values }: Explanation): string {
  return translate(ctx.locale, key, values);
}

function number(ctx: Ctx, value: number): string {
  return new Intl.NumberFormat(ctx.locale).format(value);
}
