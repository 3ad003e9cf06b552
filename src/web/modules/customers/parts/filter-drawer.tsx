import {
  Button,
  Checkbox,
  MultiSelect,
  NumberInput,
  SegmentedControl,
  Select,
  TagsInput,
  TextInput,
} from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { monthName } from '../../../kit/birthday.ts';
import { Form } from '../../../kit/form.tsx';
import { SideDrawer } from '../../../kit/side-drawer.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api, type ListColumnView } from '../api.ts';
import { useChoices } from './choices.ts';
import { DayFilter } from './day-filter.tsx';
import { FieldFilters } from './fields/field-filters.tsx';
import { listOf, withField, type FilterValue, type ListFilter, type Range } from './list-search.ts';
import classes from './list.module.css';
import { useBranches } from './branches.ts';
import { useColleagues } from './members.ts';
import { decimalsOf } from './minor-text.ts';

interface FilterDrawerProps {
  opened: boolean;
  onClose: () => void;
  filter: ListFilter | undefined;
  registered: readonly ListColumnView[];
  onFilter: (filter: ListFilter) => void;
}

/** Every condition of the list in one place. */
export function FilterDrawer({ opened, onClose, ...rest }: FilterDrawerProps): ReactNode {
  const { t } = useTranslation('customers');
  return (
    <SideDrawer opened={opened} onClose={onClose} title={t('list.filters')}>
      <FilterForm {...rest} onClose={onClose} />
    </SideDrawer>
  );
}

function FilterForm({ filter, registered, onFilter, onClose }: Omit<FilterDrawerProps, 'opened'>): ReactNode {
  const { t } = useTranslation('customers');
  const choices = useChoices().filter(({ options }) => options.length > 0);
  const [draft, setDraft] = useState<ListFilter>(filter ?? {});
  const set = (field: string, value: FilterValue | undefined) => setDraft((known) => withField(known, field, value));
  const apply = (next: ListFilter) => {
    onFilter(next);
    onClose();
  };
  return (
    <Form
      submit={t('list.show')}
      onSubmit={(event) => {
        event?.preventDefault();
        apply(draft);
      }}
    >
      <OwnFields draft={draft} set={set} />
      {registered
        .filter((column) => column.filter === 'range')
        .map((column) =>
          column.kind === 'day' ? (
            <DayFilter
              key={column.key}
              title={t(column.title)}
              value={draft[column.key]}
              onChange={(value) => set(column.key, value)}
            />
          ) : (
            <RangeField key={column.key} column={column} value={draft[column.key] as Range | undefined} set={set} />
          ),
        )}
      {registered
        .filter((column) => column.filter === 'one-of')
        .map((column) => (
          <MultiSelect
            key={column.key}
            label={t(column.title)}
            clearable
            clearButtonProps={{ 'aria-label': t('fields.clear') }}
            data={column.options.map(({ key, title }) => ({ value: key, label: t(title) }))}
            value={listOf(draft[column.key])}
            onChange={(keys) => set(column.key, keys)}
          />
        ))}
      {choices.map(({ key, title, options }) => (
        <MultiSelect
          key={key}
          label={t(title)}
          clearable
          clearButtonProps={{ 'aria-label': t('fields.clear') }}
          searchable
          data={options.map((option) => ({ value: option.key, label: option.name }))}
          value={listOf(draft[key])}
          onChange={(keys) => set(key, keys)}
        />
      ))}
      <FieldFilters draft={draft} set={set} />
      <Checkbox
        label={t('list.bin')}
        checked={draft['binned'] === true}
        onChange={(event) => set('binned', event.currentTarget.checked ? true : undefined)}
      />
      {Object.keys(draft).length > 0 && (
        <Button variant="subtle" onClick={() => apply({})}>
          {t('list.clear')}
        </Button>
      )}
    </Form>
  );
}

const BIRTHDAYS = ['today', 'next7', 'next30', 'thisMonth'] as const;

interface FieldsProps {
  draft: ListFilter;
  set: (field: string, value: FilterValue | undefined) => void;
}

