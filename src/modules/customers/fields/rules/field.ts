import type { Birthday } from '../../rules/birthday.ts';

export const FIELD_TYPES = [
  'text',
  'longText',
  'number',
  'money',
  'date',
  'choice',
  'multiChoice',
  'yesNo',
  'phone',
  'email',
  'link',
  'file',
  'customer',
] as const;
export type FieldType = (typeof FIELD_TYPES)[number];

export const STAGES = ['lead', 'prospect', 'active', 'sleeping', 'lost'] as const;
export type Stage = (typeof STAGES)[number];
export type Kind = 'person' | 'company';

export interface FieldOption {
  key: string;
  name: string;
  /** Offered no longer; values given earlier still mean it. */
  removed?: boolean | undefined;
}

export interface Field {
  id: string;
  key: string;
  /** `unsorted`: a key that an import or a program wrote, not made a field yet. */
  type: FieldType | 'unsorted';
  name: string;
  /** Language → name, where somebody said it. */
  names: Readonly<Record<string, string>>;
  help: string | null;
  /** What a number is counted in; of money its ISO 4217 code. */
  unit: string | null;
  options: readonly FieldOption[];
  sectionId: string | null;
  position: number;
  kinds: readonly Kind[];
  /** Empty: at every stage. */
  visibleAt: readonly Stage[];
  requiredAt: readonly Stage[];
  sensitive: boolean;
  unique: boolean;
  inLists: boolean;
  ready: boolean;
  removed: boolean;
  version: number;
}

export type FieldValue =
  | string
  | number
  | boolean
  | readonly string[]
  | { amount: string; currency: string }
  | Birthday;

/** Facts of every card that are kept among the custom ones and have places of their own. */
export const BUILT_IN = new Set(['contactPerson', 'company', 'occupation', 'preferences']);

/** Values short enough to be compared, sorted and filtered. */
export function isShort(type: Field['type']): boolean {
  return type !== 'longText' && type !== 'file' && type !== 'unsorted';
}

/** Found by the search for customers. */
export function isSearched({ type, sensitive, removed }: Field): boolean {
  return !sensitive && !removed && ['text', 'longText', 'phone', 'email', 'link'].includes(type);
}

export function mayBeUnique(type: Field['type']): boolean {
  return ['text', 'number', 'phone', 'email', 'link'].includes(type);
}

export function mayBeSensitive(type: Field['type']): boolean {
  return type !== 'file' && type !== 'customer' && type !== 'unsorted';
}

const SAFE_CHANGES: Partial<Record<FieldType, readonly FieldType[]>> = {
  text: ['longText'],
  number: ['text'],
  choice: ['multiChoice', 'text'],
  phone: ['text'],
  email: ['text'],
  link: ['text'],
};

/** Whether every value of the one type can be said in the other. */
export function isSafeChange(from: Field['type'], to: FieldType): boolean {
  if (from === to) return true;
  return from === 'unsorted' ? to !== 'file' && to !== 'customer' : (SAFE_CHANGES[from]?.includes(to) ?? false);
}

type Rules = Pick<Field, 'kinds' | 'visibleAt' | 'requiredAt'>;

/** Whether the field is asked of such a customer. */
export function isVisible(field: Rules, { kind, stage }: { kind: string; stage: string }): boolean {
  const { kinds, visibleAt } = field;
  return kinds.includes(kind as Kind) && (visibleAt.length === 0 || visibleAt.includes(stage as Stage));
}

export function isRequired(field: Rules, customer: { kind: string; stage: string }): boolean {
  return isVisible(field, customer) && field.requiredAt.includes(customer.stage as Stage);
}
