import type { Ctx } from '../../../kernel/context.ts';
import { html, type Html } from '../../../kernel/http/html.ts';
import { dayInWords } from '../../../kernel/i18n/print.ts';
import { translate } from '../../../kernel/i18n/translate.ts';
import { dayIn } from '../../../maths/calendar.ts';
import type { InRoom, MemberRoom } from '../../loyalty/index.ts';
import { pushKey } from '../../team/index.ts';
import { excerptOf } from '../content/rules/article-text.ts';
import { drawn } from '../public/drawn.ts';
import { addPageDevice, deviceIn, forgetPageDevices, removePageDevice } from './devices.ts';
import {
  countPageMessages,
  isPageChannelOpen,
  listPageMessages,
  noteVisit,
  pageConsent,
  readPageMessage,
  sayForPage,
  type PageMessage,
} from './inbox.ts';

/** What the shop wrote to the member here. */
export const messagesRoom: MemberRoom = {
  key: 'messages',

  async tab(ctx, customerId) {
    await noteVisit(ctx, customerId);
    const { unread, any } = await countPageMessages(ctx, customerId);
    return any || (await isPageChannelOpen(ctx)) ? { label: wordIn(ctx)('messages'), waiting: unread } : null;
  },

  async show(ctx, at) {
    if (at.item === null) return { title: wordIn(ctx)('messages'), body: await list(ctx, at) };
    const message = await readPageMessage(ctx, at.customerId, at.item);
    return message && { title: message.title, body: one(ctx, at, message) };
  },

  async act(ctx, { customerId }, form) {
    const { act, granted, endpoint = '' } = form;
    if (act === 'tell') await addPageDevice(ctx, customerId, deviceIn(form));
    else if (act === 'hush') await removePageDevice(ctx, customerId, endpoint);
    else if (granted === 'yes' || granted === 'no') await sayForPage(ctx, customerId, granted === 'yes');
    return '?said=word';
  },

  leave: forgetPageDevices,
};

async function list(ctx: Ctx, at: InRoom): Promise<Html> {
  const word = wordIn(ctx);
  const messages = await listPageMessages(ctx, at.customerId);
  return html`<h1>${word('messages')}</h1>
    ${at.said === 'word' && html`<p class="said" role="status">${word('wordSaid')}</p>`}
    ${
      messages.length === 0
        ? html`<section class="card"><p class="soft">${word('noMessages')}</p></section>`
        : html`<ul class="inbox">
            ${messages.map((message) => line(ctx, at, message))}
          </ul>`
    }
    ${await consent(ctx, at)} ${await phone(ctx, at)}`;
}

function line(ctx: Ctx, { here }: InRoom, { id, title, body, at, read }: PageMessage): Html {
  const state = read ? '' : html`<b class="new">${wordIn(ctx)('new')}</b>`;
  return html`<li>
    <a href="${here}/${id}" class="${read ? '' : 'unread'}">
      <span>${state} ${title}</span>
      <small>${excerptOf(body, 60)}</small>
      <small>${dayOf(ctx, at)}</small>
    </a>
  </li>`;
}

function one(ctx: Ctx, { here }: InRoom, { title, body, at }: PageMessage): Html {
  return html`<h1>${title}</h1>
    <p class="soft"><small>${dayOf(ctx, at)}</small></p>
    <section class="card prose">${drawn(body)}</section>
    <p><a class="plain" href="${here}">${wordIn(ctx)('allMessages')}</a></p>`;
}

async function consent(ctx: Ctx, { customerId, here }: InRoom): Promise<Html> {
  const word = wordIn(ctx);
  const said = await pageConsent(ctx, customerId);
  const press = (value: 'yes' | 'no', chosen: boolean) =>
    html`<button name="granted" value="${value}" aria-pressed="${chosen ? 'true' : 'false'}">${word(value)}</button>`;
  return html`<section class="card">
    <form class="consent" method="post" action="${here}">
      <p>${word('mayWrite', { shop: ctx.workspace.name })}</p>
      <span role="group" aria-label="${word('mayWrite', { shop: ctx.workspace.name })}"
        >${press('yes', said === true)}${press('no', said === false)}</span
      >
    </form>
  </section>`;
}

/** Shown by the script where the browser can: told of new messages on this phone. */
async function phone(ctx: Ctx, { here }: InRoom): Promise<Html> {
  const word = wordIn(ctx);
  const { publicKey } = await pushKey();
  return html`<section class="card" data-push="${publicKey}" data-here="${here}" hidden>
      <p>${word('push')}</p>
      <button type="button" data-on hidden>${word('pushOn')}</button>
      <button type="button" data-off hidden>${word('pushOff')}</button>
      <p class="soft" role="status" data-refused hidden>${word('pushRefused')}</p>
      <p class="problem" role="alert" data-failed hidden>${word('pushFailed')}</p>
    </section>
    <script src="/member.js" defer></script>`;
}

function dayOf(ctx: Ctx, at: Date): string {
  return dayInWords(ctx, dayIn(ctx.workspace.zone, at));
}

function wordIn(ctx: Ctx) {
  return (key: string, values?: Record<string, unknown>) => translate(ctx.locale, `care:page.${key}`, values);
}
