import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { contract } from '../../../../modules/customers/contract.ts';
import { moduleClient } from '../../../api/client.ts';

const customers = moduleClient('customers', { list: contract.list });

/** Found by name, pinyin or phone, as everywhere. */
export function CustomerField({
  label,
  value,
  onChange,
}: {
  label: string;
  value: string | null;
  onChange: (id: string | null) => void;
}): ReactNode {
  const { t } = useTranslation('care');
  const [typed, setTyped] = useState('');
  const [asked] = useDebouncedValue(typed.trim(), 200);
  const found = useQuery(
    customers.list.queryOptions({ input: { q: asked, limit: 8 }, enabled: asked !== '', staleTime: 30_000 }),
  );
  return (
    <Select
      aria-label={label}
      placeholder={t('follower.hint')}
      searchable
      value={value}
      data={found.data?.items.map(({ id, name }) => ({ value: id, label: name })) ?? []}
      filter={({ options }) => options}
      onSearchChange={setTyped}
      onChange={onChange}
      nothingFoundMessage={asked === '' || found.isFetching ? undefined : t('follower.none')}
    />
  );
}
