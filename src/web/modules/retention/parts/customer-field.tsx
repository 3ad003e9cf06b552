import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { contract } from '../../../../modules/customers/contract.ts';
import { moduleClient } from '../../../api/client.ts';

const customers = moduleClient('customers', { list: contract.list, read: contract.read });

interface CustomerFieldProps {
  value: string | null;
  onChange: (id: string | null) => void;
  error?: ReactNode;
}

/** Found by name, pinyin or phone, as everywhere. */
export function CustomerField({ value, onChange, error }: CustomerFieldProps): ReactNode {
  const { t } = useTranslation('retention');
  const [typed, setTyped] = useState('');
  const [asked] = useDebouncedValue(typed.trim(), 200);
  const found = useQuery(
    customers.list.queryOptions({ input: { q: asked, limit: 8 }, enabled: asked !== '', staleTime: 30_000 }),
  );
  const chosen = useQuery(customers.read.queryOptions({ input: { id: value ?? '' }, enabled: value !== null }));
  const options = new Map(found.data?.items.map(({ id, name }) => [id, name]));
  if (value && chosen.data) options.set(value, chosen.data.name);
  return (
    <Select
      label={t('cases.customer')}
      placeholder={t('cases.customerHint')}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': t('cases.noCustomer') }}
      value={value}
      data={[...options].map(([id, label]) => ({ value: id, label }))}
      filter={({ options: all }) => all}
      onSearchChange={setTyped}
      onChange={onChange}
      nothingFoundMessage={asked === '' || found.isFetching ? undefined : t('cases.customerNone')}
      error={error}
    />
  );
}
