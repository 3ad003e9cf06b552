import type { TFunction } from 'i18next';
import { birthdayText } from '../../../../kit/birthday.ts';
import type { Customer } from '../../api.ts';

/** A fact side by side: what each card says of it in words, and what it is asked for by. */
export interface ComparedFact {
  /** As `fields` of a merge names it. */
  field: string;
  label: string;
  /** By card; '' where it says nothing. */
  values: ReadonlyMap<string, string>;
}

const FIELDS = [
  'name',
  'kind',
  'phone',
  'email',
  'gender',
  'title',
  'birthday',
  'address',
  'externalId',
  'cardNumber',
  'source',
  'ownerId',
] as const satisfies readonly (keyof Customer)[];

interface Words {
  t: TFunction<'customers'>;
  memberName: (id: string) => string | undefined;
}

/** The facts that any of the cards knows, those that differ first. */
export function comparedFacts(
  cards: readonly Customer[],
  words: Words,
): { differing: ComparedFact[]; same: ComparedFact[] } {
  const known = [...ownFacts(cards, words), ...customFacts(cards, words)].filter(({ values }) =>
    [...values.values()].some(Boolean),
  );
  const differs = ({ values }: ComparedFact) => new Set(values.values()).size > 1;
  return { differing: known.filter(differs), same: known.filter((fact) => !differs(fact)) };
}

function ownFacts(cards: readonly Customer[], words: Words): ComparedFact[] {
  return FIELDS.map((field) => ({
    field,
    label: words.t(`field.${field}`),
    values: new Map(cards.map((card) => [card.id, textOf(card, field, words)])),
  }));
}

function textOf(card: Customer, field: (typeof FIELDS)[number], { t, memberName }: Words): string {
  if (field === 'kind') return t(`kind.${card.kind}`);
  if (field === 'gender') return card.gender ? t(`gender.${card.gender}`) : '';
  if (field === 'birthday') return card.birthday ? birthdayText(card.birthday, t) : '';
  if (field === 'ownerId') return (card.ownerId && memberName(card.ownerId)) ?? '';
  if (field === 'address') return card.address ? Object.values(card.address).filter(Boolean).join(' ') : '';
  return card[field] ?? '';
}

function customFacts(cards: readonly Customer[], { t }: Words): ComparedFact[] {
  const keys = [...new Set(cards.flatMap(({ custom }) => Object.keys(custom)))];
  return keys.map((key) => ({
    field: `custom.${key}`,
    label: t(`custom.${key}`, { defaultValue: key }),
    values: new Map(cards.map(({ id, custom }) => [id, plain(custom[key])])),
  }));
}

function plain(value: unknown): string {
  if (value === null || value === undefined) return '';
  return Array.isArray(value) ? value.join(', ') : typeof value === 'object' ? JSON.stringify(value) : String(value);
}
