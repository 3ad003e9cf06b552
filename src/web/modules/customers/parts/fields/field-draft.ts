import { isShort, type FieldType, type Kind, type Stage } from '../../../../../modules/customers/fields/rules/field.ts';
import type { FieldView } from '../../api.ts';

export const STAGES = ['lead', 'prospect', 'active', 'sleeping', 'lost'] as const;

/** The form's values. */
export interface FieldDraft {
  name: string;
  type: FieldType;
  help: string;
  unit: string;
  currency: string;
  options: { key?: string; name: string }[];
  /** Names of options that are offered no longer. */
  gone: string[];
  sectionId: string | null;
  kinds: Kind[];
  visibleAt: Stage[];
  requiredAt: Stage[];
  sensitive: boolean;
  unique: boolean;
  inLists: boolean;
  names: Record<string, string>;
}

export function draftOfField(field: FieldView | undefined, currency: string): FieldDraft {
  const options = field?.options ?? [];
  const known = field && field.type !== 'unsorted' ? field : undefined;
  return {
    name: field?.name ?? '',
    type: known && known.type !== 'unsorted' ? known.type : 'text',
    help: field?.help ?? '',
    unit: field?.unit ?? '',
    currency: known?.type === 'money' ? (known.unit ?? currency) : currency,
    options: known ? options.filter(({ removed }) => !removed).map(({ key, name }) => ({ key, name })) : [{ name: '' }],
    gone: options.filter(({ removed }) => removed).map(({ name }) => name),
    sectionId: field?.sectionId ?? null,
    kinds: field?.kinds ?? ['person', 'company'],
    visibleAt: field?.visibleAt ?? [],
    requiredAt: field?.requiredAt ?? [],
    sensitive: field?.sensitive ?? false,
    unique: field?.unique ?? false,
    inLists: known ? known.inLists : true,
    names: { en: '', 'zh-CN': '', 'zh-TW': '', ...field?.names },
  };
}

/** What the server is told; what a type does not know is left out. */
export function factsOfField(draft: FieldDraft) {
  const { type } = draft;
  const choosing = type === 'choice' || type === 'multiChoice';
  const names = Object.entries(draft.names).filter(([, name]) => name.trim() !== '');
  return {
    name: draft.name,
    type,
    help: draft.help || null,
    ...(type === 'number' ? { unit: draft.unit || null } : {}),
    ...(type === 'money' ? { unit: draft.currency.trim().toUpperCase() } : {}),
    ...(choosing ? { options: draft.options.filter(({ name }) => name.trim() !== '') } : {}),
    sectionId: draft.sectionId,
    kinds: draft.kinds,
    visibleAt: draft.visibleAt,
    requiredAt: draft.requiredAt,
    sensitive: draft.sensitive,
    unique: draft.unique && !draft.sensitive,
    inLists: draft.inLists && isShort(type),
    names: Object.fromEntries(names),
  };
}
