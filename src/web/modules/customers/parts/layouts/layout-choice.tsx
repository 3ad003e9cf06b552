import { SegmentedControl, Select, VisuallyHidden } from '@mantine/core';
import { IconCalendarMonth, IconColumns, IconList } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ListColumnView } from '../../api.ts';
import type { ListSearch, SearchChange } from '../list-search.ts';
import classes from './layouts.module.css';
import { useGroupings } from './use-groupings.ts';

interface LayoutChoiceProps {
  search: ListSearch;
  onSearch: (change: SearchChange) => void;
  registered: readonly ListColumnView[];
}

const LAYOUTS = [
  { value: 'list', Icon: IconList },
  { value: 'board', Icon: IconColumns },
  { value: 'calendar', Icon: IconCalendarMonth },
] as const;

/** As a list, in groups, on a board by stage, or in a calendar: the same customers. */
export function LayoutChoice({ search, onSearch, registered }: LayoutChoiceProps): ReactNode {
  const { t } = useTranslation('customers');
  const groupings = useGroupings(registered);
  const layout = search.layout ?? 'list';
  return (
    <div className={classes.choice}>
      {layout === 'list' && (
        <Select
          className={classes.group ?? ''}
          aria-label={t('groups.by')}
          placeholder={t('groups.by')}
          clearable
          clearButtonProps={{ 'aria-label': t('groups.clear') }}
          data={groupings.map(({ by, title }) => ({ value: by, label: title }))}
          value={search.group ?? null}
          onChange={(group) => onSearch({ group: group ?? undefined })}
        />
      )}
      <SegmentedControl
        aria-label={t('layout.label')}
        value={layout}
        onChange={(chosen) => {
          const next = chosen as (typeof LAYOUTS)[number]['value'];
          onSearch({ layout: next === 'list' ? undefined : next, group: next === 'list' ? search.group : undefined });
        }}
        data={LAYOUTS.map(({ value, Icon }) => ({
          value,
          label: (
            <span className={classes.icon} title={t(`layout.${value}`)}>
              <Icon size={18} stroke={1.6} aria-hidden="true" />
              <VisuallyHidden>{t(`layout.${value}`)}</VisuallyHidden>
            </span>
          ),
        }))}
      />
    </div>
  );
}
