import { Button, Checkbox, NumberInput, SegmentedControl, Select, TagsInput, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { monthName } from '../../../kit/birthday.ts';
import { Form } from '../../../kit/form.tsx';
import { SideDrawer } from '../../../kit/side-drawer.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api, type ListColumnView } from '../api.ts';
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
        .map((column) => (
          <RangeField key={column.key} column={column} value={draft[column.key] as Range | undefined} set={set} />
        ))}
      {registered
        .filter((column) => column.filter === 'one-of')
        .map((column) => (
          <Select
            key={column.key}
            label={t(column.title)}
            clearable
            data={column.options.map(({ key, title }) => ({ value: key, label: t(title) }))}
            value={listOf(draft[column.key])[0] ?? null}
            onChange={(value) => set(column.key, value === null ? undefined : [value])}
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
      <Select
        label={t('field.source')}
        clearable
        searchable
        data={used?.sources ?? []}
        value={listOf(draft['source'])[0] ?? null}
        onChange={(source) => set('source', source === null ? undefined : [source])}
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
        return column.kind === 'day' ? (
          <TextInput
            key={part}
            type="date"
            label={label}
            value={String(value?.[part] ?? '')}
            onChange={(event) => change(part, event.currentTarget.value || undefined)}
          />
        ) : (
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
