import { sql } from 'kysely';
import { z } from 'zod';
import { addDays, startOfDay } from '../../../maths/calendar.ts';
import { consentCounts, dayRange, mayContact } from '../../customers/index.ts';
import type { ConditionKind } from './kinds.ts';
import { windowMoves, windowShape, type Window } from './shapes.ts';

/** Since when somebody is on file. */
export const onFile: ConditionKind<Window> = {
  key: 'onFile',
  title: 'segments:conditions.kind.onFile',
  group: 'card',
  shape: windowShape,
  parts: [{ key: '', title: 'segments:conditions.part.when', input: 'days' }],
  reads: ['customers'],
  moves: windowMoves,
  sql(ctx, value) {
    const { from, to } = dayRange(ctx, value) ?? {};
    const begins = (day: string) => startOfDay(ctx.workspace.zone, day);
    const bounds = [
      ...(from == null ? [] : [sql`customers.created_at >= ${begins(from)}`]),
      ...(to == null ? [] : [sql`customers.created_at < ${begins(addDays(to, 1))}`]),
    ];
    return sql`(${sql.join(bounds, sql` and `)})`;
  },
  say: (words, value, not) => words.t(not ? 'say.onFileNot' : 'say.onFile', { when: words.days(value) }),
};

/** Asked not to be contacted, today. */
export const noContact: ConditionKind<boolean> = {
  key: 'noContact',
  title: 'segments:conditions.kind.noContact',
  group: 'consent',
  shape: z.boolean(),
  parts: [{ key: '', title: 'segments:conditions.kind.noContact', input: 'yesNo' }],
  reads: ['customers'],
  // The wish may end with a day.
  moves: () => true,
  sql: (ctx, value) => {
    const mayBe = mayContact(ctx, sql.ref('customers.id'));
    return value ? sql`not ${mayBe}` : mayBe;
  },
  say: (words, value, not) => words.t(value === not ? 'say.mayContact' : 'say.noContact'),
};

const said = z.enum(['yes', 'no', 'nothing']);
const consentShape = z
  .object({ channel: z.string().min(1).max(40), purpose: z.string().min(1).max(40), said })
  .strict();
type Consent = z.infer<typeof consentShape>;
const options = (what: string, keys: readonly string[]) =>
  keys.map((key) => ({ key, title: `customers:consent.${what}.${key}` }));

/** What somebody allowed or forbade last, on a channel and for a purpose. */
export const consent: ConditionKind<Consent> = {
  key: 'consent',
  title: 'segments:conditions.kind.consent',
  group: 'consent',
  shape: consentShape,
  parts: [
    {
      key: 'channel',
      title: 'segments:conditions.part.channel',
      input: 'choice',
      options: options('channel', ['phone', 'sms', 'wechat', 'email', 'page', 'post', 'any']),
    },
    {
      key: 'purpose',
      title: 'segments:conditions.part.purpose',
      input: 'choice',
      options: options('purpose', ['marketing', 'service', 'profiling']),
    },
    {
      key: 'said',
      title: 'segments:conditions.part.said',
      input: 'choice',
      options: said.options.map((key) => ({ key, title: `segments:conditions.said.${key}` })),
    },
  ],
  reads: ['customers'],
  moves: () => false,
  sql(ctx, { channel, purpose, said: wanted }, among) {
    const workspace = ctx.workspace.id;
    // Words stay on the card they were said on; they count for the card that it was merged into.
    const cards = sql`
      select coalesce(k.merged_into, k.id) as card, w.granted, w.at, w.id
      from customer_consents w join customers k on k.workspace_id = w.workspace_id and k.id = w.customer_id
      where w.workspace_id = ${workspace} and w.channel = ${channel} and w.purpose = ${purpose}
        and ${consentCounts('w')}
        and k.id in (
          select id from customers own where own.workspace_id = ${workspace} ${among(sql.ref('own.id'))}
          union all
          select id from customers own where own.workspace_id = ${workspace} and own.merged_into is not null
            ${among(sql.ref('own.merged_into'))})`;
    const last = sql`select distinct on (card) card, granted from (${cards}) cards order by card, at desc, id desc`;
    if (wanted === 'nothing') return sql`not exists (select 1 from (${last}) last where last.card = customers.id)`;
    const granted = wanted === 'yes' ? sql`last.granted` : sql`not last.granted`;
    return sql`exists (select 1 from (${last}) last where last.card = customers.id and ${granted})`;
  },
  say(words, { channel, purpose, said: wanted }, not) {
    const name = (what: string, key: string) => {
      const word = words.t(`customers:consent.${what}.${key}`);
      // The business's own words have no translation.
      return word.includes('consent.') ? key : word;
    };
    return words.t(`say.${not ? 'not' : ''}consent.${wanted}`, {
      channel: name('channel', channel),
      purpose: name('purpose', purpose),
    });
  },
};
