import type { Money } from '../../../kernel/contract.ts';
import type { Ctx } from '../../../kernel/context.ts';
import { html, type Html } from '../../../kernel/http/html.ts';
import { dayInWords, moneyInWords } from '../../../kernel/i18n/print.ts';
import { dayIn } from '../../../maths/calendar.ts';
import type { CounterSale } from '../counter/contract.ts';
import { thousandths } from '../coupons/candidates.ts';
import { minorOf } from '../programme/programme.ts';
import { framed, wordOf, type Frame } from './frame.ts';
import { amountInWords } from './money-in-words.ts';

/** What was bought and what it cost. An address is passed on easily: who bought it and how many points they have is not told. */
export function receiptPage(at: Frame, ctx: Ctx, sale: CounterSale, member: string | null): Html {
  const word = wordOf(at.tongue);
  const money = (amount: Money) => amountInWords(ctx, amount);
  const off = (key: string, amount: Money) =>
    Number(amount.amount) > 0 &&
    html`<li><span>${word(`receipt.${key}`)}</span><span class="end">−${money(amount)}</span></li>`;
  const stored = Number(sale.stored.amount) > 0;
  const later = sale.payBy;
  const paid = (label: string, amount: Money) =>
    html`<li><span>${label}</span><span class="end">${money(amount)}</span></li>`;
  return framed(at, {
    title: word('receipt.title', { shop: at.shop }),
    body: html`<h1>${word('receipt.heading')}</h1>
      <p class="soft">
        ${dayInWords(ctx, dayIn(ctx.workspace.zone, new Date(sale.at)))} ·
        ${word('receipt.number', { number: sale.number })}
      </p>
      <section class="card">
        <ul class="rows">
          ${sale.lines.map(
            ({ name, quantity, unitPrice }) =>
              html`<li>
                <span>${name} ${quantity !== '1' && html`<small>${quantity} × ${money(unitPrice)}</small>`}</span>
                <span class="end">${lineInWords(ctx, quantity, unitPrice)}</span>
              </li>`,
          )}
          ${off('quantityOff', sale.quantityOff)} ${off('tierOff', sale.tierOff)} ${off('couponsOff', sale.couponsOff)}
          ${off('pointsOff', sale.pointsOff)}
          <li class="total">
            <span>${word(later ? 'receipt.sum' : 'receipt.total')}</span><span class="end">${money(sale.total)}</span>
          </li>
          ${stored && paid(word('receipt.stored'), sale.stored)}
          ${later && paid(word('receipt.onAccount', { payBy: dayInWords(ctx, later) }), sale.onAccount)}
          ${(stored || later) && paid(word('receipt.due'), sale.due)}
        </ul>
        ${sale.returned && html`<p class="problem">${word('receipt.returned')}</p>`}
        ${sale.earned && !sale.returned && html`<p class="soft">${word('receipt.earned', { points: sale.earned.points })}</p>`}
        ${!sale.returned && sale.stamps.map(({ name, given }) => html`<p class="soft">${word('receipt.stamped', { count: given, name })}</p>`)}
      </section>
      ${member && html`<p><a class="act" href="${member}">${word('receipt.member')}</a></p>`}`,
  });
}

/** As the bill reckons a line: rounded once, in minor units. */
function lineInWords(ctx: Ctx, quantity: string, { amount }: Money): string {
  return moneyInWords(ctx, (thousandths(quantity) * (minorOf(ctx, amount) ?? 0n) + 500n) / 1000n);
}
