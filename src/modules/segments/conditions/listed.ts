import { z } from 'zod';
import type { Ctx } from '../../../kernel/context.ts';
import {
  columnsFor,
  comparableFields,
  FIELD_PREFIX,
  fieldsOf,
  filterOf,
  listConditions,
  type ListCondition,
} from '../../customers/index.ts';
import type { Group, Part } from './kinds.ts';
import type { Words } from './words.ts';

type Field = Awaited<ReturnType<typeof fieldsOf>>['live'][number];
type Column = ReturnType<typeof columnsFor>[number];

/** What the list takes of this actor: for conditions that no kind is registered for. */
export type ReadListed = (field: string, value: unknown) => ListCondition | undefined;

export function readListed(ctx: Ctx): Promise<ReadListed> {
  return listConditions(ctx);
}

/** Days that move with today, and birthdays. */
export function listedMoves(field: string, value: unknown): boolean {
  if (field === 'birthday') return true;
  return (
    typeof value === 'object' && value !== null && ['moreDaysAgo', 'lastDays', 'nextDays'].some((key) => key in value)
  );
}

/** How the builder asks for it, and under which heading. */
export interface ListedForm {
  field: string;
  /** Message key, or what the business calls its own field. */
  title: { key: string } | { name: string };
  group: Group;
  part: Part;
}

/** Everything of the list that the builder offers. */
export async function listedForms(ctx: Ctx): Promise<ListedForm[]> {
  const read = await readListed(ctx);
  const known = ({ field, part }: ListedForm) =>
    OF_IDS.has(field) || read(field, EXAMPLES[part.input]?.(part)) !== undefined;
  const own = (await fieldsOf(ctx)).live;
  return [
    ...OWN.filter(known),
    ...columnsFor(ctx)
      .filter(({ filter }) => filter)
      .map(formOfColumn),
    ...comparableFields(ctx, { all: own, live: own, byKey: new Map() }).map(formOfField),
  ];
}

/** Colleagues and branches: everybody may ask for them. */
const OF_IDS = new Set(['ownerId', 'branchId']);

/** A value that the list takes where the actor may ask at all. */
const EXAMPLES: Partial<Record<Part['input'], (part: Part) => unknown>> = {
  choices: ({ options }) => [options?.[0]?.key ?? 'x'],
  choice: ({ options }) => options?.[0]?.key ?? 'x',
  yesNo: () => true,
};

const own = (field: string, title: string, part: Omit<Part, 'key' | 'title'>): ListedForm => ({
  field,
  title: { key: title },
  group: 'card',
  part: { key: '', title, ...part },
});
const named = (keys: readonly string[], at: (key: string) => string) => keys.map((key) => ({ key, title: at(key) }));

/** Options of tags, sources, colleagues and branches are the business's own: `catalogue.ts` adds them. */
const OWN: readonly ListedForm[] = [
  own('stage', 'customers:field.stage', {
    input: 'choices',
    options: named(['lead', 'prospect', 'active', 'sleeping', 'lost'], (key) => `customers:stage.${key}`),
  }),
  own('tag', 'customers:field.tags', { input: 'choices' }),
  own('source', 'customers:field.source', { input: 'choices' }),
  own('kind', 'customers:field.kind', {
    input: 'choices',
    options: named(['person', 'company'], (key) => `customers:kind.${key}`),
  }),
  own('ownerId', 'customers:field.ownerId', { input: 'choices' }),
  own('branchId', 'customers:field.branchId', { input: 'choices' }),
  own('birthday', 'customers:field.birthday', {
    input: 'choice',
    options: named(['today', 'next7', 'next30', 'thisMonth'], (key) => `customers:list.birthday.${key}`),
  }),
  own('hasPhone', 'customers:field.phone', { input: 'yesNo' }),
  own('hasEmail', 'customers:field.email', { input: 'yesNo' }),
];

const GROUP_OF: Readonly<Record<string, Group>> = {
  customer_statistics: 'purchases',
  class_members: 'classes',
  retention_rhythms: 'watch',
};

function formOfColumn({ key, title, table, kind, filter, options }: Column): ListedForm {
  const input = filter === 'one-of' ? 'choices' : kind === 'day' ? 'days' : kind === 'money' ? 'money' : 'number';
  return {
    field: key,
    title: { key: title },
    group: GROUP_OF[table] ?? 'more',
    part: { key: '', title, input, options: options ?? [] },
  };
}

function formOfField(field: Field): ListedForm {
  const { key, name, type } = field;
  const filter = filterOf(field);
  const input = {
    'one-of': type === 'customer' ? 'filled' : 'choices',
    range: type === 'date' ? 'days' : 'number',
    contains: 'text',
    filled: 'filled',
  } as const;
  const options =
    type === 'yesNo'
      ? named(['yes', 'no'], (one) => `customers:fields.${one}`)
      : field.options.filter(({ removed }) => !removed).map((one) => ({ key: one.key, name: one.name }));
  return {
    field: FIELD_PREFIX + key,
    title: { name },
    group: 'fields',
    part: { key: '', title: name, input: input[filter], options: filter === 'one-of' ? options : [] },
  };
}

/** "Stage is sleeping or lost", "spent at least ¥1,000": how any entry of the list's filter is said. */
export function sayListed(
  words: Words,
  form: ListedForm | undefined,
  field: string,
  value: unknown,
  not: boolean,
): string {
  const title = titleOf(words, form, field);
  const isFilled = value === null ? false : typeof value === 'boolean' ? value : filledOf(value);
  if (isFilled !== undefined) return words.t(isFilled === not ? 'say.hasNot' : 'say.has', { title });
  const text = contains.safeParse(value);
  if (text.success) return words.t(not ? 'say.containsNot' : 'say.contains', { title, text: text.data.contains });
  if (Array.isArray(value) || typeof value !== 'object') {
    const names = (Array.isArray(value) ? value : [value]).map((key) => optionName(words, form, String(key)));
    return words.t(not ? 'say.isNot' : 'say.is', { title, value: words.list(names) });
  }
  const range = words.t('say.range', { title, value: sayRange(words, form, value as object) });
  return not ? words.t('say.notThat', { condition: range }) : range;
}

const filled = z.object({ filled: z.boolean() });
const contains = z.object({ contains: z.string() });

function filledOf(value: unknown): boolean | undefined {
  return filled.safeParse(value).data?.filled;
}

function titleOf(words: Words, form: ListedForm | undefined, field: string): string {
  if (!form) return words.t(`customers:list.${field}`);
  return 'key' in form.title ? words.t(form.title.key) : form.title.name;
}

function optionName(words: Words, form: ListedForm | undefined, key: string): string {
  const option = form?.part.options?.find((one) => one.key === key);
  if (!option) return words.name(key);
  return 'title' in option ? words.t(option.title) : option.name;
}

function sayRange(words: Words, form: ListedForm | undefined, value: object): string {
  const { from, to } = value as { from?: unknown; to?: unknown };
  const bounds = { from: from == null ? null : Number(from), to: to == null ? null : Number(to) };
  if (form?.part.input === 'money') return words.money(bounds);
  return form?.part.input === 'number' ? words.number(bounds) : words.days(value);
}
