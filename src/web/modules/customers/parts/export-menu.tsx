import { ActionIcon, Menu } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { apiUrl } from '../../../api/http.ts';
import { useMay } from '../../../api/session.ts';
import type { ListSearch } from './list-search.ts';

/** What the list shows, as a file: with its search, filter and order. */
export function ExportMenu({ search }: { search: ListSearch }): ReactNode {
  const { t } = useTranslation('customers');
  if (!useMay('customers.export')) return null;
  const query = {
    q: search.q,
    sort: search.sort,
    filter: search.filter && JSON.stringify(search.filter),
  };
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon variant="default" size={36} aria-label={t('list.export')} title={t('list.export')}>
          <IconDownload size={18} stroke={1.6} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {(['csv', 'xlsx'] as const).map((format) => (
          <Menu.Item key={format} component="a" href={apiUrl('/exports/customers', { ...query, format })} download>
            {t(`list.${format}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
