import { sql } from 'kysely';
import type { Ctx } from '../../kernel/context.ts';
import { translate } from '../../kernel/i18n/translate.ts';
import { addDays, daysBetween } from '../../maths/calendar.ts';
import { occasionsBetween, occasionShown, turnedRole, type PersonRole } from '../customers/index.ts';
import { lunarInWords, nearness } from './birthdays.ts';
import type { ReasonFacts, ReasonKind } from './kinds.ts';
import { raiseReasons, type NewReason } from './reasons.ts';
import { dayInWords } from './sentences.ts';
import { readSettings } from './settings.ts';

/** Days to speak about, and days to remember without a word ready: memorials, and what is sensitive. */
const KINDS = { spoken: 'occasion', quiet: 'remembrance' } as const;

/** The farthest ahead that an occasion may ask for. */
const FARTHEST = 60;

/** Raises the occasions of the coming days and settles those that passed or were forgotten; `null`: of everybody. */
export async function reviewOccasions(ctx: Ctx, customerIds: readonly string[] | null): Promise<void> {
  const coming = await comingOccasions(ctx, customerIds);
  await settleOthers(ctx, coming, customerIds);
  await raiseReasons(ctx, coming);
}

interface OccasionParams {
  kind: string;
  title: string | null;
  /** Only of somebody without a card; others are named by what they are. */
  person: string | null;
  role: PersonRole | null;
  calendar: 'solar' | 'lunar';
  month: number;
  day: number;
  leapMonth: boolean;
  sensitive: boolean;
}

type FoundOccasion = OccasionParams & { id: string; customerId: string; on: string; turned: boolean };

async function comingOccasions(ctx: Ctx, customerIds: readonly string[] | null): Promise<NewReason[]> {
  const { birthdayDays } = await readSettings(ctx);
  const days = occasionsBetween(ctx.today, addDays(ctx.today, FARTHEST));
  const { rows } = await sql<FoundOccasion>`
    select o.id, o.customer_id as "customerId", kept.on, o.kind, o.title, p.name as person, p.role,
      p.customer_id is distinct from o.customer_id as turned,
      o.calendar, o.month, o.day, o.leap as "leapMonth", o.sensitive
    from customer_occasions o
    join jsonb_to_recordset(${JSON.stringify(days)}::jsonb)
      as kept (calendar text, month smallint, day smallint, "leapMonth" boolean, year smallint, "on" date)
      on o.month = kept.month and o.day = kept.day and o.calendar = kept.calendar and o.leap = kept."leapMonth"
    join customers c on c.workspace_id = o.workspace_id and c.id = o.customer_id and c.binned_at is null
    left join customer_people p on p.workspace_id = o.workspace_id and p.id = o.person_id
    where o.workspace_id = ${ctx.workspace.id}
      and kept.on <= ${ctx.today}::date + coalesce(o.days_ahead, ${birthdayDays}::int)
      and (not o.once or o.year = kept.year)
      and (${customerIds === null} or o.customer_id = any (${customerIds ?? []}::uuid[]))`.execute(ctx.db);
  return rows.map(({ id, customerId, on, turned, ...params }) => ({
    customerId,
    kind: params.sensitive || params.kind === 'memorial' ? KINDS.quiet : KINDS.spoken,
    source: `${id}:${on}`,
    stakeMinor: 0n,
    dueOn: on,
    params: { ...params, role: params.role && turned ? turnedRole(params.role) : params.role },
  }));
}

async function settleOthers(ctx: Ctx, coming: NewReason[], customerIds: readonly string[] | null): Promise<void> {
  const held = coming.map(({ customerId, kind, source }) => ({ id: customerId, kind, source }));
  await sql`
    update today_reasons r set settled_at = ${ctx.now}, settled_by = 'passed'
    where r.workspace_id = ${ctx.workspace.id} and r.kind = any (${Object.values(KINDS)}::text[])
      and r.settled_at is null
      and (${customerIds === null} or r.customer_id = any (${customerIds ?? []}::uuid[]))
      and not exists (
        select 1 from jsonb_to_recordset(${JSON.stringify(held)}::jsonb) as held (id uuid, kind text, source text)
        where held.id = r.customer_id and held.kind = r.kind and held.source = r.source)`.execute(ctx.db);
}

export const occasionKind: ReasonKind = { kind: KINDS.spoken, module: 'today', values };
export const remembranceKind: ReasonKind = { kind: KINDS.quiet, module: 'today', values };

function values(ctx: Ctx, { params, dueOn }: ReasonFacts): Record<string, unknown> {
  const occasion = params as unknown as OccasionParams;
  const on = dueOn ?? ctx.today;
  const wholeMonth = occasion.day === 0;
  const covered = !occasionShown(ctx.actor, occasion);
  return {
    what: capitalised(covered ? translate(ctx.locale, 'customers:occasions.covered') : whatInWords(ctx, occasion)),
    date: covered ? dayInWords(ctx.locale, on) : dateInWords(ctx, occasion, on),
    context: wholeMonth && !covered ? 'month' : nearness(daysBetween(ctx.today, on)),
  };
}

function whatInWords(ctx: Ctx, { kind, title, person, role }: OccasionParams): string {
  const what = title ?? translate(ctx.locale, `customers:occasions.kind.${kind}`);
  if (role === null) return what;
  const roleWord = translate(ctx.locale, `customers:people.role.${role}`);
  const whose = person
    ? translate(ctx.locale, 'customers:people.named', { name: person, role: roleWord })
    : translate(ctx.locale, 'customers:people.their', { role: roleWord });
  return translate(ctx.locale, 'customers:occasions.whose', { person: whose, what });
}

/** It begins the sentence. */
function capitalised(text: string): string {
  return text.replace(/^\p{Ll}/u, (first) => first.toUpperCase());
}

function dateInWords(ctx: Ctx, { calendar, month, day, leapMonth }: OccasionParams, on: string): string {
  if (day === 0) return translate(ctx.locale, `kit:${calendar}.month.${month}`);
  return calendar === 'lunar' ? lunarInWords(ctx, month, day, leapMonth) : dayInWords(ctx.locale, on);
}
