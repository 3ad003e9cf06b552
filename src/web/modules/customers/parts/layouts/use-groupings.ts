import { useTranslation } from 'react-i18next';
import type { ListColumnView } from '../../api.ts';
import { useBranches } from '../branches.ts';
import { optionName } from '../fields/field-text.ts';
import { nameIn, useFields } from '../fields/use-fields.ts';
import { useMembers } from '../members.ts';

interface Grouping {
  /** As GET /customers/groups takes it. */
  by: string;
  title: string;
  /** What a group is called. */
  nameOf: (key: string) => string;
}

/** Whatever has few values divides the list. */
export function useGroupings(registered: readonly ListColumnView[]): Grouping[] {
  const { t, i18n } = useTranslation('customers');
  const { fields } = useFields();
  const people = new Map([...useMembers(), ...useBranches()].map(({ id, name }) => [id, name]));
  const branches = useBranches();
  const asIs = (key: string) => key;
  const named = (id: string) => people.get(id) ?? t('groups.gone');
  return [
    { by: 'stage', title: t('field.stage'), nameOf: (key) => t(`stage.${key}`) },
    { by: 'ownerId', title: t('field.ownerId'), nameOf: named },
    { by: 'tag', title: t('field.tags'), nameOf: asIs },
    { by: 'source', title: t('field.source'), nameOf: asIs },
    { by: 'kind', title: t('groups.kind'), nameOf: (key) => t(`kind.${key}`) },
    ...(branches.length > 0 ? [{ by: 'branchId', title: t('field.branchId'), nameOf: named }] : []),
    ...registered
      .filter(({ filter }) => filter === 'one-of')
      .map(({ key: by, title, options }) => {
        const titles = new Map(options.map((option) => [option.key, option.title]));
        return { by, title: t(title), nameOf: (key: string) => t(titles.get(key) ?? key) };
      }),
    ...fields
      .filter(({ type, inLists, ready, sensitive, reach }) => {
        const few = type === 'choice' || type === 'multiChoice' || type === 'yesNo';
        return few && inLists && ready && !sensitive && (reach === 'read' || reach === 'edit');
      })
      .map((field) => ({
        by: `custom.${field.key}`,
        title: nameIn(field, i18n.language),
        nameOf: (key: string) => (field.type === 'yesNo' ? t(`fields.${key}`) : optionName(field, key, t)),
      })),
  ];
}
