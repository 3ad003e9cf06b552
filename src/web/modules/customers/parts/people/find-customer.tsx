import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api.ts';

interface FindCustomerProps {
  /** Not to be found: the customer themselves. */
  except: string;
  value: string | null;
  onChange: (id: string | null) => void;
}

/** Any customer by name, phone or number. */
export function FindCustomer({ except, value, onChange }: FindCustomerProps): ReactNode {
  const { t } = useTranslation('customers');
  const [typed, setTyped] = useState('');
  const [q] = useDebouncedValue(typed.trim(), 200);
  const found = useQuery({ ...api.list.queryOptions({ input: { q, limit: 8 } }), enabled: q !== '' }).data?.items ?? [];
  return (
    <Select
      label={t('people.withCard')}
      placeholder={t('people.findHint')}
      nothingFoundMessage={q === '' ? t('people.findHint') : t('people.nothing')}
      searchable
      data={found
        .filter(({ id }) => id !== except)
        .map(({ id, name, phone }) => ({ value: id, label: [name, phone].filter(Boolean).join(' · ') }))}
      filter={({ options }) => options}
      searchValue={typed}
      onSearchChange={setTyped}
      value={value}
      onChange={onChange}
    />
  );
}
