import { sql } from 'kysely';
import type { Ctx } from '../../../../kernel/context.ts';
import { mark } from '../../../../kernel/secrets.ts';
import { phoneKeyOrDigits } from '../../phones.ts';
import { normaliseEmail } from '../../rules/email.ts';
import { foldText } from '../../rules/fold.ts';

/** What a person is known again by. Phone and e-mail in any spelling. */
export interface KnownBy {
  name?: string | null | undefined;
  phone?: string | null | undefined;
  email?: string | null | undefined;
  externalId?: string | null | undefined;
  birthday?: { calendar?: string; year?: number | null | undefined; month: number; day: number } | null | undefined;
}

/** Keyed marks: who has the installation's secret can ask whether somebody was erased, and nobody can read who. */
export function marksOf(ctx: Pick<Ctx, 'workspace'>, person: KnownBy): string[] {
  const { name, phone, email, externalId, birthday } = person;
  const day = birthday && [birthday.calendar ?? 'solar', birthday.year ?? '', birthday.month, birthday.day].join('-');
  const facts = [
    ['phone', phone && phoneKeyOrDigits(ctx, phone)],
    ['email', email && normaliseEmail(email)],
    ['number', externalId],
    ['person', name && day && birthday.year && `${foldText(name)} ${day}`],
  ];
  return facts.flatMap(([kind, value]) => (value ? [mark('tombstone', `${ctx.workspace.id} ${kind} ${value}`)] : []));
}

/** Which of these people were erased; by place in the list. */
export async function erasedAmong(ctx: Ctx, people: readonly KnownBy[]): Promise<Set<number>> {
  if (people.length === 0 || !(await anybodyErased(ctx))) return new Set();
  const marks = people.map((person) => marksOf(ctx, person));
  const { rows } = await sql<{ mark: string }>`
    select mark from customer_tombstones
    where workspace_id = ${ctx.workspace.id} and mark = any (${marks.flat()}::text[])`.execute(ctx.db);
  const erased = new Set(rows.map((row) => row.mark));
  return new Set(marks.flatMap((own, n) => (own.some((one) => erased.has(one)) ? [n] : [])));
}

/** Most shops have erased nobody; then no mark need be made. */
async function anybodyErased(ctx: Ctx): Promise<boolean> {
  const { rows } = await sql<{ any: boolean }>`
    select exists (select from customer_tombstones where workspace_id = ${ctx.workspace.id}) as any`.execute(ctx.db);
  return rows[0]?.any ?? false;
}
