import type { Ctx } from '../../kernel/context.ts';
import { startOfDay } from '../../maths/calendar.ts';
import type { ImportRow, RowProblem } from '../transfer/index.ts';
import type { NewCustomer } from './bulk-create.ts';
import words from './import-words.json' with { type: 'json' };
import { normaliseEmail } from './rules/email.ts';
import { isHan } from './rules/fold.ts';
import { isMask } from './rules/mask.ts';
import { problemOfBirthday } from './rules/birthday.ts';
import type { LifeCycleStage } from './rules/life-cycle.ts';

/** Meaning of a column → how its cells are read. */
export const CUSTOMER_COLUMNS = {
  name: 'text',
  firstName: 'text',
  lastName: 'text',
  externalId: 'text',
  cardNumber: 'text',
  phone: 'phone',
  email: 'text',
  gender: 'gender',
  birthday: 'birthday',
  address: 'longText',
  country: 'text',
  province: 'text',
  city: 'text',
  district: 'text',
  street: 'text',
  postcode: 'text',
  company: 'text',
  kind: 'text',
  source: 'text',
  stage: 'text',
  owner: 'text',
  tags: 'tags',
  consent: 'yesNo',
  note: 'longText',
  createdOn: 'date',
} as const;

export type CustomerFileRow = ImportRow<typeof CUSTOMER_COLUMNS>;

/** What one row says. */
export interface ImportedCustomer {
  facts: NewCustomer;
  /** False: the row names nobody, and the name was made up from a number. */
  named: boolean;
  note: string | null;
  consent: boolean | null;
}

export type Members = ReadonlyMap<string, string>;

/** A row of the file → a customer; or why it cannot be one. */
export function readRow(ctx: Ctx, row: CustomerFileRow, members: Members): ImportedCustomer | RowProblem {
  const values = withoutMasks(row.values);
  const email = values.email === undefined ? undefined : normaliseEmail(values.email);
  if (values.email !== undefined && !email) {
    return { code: 'EMAIL_NOT_UNDERSTOOD', params: { text: values.email.slice(0, 60) }, meaning: 'email' };
  }
  const { birthday } = values;
  if (birthday && problemOfBirthday(birthday, ctx.today)) return { code: 'BIRTHDAY_IMPOSSIBLE', meaning: 'birthday' };
  const phone = values.phone?.phone;
  const given = nameOf(values);
  const name = (given ?? phone ?? email ?? values.externalId ?? values.cardNumber)?.slice(0, 200);
  if (!name) return { code: 'NAME_MISSING', meaning: 'name' };
  const custom = customOf(values, members);
  return {
    facts: {
      name,
      ...(kindOf(values) === undefined ? {} : { kind: kindOf(values) }),
      ...present({
        externalId: values.externalId?.slice(0, 120),
        cardNumber: values.cardNumber?.slice(0, 120),
        phone,
        email,
        gender: values.gender === 'unknown' ? undefined : values.gender,
        birthday,
        address: addressOf(values),
        tags: values.tags?.slice(0, 60).map((tag) => tag.slice(0, 60)),
        source: values.source?.slice(0, 120),
        stage: stageOf(values.stage),
        ownerId: values.owner === undefined ? undefined : members.get(values.owner.toLowerCase()),
        custom,
        createdAt: values.createdOn && startOfDay(ctx.workspace.zone, values.createdOn.date),
      }),
    },
    named: given !== undefined,
    note: values.note?.slice(0, 10_000) ?? null,
    consent: values.consent ?? null,
  };
}

type Values = CustomerFileRow['values'];

/** What was exported covered says nothing when it comes back: the fact stays as it is. */
function withoutMasks(values: Values): Values {
  const told = Object.entries(values).filter(([, value]) => {
    const text = typeof value === 'string' ? value : (value as { phone?: unknown } | undefined)?.phone;
    return typeof text !== 'string' || !isMask(text);
  });
  return Object.fromEntries(told) as Values;
}

function nameOf(values: Values): string | undefined {
  if (values.name) return values.name;
  const parts = [values.firstName, values.lastName].filter((part): part is string => Boolean(part));
  if (parts.length === 0) return values.company;
  // A Chinese name begins with the surname and has no blank in it.
  return parts.every((part) => [...part].every(isHan)) ? parts.toReversed().join('') : parts.join(' ');
}

function kindOf(values: Values): 'person' | 'company' | undefined {
  const word = values.kind?.toLowerCase() ?? '';
  if (words.company.includes(word)) return 'company';
  if (words.person.includes(word)) return 'person';
  return values.company && !values.name && !values.firstName && !values.lastName ? 'company' : undefined;
}

function stageOf(text: string | undefined): LifeCycleStage | undefined {
  const word = text?.toLowerCase() ?? '';
  const found = Object.entries(words.stage).find(([, known]) => known.includes(word));
  return found?.[0] as LifeCycleStage | undefined;
}

const ADDRESS_PARTS = ['country', 'province', 'city', 'district', 'street', 'postcode'] as const;

function addressOf(values: Values): Record<string, string> | undefined {
  const parts = ADDRESS_PARTS.flatMap((part) => (values[part] ? [[part, values[part].slice(0, 300)]] : []));
  if (values.address) parts.push(['text', values.address.slice(0, 300)]);
  return parts.length === 0 ? undefined : (Object.fromEntries(parts) as Record<string, string>);
}

/** What has no place of its own is kept under its meaning rather than lost. */
function customOf(values: Values, members: Members): Record<string, unknown> | undefined {
  const custom = present({
    company: kindOf(values) === 'company' ? undefined : values.company,
    ownerName: values.owner !== undefined && !members.has(values.owner.toLowerCase()) ? values.owner : undefined,
    stageInFile: values.stage !== undefined && !stageOf(values.stage) ? values.stage : undefined,
  });
  return Object.keys(custom).length === 0 ? undefined : custom;
}

function present<Facts extends object>(facts: Facts): Facts {
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined)) as Facts;
}
