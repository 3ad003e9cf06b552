import { Button } from '@mantine/core';
import { IconPlus, IconTemplate } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../../api/session.ts';
import { EmptyState } from '../../../kit/empty-state.tsx';
import { ErrorState } from '../../../kit/error-state.tsx';
import { allRows, type LedgerColumn } from '../../../kit/ledger/columns.ts';
import { Ledger } from '../../../kit/ledger/ledger.tsx';
import { PageHead } from '../../../kit/page-head.tsx';
import { Lines, Waiting } from '../../../kit/skeletons.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api, type Template } from '../api.ts';
import { CareTabs } from '../parts/care-tabs.tsx';

export function TemplatesPage(): ReactNode {
  const { t } = useTranslation('care');
  const f = useFormats();
  const mayEdit = useMay('care.edit');
  const { data, error, refetch } = useQuery(api.templates.list.queryOptions({ input: {} }));
  const add = mayEdit && (
    <Button component={Link} to={'/care/templates/new' as '/'} leftSection={<IconPlus size={16} />}>
      {t('template.new')}
    </Button>
  );
  const columns: LedgerColumn<Template>[] = [
    { key: 'name', title: t('template.name'), cell: (row) => row.name },
    { key: 'channel', title: t('template.channel'), cell: (row) => t(`kind.${row.channel}`) },
    { key: 'purpose', title: t('campaign.purpose'), cell: (row) => t(`purpose.${row.purpose}`) },
    {
      key: 'tongues',
      title: t('template.tongues'),
      cell: (row) => row.tongues.map((one) => t(`tongue.${one}`)).join(' · '),
      phone: 'absent',
    },
    { key: 'changed', title: t('template.changed'), cell: (row) => f.age(row.changedAt), phone: 'noteEnd' },
  ];
  return (
    <>
      <PageHead title={t('tab.templates')} actions={data && data.items.length > 0 ? add : undefined} />
      <CareTabs />
      {!data ? (
        error ? (
          <ErrorState error={error} retry={() => void refetch()} />
        ) : (
          <Waiting>
            <Lines count={6} />
          </Waiting>
        )
      ) : data.items.length === 0 ? (
        <EmptyState icon={IconTemplate} step={add || undefined}>
          {t('template.empty')}
        </EmptyState>
      ) : (
        <Ledger
          label={t('tab.templates')}
          columns={columns}
          list={allRows(data.items)}
          rowId={(row) => row.id}
          rowLink={(row) => ({ to: '/care/templates/$id', params: { id: row.id } })}
        />
      )}
    </>
  );
}
