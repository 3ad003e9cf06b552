import { sql, type RawBuilder, type SqlBool } from 'kysely';
import type { Ctx } from '../../../kernel/context.ts';
import { consentCounts, mayContact, mayProfile } from '../../customers/index.ts';
import type { CareSettings } from '../channels/contract.ts';
import { consentFor, type Facts } from '../rules/gate.ts';
import { zonesByCountry } from '../rules/zone-of.ts';
import type { ChannelKind, Purpose, Tongue } from '../shapes-contract.ts';
import { anySilence } from './silences.ts';

export interface Asked {
  channel: ChannelKind;
  purpose: Purpose;
  settings: CareSettings;
  /** What is sent now is no contact of before. */
  sendingId?: string | null | undefined;
}

export interface FactRow extends Facts {
  zone: string;
}

/** As it stands on the card, in one line. */
const postal = sql<
  string | null
>`nullif(concat_ws(' ', customers.address ->> 'postcode', customers.address ->> 'province', customers.address ->> 'city',
  customers.address ->> 'district', customers.address ->> 'street', customers.address ->> 'text'), '')`;

/** Where a channel finds a customer: the column with the address. */
export const ADDRESS: Readonly<Record<ChannelKind, RawBuilder<string | null>>> = {
  email: sql`customers.email`,
  sms: sql`customers.phone`,
  wechat: followedBy('wechat'),
  wecom: followedBy('wecom'),
  page: sql`(select v.customer_id::text from care_page_visits v
    where v.workspace_id = customers.workspace_id and v.customer_id = customers.id)`,
  webhook: sql`customers.id::text`,
  call: sql`customers.phone`,
  visit: postal,
  letter: postal,
  gift: postal,
};

/** The name of whoever still follows the account of this kind, the last who was seen. */
function followedBy(kind: 'wechat' | 'wecom'): RawBuilder<string | null> {
  return sql`(select f.address from care_followers f
    join care_channels a on a.workspace_id = f.workspace_id and a.id = f.channel_id and a.kind = ${sql.lit(kind)} and a.removed_at is null
    where f.workspace_id = customers.workspace_id and f.customer_id = customers.id and f.following_since is not null
    order by f.last_seen_at desc limit 1)`;
}

/** Which word on consent counts for a channel. */
export const CONSENT_CHANNEL: Readonly<Record<ChannelKind, string>> = {
  email: 'email',
  sms: 'sms',
  wechat: 'wechat',
  wecom: 'wechat',
  page: 'page',
  webhook: 'any',
  call: 'phone',
  visit: 'any',
  letter: 'post',
  gift: 'post',
};

/**
 * The facts of the gate as columns beside `from customers`, with the joins they need: one statement for a person, a
 * portion or the whole shop, which may also be grouped by them.
 */
export function factsOf(ctx: Ctx, { channel, purpose, settings, sendingId }: Asked) {
  const workspaceId = ctx.workspace.id;
  const id = sql`customers.id`;
  const address = ADDRESS[channel];
  const since = new Date(ctx.now.getTime() - settings.budgetDays * 86_400_000);
  const gap = new Date(ctx.now.getTime() - settings.promotionGapDays * 86_400_000);
  // One card at a time: asked for a list of cards at once, a database that has no statistics yet reads every consent for
  // each customer.
  const said = (card: RawBuilder<unknown>) => sql`
    select k.granted, k.language, k.at, k.id from customer_consents k
    where k.workspace_id = ${workspaceId} and k.customer_id = ${card}
      and k.channel = any (${[CONSENT_CHANNEL[channel], 'any']}::text[]) and k.purpose = ${consentFor(purpose)}
      and ${consentCounts('k')}
    order by k.at desc, k.id desc limit 1`;
  const joins = sql`
    left join lateral (
      select word.granted, word.language from (
        (${said(id)})
        union all
        select own.* from customers f cross join lateral (${said(sql`f.id`)}) own
        where f.workspace_id = ${workspaceId} and f.merged_into = ${id}) word
      order by word.at desc, word.id desc limit 1) said on true
    left join lateral (
      select count(*) filter (where m.at > ${since})::int as contacts,
        coalesce(bool_or(d.purpose = 'promotion' and m.at > ${gap}), false) as promoted
      from (
        select o.sent_at as at, o.sending_id from care_messages o
        where o.workspace_id = ${workspaceId} and o.customer_id = customers.id and o.sent_at is not null
        union all
        select o.claimed_at, o.sending_id from care_messages o
        where o.workspace_id = ${workspaceId} and o.customer_id = customers.id and o.state in ('sending', 'unknown')) m
      join care_sendings d on d.workspace_id = ${workspaceId} and d.id = m.sending_id
      where m.at > least(${since}::timestamptz, ${gap}::timestamptz)
        and m.sending_id is distinct from ${sendingId ?? null}::uuid) lately on true`;
  const columns = sql`
    (customers.binned_at is null) as there,
    (${address} is not null) as reachable,
    case when said.granted is null then 'none' when said.granted then 'yes' else 'no' end as consent,
    ${suppressed(workspaceId, channel, address)} as suppressed,
    not ${mayContact(ctx, id)} as "noContact",
    not ${mayProfile(ctx, id)} as "noProfiling",
    ${purpose === 'promotion' ? anySilence(ctx, id) : sql`false`} as silenced,
    least(lately.contacts, ${settings.budgetContacts}::int) as contacts,
    lately.promoted as "promotedLately",
    ${zoneColumn(ctx.workspace.zone)} as zone`;
  return { columns, joins, address };
}

/** In which the customer spoke last, where that is known. */
export const LANGUAGE: RawBuilder<Tongue | null> = sql`said.language`;

function suppressed(workspaceId: string, channel: string, address: RawBuilder<string | null>): RawBuilder<SqlBool> {
  return sql<SqlBool>`exists (
    select 1 from care_suppressions u where u.workspace_id = ${workspaceId} and u.channel = ${channel}
      and u.address_hash = ${hashIn(workspaceId, address)})`;
}

/** The same as `hashOf`, reckoned by the database. */
function hashIn(workspaceId: string, address: RawBuilder<string | null>): RawBuilder<Buffer> {
  return sql`sha256(convert_to(${`${workspaceId} `}::text || ${address}, 'UTF8'))`;
}

function zoneColumn(shopZone: string): RawBuilder<string> {
  return sql`coalesce(${JSON.stringify(zonesByCountry)}::jsonb ->> lower(trim(customers.address ->> 'country')), ${shopZone})`;
}