function OwnFields({ draft, set }: FieldsProps): ReactNode {
  const { t } = useTranslation('customers');
  const { t: kit } = useTranslation('kit');
  const members = useColleagues();
  const { data: used } = useQuery(api.tags.queryOptions({ input: {}, staleTime: 60_000 }));
  const owner = draft['ownerId'];
  const branches = useBranches();
  return (
    <>
      <TagsInput
        label={t('field.tags')}
        data={used?.tags ?? []}
        value={listOf(draft['tag'])}
        onChange={(tags) => set('tag', tags)}
      />
      <TagsInput
        label={t('list.withoutTag')}
        data={used?.tags ?? []}
        value={listOf(draft['withoutTag'])}
        onChange={(tags) => set('withoutTag', tags)}
      />
      <MultiSelect
        label={t('field.source')}
        clearable
        clearButtonProps={{ 'aria-label': t('fields.clear') }}
        searchable
        data={used?.sources ?? []}
        value={listOf(draft['source'])}
        onChange={(sources) => set('source', sources)}
      />
      <Select
        label={t('groups.kind')}
        clearable
        clearButtonProps={{ 'aria-label': t('fields.clear') }}
        data={(['person', 'company'] as const).map((kind) => ({ value: kind, label: t(`kind.${kind}`) }))}
        value={listOf(draft['kind'])[0] ?? null}
        onChange={(kind) => set('kind', kind === null ? undefined : [kind])}
      />
      <Select
        label={t('field.ownerId')}
        clearable
        data={[
          { value: 'me', label: t('list.mine') },
          { value: 'none', label: t('list.unowned') },
          ...members.map(({ id, name }) => ({ value: id, label: name })),
        ]}
        value={owner === null ? 'none' : (listOf(owner)[0] ?? null)}
        onChange={(id) => set('ownerId', id === null ? undefined : id === 'none' ? null : [id])}
      />
      {branches.length > 0 && (
        <Select
          label={t('field.branchId')}
          clearable
          data={[
            { value: 'none', label: t('list.noBranch') },
            ...branches.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          value={draft['branchId'] === null ? 'none' : (listOf(draft['branchId'])[0] ?? null)}
          onChange={(id) => set('branchId', id === null ? undefined : id === 'none' ? null : [id])}
        />
      )}
      <SegmentedControl
        aria-label={t('list.hasPhone')}
        data={[
          { value: 'any', label: t('list.phoneAny') },
          { value: 'true', label: t('list.phoneYes') },
          { value: 'false', label: t('list.phoneNo') },
        ]}
        value={String(draft['hasPhone'] ?? 'any')}
        onChange={(value) => set('hasPhone', value === 'any' ? undefined : value === 'true')}
      />
      <SegmentedControl
        aria-label={t('field.email')}
        data={[
          { value: 'any', label: t('list.emailAny') },
          { value: 'true', label: t('list.emailYes') },
          { value: 'false', label: t('list.emailNo') },
        ]}
        value={String(draft['hasEmail'] ?? 'any')}
        onChange={(value) => set('hasEmail', value === 'any' ? undefined : value === 'true')}
      />
      <Select
        label={t('field.birthday')}
        description={t('list.birthdayAbout')}
        clearable
        clearButtonProps={{ 'aria-label': t('fields.clear') }}
        data={BIRTHDAYS.map((span) => ({ value: span, label: t(`list.birthday.${span}`) }))}
        value={typeof draft['birthday'] === 'string' ? draft['birthday'] : null}
        onChange={(span) => set('birthday', span ?? undefined)}
      />
      <Select
        label={t('list.birthdayMonth')}
        clearable
        data={Array.from({ length: 12 }, (_, at) => ({
          value: String(at + 1),
          label: monthName('solar', at + 1, kit),
        }))}
        value={draft['birthdayMonth'] === undefined ? null : String(draft['birthdayMonth'])}
        onChange={(month) => set('birthdayMonth', month === null ? undefined : Number(month))}
      />
      <div className={classes.range}>
        <TextInput
          type="date"
          label={t('list.createdFrom')}
          value={String(draft['createdFrom'] ?? '')}
          onChange={(event) => set('createdFrom', event.currentTarget.value || undefined)}
        />
        <TextInput
          type="date"
          label={t('list.createdTo')}
          value={String(draft['createdTo'] ?? '')}
          onChange={(event) => set('createdTo', event.currentTarget.value || undefined)}
        />
      </div>
    </>
  );
}

interface RangeFieldProps {
  column: ListColumnView;
  value: Range | undefined;
  set: FieldsProps['set'];
}

function RangeField({ column, value, set }: RangeFieldProps): ReactNode {
  const { t } = useTranslation('customers');
  const f = useFormats();
  const title = t(column.title);
  const change = (part: keyof Range, given: string | number | undefined) => {
    const { [part]: _old, ...rest } = value ?? {};
    const next = given === undefined ? rest : { ...rest, [part]: given };
    set(column.key, Object.keys(next).length === 0 ? undefined : next);
  };
  // Amounts are asked for in the currency's unit, and sent in its smallest.
  const unit = column.kind === 'money' ? 10 ** decimalsOf(f.settings.baseCurrency) : 1;
  return (
    <div className={classes.range}>
      {(['from', 'to'] as const).map((part) => {
        const label = t(`list.${part}`, { name: title });
        return (
          <NumberInput
            key={part}
            label={label}
            hideControls
            value={value?.[part] === undefined ? '' : Number(value[part]) / unit}
            onChange={(given) => change(part, given === '' ? undefined : Math.round(Number(given) * unit))}
          />
        );
      })}
    </div>
  );
}
