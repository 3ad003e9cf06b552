import { useQuery } from '@tanstack/react-query';
import { isVisible } from '../../../../../modules/customers/fields/rules/field.ts';
import { api, type CustomerCard, type FieldLayout, type FieldView } from '../../api.ts';

export type Value = CustomerCard['custom'][string];

const NOTHING: FieldLayout = { sections: [], fields: [], unsorted: [], removed: [], arrangement: '' };

/** The business's own fields and their sections. */
export function useFields(): FieldLayout {
  return useQuery(api.fields.list.queryOptions({ input: {}, staleTime: 60_000 })).data ?? NOTHING;
}

interface FieldGroup {
  id: string | null;
  /** Empty: of no section. */
  name: string;
  fields: FieldView[];
}

/** Fields by section in the order of the card, as far as they are asked of such a customer. */
export function groupsOf(layout: FieldLayout, customer?: { kind: string; stage: string }): FieldGroup[] {
  const shown = layout.fields.filter((field) => !customer || isVisible(field, customer));
  const groups = [{ id: null, name: '' }, ...layout.sections].map(({ id, name }) => {
    return { id, name, fields: shown.filter(({ sectionId }) => sectionId === id) };
  });
  return groups.filter(({ fields }) => fields.length > 0);
}

/** As the reader's language calls it. */
export function nameIn(field: Pick<FieldView, 'name' | 'names'>, language: string): string {
  return (field.names as Record<string, string | undefined>)[language] ?? field.name;
}

/** What a new consent for the field is for. */
export function consentFor(key: string): string {
  return `sensitive:${key}`.slice(0, 40);
}

/** Stands on the card for what is covered. */
export const COVERED = '••••';
