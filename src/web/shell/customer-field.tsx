import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { contract } from '../../modules/customers/contract.ts';
import { moduleClient } from '../api/client.ts';

const customers = moduleClient('customers', { list: contract.list, read: contract.read });

interface CustomerFieldProps {
  label: string;
  /** The label is only for whoever does not see the field. */
  labelHidden?: boolean;
  value: string | null;
  onChange: (id: string | null) => void;
  error?: ReactNode;
}

/** A customer, found by name, pinyin or phone, as everywhere. */
export function CustomerField({ label, labelHidden, value, onChange, error }: CustomerFieldProps): ReactNode {
  const { t } = useTranslation('kit');
  const [typed, setTyped] = useState('');
  const [asked] = useDebouncedValue(typed.trim(), 200);
  const found = useQuery(
    customers.list.queryOptions({
      input: { ...(asked ? { q: asked } : {}), limit: 8 },
      placeholderData: keepPreviousData,
      staleTime: 30_000,
    }),
  );
  const chosen = useQuery(customers.read.queryOptions({ input: { id: value ?? '' }, enabled: value !== null }));
  const options = new Map(found.data?.items.map(({ id, name }) => [id, name]));
  // Who was chosen stays an option while somebody else is looked for: else the choice would be taken back.
  if (value !== null) options.set(value, chosen.data?.name ?? options.get(value) ?? typed);
  return (
    <Select
      {...(labelHidden ? { 'aria-label': label } : { label })}
      placeholder={t('customerField.hint')}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': t('customerField.clear') }}
      value={value}
      data={[...options].map(([id, name]) => ({ value: id, label: name }))}
      filter={({ options: all }) => all}
      onSearchChange={setTyped}
      onChange={onChange}
      nothingFoundMessage={found.isFetching ? undefined : t('customerField.none')}
      error={error}
    />
  );
}
