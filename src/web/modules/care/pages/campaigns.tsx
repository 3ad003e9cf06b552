import { IconSend } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { keyset, useKeysetList } from '../../../api/lists.ts';
import { useMay } from '../../../api/session.ts';
import type { LedgerColumn } from '../../../kit/ledger/columns.ts';
import { ListScreen } from '../../../kit/ledger/list-screen.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api, type Campaign } from '../api.ts';
import { CampaignForm } from '../parts/campaign-form.tsx';
import { CampaignState } from '../parts/campaign-state.tsx';
import { CareTabs } from '../parts/care-tabs.tsx';

/** What went out to many at once, the newest first. */
export function CampaignsPage(): ReactNode {
  const { t } = useTranslation('care');
  const mayEdit = useMay('care.edit');
  const list = useKeysetList(
    api.campaigns.list.infiniteOptions({ input: (cursor: string | undefined) => ({ cursor }), ...keyset }),
  );
  return (
    <ListScreen
      title={t('tab.campaigns')}
      tabs={<CareTabs />}
      columns={useColumns()}
      list={list}
      rowId={({ id }) => id}
      rowLink={({ id }) => ({ to: '/care/campaigns/$id', params: { id } })}
      icon={IconSend}
      empty={t('campaign.empty')}
      add={mayEdit ? { words: t('campaign.new'), form } : undefined}
    />
  );
}

function useColumns(): LedgerColumn<Campaign>[] {
  const { t } = useTranslation('care');
  const f = useFormats();
  return [
    { key: 'name', title: t('campaign.name'), cell: (row) => row.name },
    { key: 'state', title: t('campaign.stateTitle'), cell: ({ state }) => stateTag(state), phone: 'leadEnd' },
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
}

function form(done: () => void): ReactNode {
  return <CampaignForm onDone={done} />;
}

function stateTag(state: Campaign['state']): ReactNode {
  return <CampaignState state={state} />;
}
