import { Button } from '@mantine/core';
import { IconPlus, IconSend } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { keyset, useKeysetList } from '../../../api/lists.ts';
import { useMay } from '../../../api/session.ts';
import { EmptyState } from '../../../kit/empty-state.tsx';
import type { LedgerColumn } from '../../../kit/ledger/columns.ts';
import { Ledger } from '../../../kit/ledger/ledger.tsx';
import { PageHead } from '../../../kit/page-head.tsx';
import { SideDrawer } from '../../../kit/side-drawer.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api, type Campaign } from '../api.ts';
import { CampaignForm } from '../parts/campaign-form.tsx';
import { CampaignState } from '../parts/campaign-state.tsx';
import { CareTabs } from '../parts/care-tabs.tsx';

/** What went out to many at once, the newest first. */
export function CampaignsPage(): ReactNode {
  const { t } = useTranslation('care');
  const f = useFormats();
  const mayEdit = useMay('care.edit');
  const [planning, setPlanning] = useState(false);
  const list = useKeysetList(
    api.campaigns.list.infiniteOptions({ input: (cursor: string | undefined) => ({ cursor }), ...keyset }),
  );
  const add = mayEdit && (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setPlanning(true)}>
      {t('campaign.new')}
    </Button>
  );
  const columns: LedgerColumn<Campaign>[] = [
    { key: 'name', title: t('campaign.name'), cell: (row) => row.name },
    {
      key: 'state',
      title: t('campaign.stateTitle'),
      cell: ({ state }) => stateTag(state),
      phone: 'leadEnd',
    },
    { key: 'channel', title: t('campaign.channel'), cell: (row) => row.channel.name },
    {
      key: 'sent',
      title: t('campaign.sent'),
      cell: (row) => f.number(row.counts.sent),
      number: true,
      phone: 'noteEnd',
    },
    { key: 'held', title: t('campaign.held'), cell: (row) => f.number(row.counts.held), number: true, phone: 'absent' },
    { key: 'by', title: t('campaign.by'), cell: (row) => row.createdBy, phone: 'absent' },
  ];
  return (
    <>
      <PageHead title={t('tab.campaigns')} actions={(list.rows?.length ?? 0) > 0 ? add : undefined} />
      <CareTabs />
      <Ledger
        label={t('tab.campaigns')}
        columns={columns}
        list={list}
        rowId={(row) => row.id}
        rowLink={(row) => ({ to: '/care/campaigns/$id', params: { id: row.id } })}
        empty={
          <EmptyState icon={IconSend} step={add || undefined}>
            {t('campaign.empty')}
          </EmptyState>
        }
      />
      <SideDrawer opened={planning} onClose={() => setPlanning(false)} title={t('campaign.new')}>
        <CampaignForm onDone={() => setPlanning(false)} />
      </SideDrawer>
    </>
  );
}

function stateTag(state: Campaign['state']): ReactNode {
  return <CampaignState state={state} />;
}
