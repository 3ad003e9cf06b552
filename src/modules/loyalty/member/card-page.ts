import { html, Html } from '../../../kernel/http/html.ts';
import { translate } from '../../../kernel/i18n/translate.ts';
import type { OwnCard } from '../../customers/index.ts';
import { framed, problemText, tabsOf, wordOf, type Frame, type Tab, type Word } from './frame.ts';

interface Said {
  tabs: readonly Tab[];
  problem: string | null | undefined;
  /** What was done just now, from the address: only words we know are shown. */
  said: unknown;
}

const DONE = ['saved', 'waiting', 'still', 'consent'];

/** What the shop knows of the member, to be corrected, and what it may send them. */
export function cardPage(at: Frame, card: OwnCard, { tabs, problem, said }: Said): Html {
  const word = wordOf(at.tongue);
  const done = DONE.find((one) => one === said);
  return framed(at, {
    title: word('cardTitle'),
    tabs: tabsOf(at, 'card', tabs),
    body: html`<h1>${word('cardTitle')}</h1>
      ${problemText(problem)} ${done && html`<p class="said" role="status">${word(`done.${done}`)}</p>`}
      ${card.waiting && done === undefined && html`<p class="soft">${word('waiting')}</p>`}
      ${
        card.fields.length > 0 &&
        html`<form class="card" method="post" action="/m/${at.shopId}/card">
          ${card.fields.map((field) => fieldOf(at, word, card, field))}
          ${card.changes === 'propose' && html`<p class="soft">${word('proposeAbout')}</p>`}
          <button class="act">${word('save')}</button>
        </form>`
      }
      ${card.consents.length > 0 && consents(at, word, card)}`,
  });
}

function fieldOf(at: Frame, word: Word, { facts }: OwnCard, field: OwnCard['fields'][number]): Html {
  const label = translate(at.tongue, `customers:field.${field}`);
  if (field === 'phone') return input('phone', label, facts.phone, 'tel');
  if (field === 'email') return input('email', label, facts.email, 'email');
  if (field === 'gender') {
    const option = (value: string) =>
      html`<option value="${value}" ${value === facts.gender && new Html('selected')}>
        ${translate(at.tongue, `customers:gender.${value}`)}
      </option>`;
    return html`<label for="gender">${label}</label>
      <select id="gender" name="gender">
        ${!facts.gender && html`<option value="">–</option>`} ${['male', 'female', 'other'].map(option)}
      </select>`;
  }
  if (field === 'address') {
    const part = (name: string) =>
      input(`address.${name}`, translate(at.tongue, `customers:self.public.${name}`), facts.address?.[name]);
    return html`<input type="hidden" name="address.shown" value="1" />${['province', 'city', 'text'].map(part)}`;
  }
  return birthdayField(word, label, facts.birthday ?? null);
}

function birthdayField(word: Word, label: string, now: NonNullable<OwnCard['facts']['birthday']> | null): Html {
  const choice = (value: string, shown: string, chosen: boolean) =>
    html`<option value="${value}" ${chosen && new Html('selected')}>${shown}</option>`;
  const numbers = (most: number, none: string, chosen: number | undefined) => [
    choice('', none, chosen === undefined),
    ...Array.from({ length: most }, (_, n) => choice(String(n + 1), String(n + 1), chosen === n + 1)),
  ];
  return html`<fieldset>
    <legend>${label}</legend>
    <input type="hidden" name="birthday.shown" value="1" />
    <select name="birthday.calendar" aria-label="${word('birthday.calendar')}">
      ${choice('solar', word('birthday.solar'), now?.calendar !== 'lunar')}
      ${choice('lunar', word('birthday.lunar'), now?.calendar === 'lunar')}
    </select>
    <input
      name="birthday.year"
      inputmode="numeric"
      maxlength="4"
      placeholder="${word('birthday.year')}"
      aria-label="${word('birthday.year')}"
      value="${now?.year ?? ''}"
    />
    <select name="birthday.month" aria-label="${word('birthday.month')}">
      ${numbers(12, word('birthday.month'), now?.month)}
    </select>
    <select name="birthday.day" aria-label="${word('birthday.day')}">
      ${numbers(31, word('birthday.day'), now?.day)}
    </select>
    <label class="inline">
      <input type="checkbox" name="birthday.leap" value="yes" ${now?.leapMonth === true && new Html('checked')} />
      ${word('birthday.leap')}
    </label>
  </fieldset>`;
}

function input(name: string, label: string, value: string | null | undefined, type = 'text'): Html {
  return html`<label for="${name}">${label}</label>
    <input id="${name}" name="${name}" type="${type}" maxlength="300" value="${value ?? ''}" />`;
}

/** A no is one press, as a yes is. */
function consents(at: Frame, word: Word, { consents: all }: OwnCard): Html {
  const known = (kind: string, key: string) => {
    const full = `customers:consent.${kind}.${key}`;
    const found = translate(at.tongue, full);
    return found === full || found === full.split(':')[1] ? key : found;
  };
  return html`<section class="card">
    <h2>${word('consents')}</h2>
    ${all.map(({ channel, purpose, granted, wording }) => {
      const name = `${known('channel', channel)} · ${known('purpose', purpose)}`;
      const press = (value: 'yes' | 'no', chosen: boolean) =>
        html`<button name="granted" value="${value}" aria-pressed="${chosen ? 'true' : 'false'}">
          ${word(value)}
        </button>`;
      return html`<form class="consent" method="post" action="/m/${at.shopId}/consent">
        <input type="hidden" name="channel" value="${channel}" /><input
          type="hidden"
          name="purpose"
          value="${purpose}"
        />
        <p>${name} ${wording && html`<small>${wording}</small>`}</p>
        <span role="group" aria-label="${name}"
          >${press('yes', granted === true)}${press('no', granted === false)}</span
        >
      </form>`;
    })}
  </section>`;
}
