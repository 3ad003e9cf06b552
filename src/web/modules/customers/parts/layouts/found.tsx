import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { PageHead } from '../../../../kit/page-head.tsx';
import { useFormats } from '../../../../kit/use-formats.ts';
import { api } from '../../api.ts';
import type { ListSearch } from '../list-search.ts';

/** What of the address narrows the customers, as the server takes it. */
export function foundBy({ q, filter }: ListSearch): { q?: string; filter?: string } {
  return { ...(q ? { q } : {}), ...(filter ? { filter: JSON.stringify(filter) } : {}) };
}

/** The head of the page where no list counts by itself. */
export function CountedHead({ search, actions }: { search: ListSearch; actions: ReactNode }): ReactNode {
  const { t } = useTranslation('customers');
  const f = useFormats();
  const { data } = useQuery(api.list.queryOptions({ input: { ...foundBy(search), limit: 1 } }));
  return <PageHead title={t('menu.customers')} note={data && f.count(data.count)} actions={actions} />;
}
