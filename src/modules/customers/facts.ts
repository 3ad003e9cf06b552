import type { Insertable } from 'kysely';
import type { Ctx } from '../../kernel/context.ts';
import type { Customers } from '../../kernel/db/tables.ts';
import { refusals } from '../../kernel/errors.ts';
import { customerErrors, type ChangedCustomerInput, type NewCustomerInput } from './contract.ts';
import { phoneKey } from './phones.ts';
import { problemOfBirthday, type Birthday } from './rules/birthday.ts';
import { normaliseEmail } from './rules/email.ts';
import { sortNameOf } from './rules/sort-name.ts';

const refuse = refusals(customerErrors);

type Given = Omit<
  Partial<NewCustomerInput & ChangedCustomerInput>,
  'id' | 'version' | 'confirmed' | 'consents' | 'custom' | 'stageReason'
>;
/** Columns of one row, as far as they were given. */
export type GivenColumns = Partial<Omit<Insertable<Customers>, 'workspace_id' | 'id'>>;

/** What was typed → columns, normalised and checked. What was not given is absent; null and '' clear. */
export function columnsOf(ctx: Ctx, given: Given): GivenColumns {
  const columns: GivenColumns = {};
  if (given.name !== undefined) Object.assign(columns, { name: given.name, sort_name: sortNameOf(given.name) });
  if (given.kind !== undefined) columns.kind = given.kind;
  if (given.externalId !== undefined) columns.external_id = given.externalId || null;
  if (given.cardNumber !== undefined) columns.card_number = given.cardNumber || null;
  if (given.phone !== undefined) columns.phone = phoneOf(ctx, given.phone);
  if (given.email !== undefined) columns.email = emailOf(given.email);
  if (given.gender !== undefined) columns.gender = given.gender === 'unknown' ? null : given.gender;
  if (given.title !== undefined) columns.title = given.title || null;
  if (given.birthday !== undefined) Object.assign(columns, birthdayColumns(ctx, given.birthday));
  if (given.address !== undefined) columns.address = addressOf(given.address);
  if (given.tags !== undefined) columns.tags = [...new Set(given.tags)];
  if (given.source !== undefined) columns.source = given.source || null;
  if (given.stage !== undefined) columns.stage = given.stage;
  if (given.ownerId !== undefined) columns.owner_id = given.ownerId;
  if (given.branchId !== undefined) columns.branch_id = given.branchId;
  return columns;
}

/** `undefined` where the birthday cannot be. */
export function birthdayAsColumns(birthday: Birthday | null | undefined): GivenColumns {
  return {
    birthday_calendar: birthday?.calendar ?? null,
    birthday_year: birthday?.year ?? null,
    birthday_month: birthday?.month ?? null,
    birthday_day: birthday?.day ?? null,
    birthday_leap: birthday?.leapMonth ?? false,
  };
}

function phoneOf(ctx: Ctx, phone: string | null): string | null {
  if (!phone) return null;
  const key = phoneKey(ctx, phone);
  if (!key) throw refuse('CUSTOMER_PHONE_NOT_UNDERSTOOD', { path: 'phone', phone: phone.slice(0, 40) });
  return key;
}

function emailOf(email: string | null): string | null {
  if (!email) return null;
  const address = normaliseEmail(email);
  if (!address) throw refuse('CUSTOMER_EMAIL_NOT_UNDERSTOOD', { path: 'email', email: email.slice(0, 80) });
  return address;
}

function birthdayColumns(ctx: Ctx, given: NonNullable<Given['birthday']> | null): GivenColumns {
  if (!given) return birthdayAsColumns(null);
  const birthday: Birthday = {
    calendar: given.calendar,
    month: given.month,
    day: given.day,
    ...(given.year ? { year: given.year } : {}),
    ...(given.leapMonth ? { leapMonth: true } : {}),
  };
  const problem = problemOfBirthday(birthday, ctx.today);
  if (problem) throw refuse('CUSTOMER_BIRTHDAY_IMPOSSIBLE', { path: 'birthday', problem });
  return birthdayAsColumns(birthday);
}

function addressOf(address: Record<string, string> | null): string | null {
  const filled = Object.entries(address ?? {}).filter(([, value]) => value !== '');
  return filled.length === 0 ? null : JSON.stringify(Object.fromEntries(filled));
}
