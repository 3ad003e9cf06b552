import { IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { monthName } from '../../../kit/birthday.ts';
import { useFormats } from '../../../kit/use-formats.ts';
import type { ListColumnView } from '../api.ts';
import { useChoices } from './choices.ts';
import { fieldFilterWords } from './fields/field-filters.tsx';
import { useFields } from './fields/use-fields.ts';
import { listOf, withField, type DaysFromToday, type FilterValue, type ListFilter, type Range } from './list-search.ts';
import classes from './list.module.css';
import { useMembers } from './members.ts';
import { useBranches } from './branches.ts';
import { minorText } from './minor-text.ts';

interface ChosenFiltersProps {
  filter: ListFilter | undefined;
  registered: readonly ListColumnView[];
  onFilter: (filter: ListFilter) => void;
}

const NO_FILTER = {};

/** The conditions that hold, each with a way to drop it. Stages have chips of their own. */
export function ChosenFilters({ filter = NO_FILTER, registered, onFilter }: ChosenFiltersProps): ReactNode {
  const { t } = useTranslation('customers');
  const inWords = useFilterWords(registered);
  const chosen = Object.entries(filter).filter(([field]) => field !== 'stage');
  if (chosen.length === 0) return null;
  return (
    <div className={classes.chosen}>
      {chosen.map(([field, value]) => {
        const words = inWords(field, value);
        return (
          <button
            key={field}
            type="button"
            className={classes.pill}
            aria-label={t('list.drop', { filter: words })}
            onClick={() => onFilter(withField(filter, field, undefined))}
          >
            {words}
            <IconX size={14} stroke={1.8} aria-hidden="true" />
          </button>
        );
      })}
    </div>
  );
}

function useFilterWords(registered: readonly ListColumnView[]) {
  const { t } = useTranslation('customers');
  const { t: kit } = useTranslation('kit');
  const f = useFormats();
  const members = [...useMembers(), ...useBranches()];
  const { fields } = useFields();
  const choices = useChoices();
  const separator = t('list.or');
  const ownerName = (id: string) => (id === 'me' ? t('list.mine') : members.find((one) => one.id === id)?.name);

  return (field: string, value: FilterValue): string => {
    const own = fields.find(({ key }) => field === `custom.${key}`);
    if (own) return fieldFilterWords(own, value, t, f);
    const choice = choices.find(({ key }) => key === field);
    if (choice) {
      const names = new Map(choice.options.map(({ key, name }) => [key, name]));
      const chosen = listOf(value).map((key) => names.get(key) ?? t('groups.gone'));
      return `${t(choice.title)} ${chosen.join(separator)}`;
    }
    const column = registered.find(({ key }) => key === field);
    if (column) {
      const title = t(column.title);
      const names = new Map(column.options.map(({ key, title }) => [key, t(title)]));
      if (column.filter === 'one-of')
        return listOf(value)
          .map((key) => names.get(key) ?? key)
          .join(separator);
      return `${title} ${daysWords(value) ?? rangeWords(value as Range, column)}`;
    }
    switch (field) {
      case 'ownerId':
        return value === null ? t('list.unowned') : listOf(value).map(ownerName).join(separator);
      case 'branchId':
        return value === null ? t('list.noBranch') : listOf(value).map(ownerName).join(separator);
      case 'withoutTag':
        return `${t('list.withoutTag')} ${listOf(value).join(separator)}`;
      case 'hasEmail':
        return t(value ? 'list.emailYes' : 'list.emailNo');
      case 'birthday':
        return `${t('field.birthday')} ${t(`list.birthday.${String(value)}`)}`;
      case 'ids':
        return t('list.chosenOnes', { count: listOf(value).length });
      case 'hasPhone':
        return t(value ? 'list.phoneYes' : 'list.phoneNo');
      case 'birthdayMonth':
        return `${t('list.birthdayMonth')} ${monthName('solar', Number(value), kit)}`;
      case 'createdFrom':
      case 'createdTo':
        return `${t(`list.${field}`)} ${f.date(String(value))}`;
      case 'kind':
        return listOf(value)
          .map((kind) => t(`kind.${kind}`))
          .join(separator);
      case 'binned':
        return t('list.bin');
      case 'changeSet':
        return t('list.ofOneImport');
      default:
        return listOf(value).join(separator);
    }
  };

  function daysWords(value: FilterValue): string | undefined {
    const days = value as DaysFromToday;
    const mode = (['lastDays', 'moreDaysAgo', 'nextDays'] as const).find((one) => days?.[one] !== undefined);
    return mode && t(`list.days.said.${mode}`, { count: days[mode], shown: f.number(days[mode] ?? 0) });
  }

  function rangeWords({ from, to }: Range, { kind }: ListColumnView): string {
    const one = (bound: string | number) => {
      if (kind === 'day') return f.date(String(bound));
      const currency = f.settings.baseCurrency;
      return kind === 'money' ? f.money({ amount: minorText(String(bound), f), currency }) : f.number(Number(bound));
    };
    if (from !== undefined && to !== undefined) return `${one(from)} – ${one(to)}`;
    return from === undefined ? `≤ ${one(to ?? 0)}` : `≥ ${one(from)}`;
  }
}
