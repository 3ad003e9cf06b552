import { Button } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorState } from '../../../kit/error-state.tsx';
import { PageHead } from '../../../kit/page-head.tsx';
import { CardSkeleton, Waiting } from '../../../kit/skeletons.tsx';
import { Card, Columns, Facts } from '../../../kit/surface.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api, type OpenedCampaign } from '../api.ts';
import { CampaignActs } from '../parts/campaign-acts.tsx';
import { againWhileMoving, CampaignState } from '../parts/campaign-state.tsx';
import { CheckCard } from '../parts/check-card.tsx';
import { EffectCard } from '../parts/effect-card.tsx';
import { PrintCard } from '../parts/print-card.tsx';
import { ProgressCard } from '../parts/progress-card.tsx';

export function CampaignPage(): ReactNode {
  const { t } = useTranslation('care');
  const { id } = useParams({ strict: false }) as { id: string };
  const { data, error, refetch } = useQuery(
    api.campaigns.read.queryOptions({
      input: { id },
      refetchInterval: ({ state }) => againWhileMoving(state.data?.state),
    }),
  );
  const back = (
    <Button
      component={Link}
      to="/care/campaigns"
      variant="subtle"
      size="compact-sm"
      mb={10}
      leftSection={<IconArrowLeft size={15} />}
    >
      {t('campaign.back')}
    </Button>
  );
  if (!data)
    return (
      <>
        <PageHead title={t('tab.campaigns')} />
        {back}
        {error ? (
          <ErrorState error={error} retry={() => void refetch()} />
        ) : (
          <Waiting>
            <CardSkeleton lines={6} />
          </Waiting>
        )}
      </>
    );
  const begun = data.startedAt !== null;
  const over = data.state === 'finished' || data.state === 'stopped';
  // Asked anew in each state: before the first message there is no effect yet.
  const effect = begun && <EffectCard key={data.state} campaign={data} />;
  return (
    <>
      <PageHead
        title={data.name}
        note={<CampaignState state={data.state} />}
        actions={<CampaignActs campaign={data} />}
      />
      {back}
      <Columns right={<PlanCard campaign={data} />}>
        {over && effect}
        {begun ? <ProgressCard campaign={data} /> : <CheckCard campaign={data} />}
        {['letter', 'gift'].includes(data.channel.kind) && (
          <PrintCard of={{ campaignId: data.id }} sent={data.counts.sent} />
        )}
        {!over && effect}
      </Columns>
    </>
  );
}

function PlanCard({ campaign }: { campaign: OpenedCampaign }): ReactNode {
  const { t } = useTranslation('care');
  const f = useFormats();
  return (
    <Card heading={t('campaign.plan')}>
      <Facts
        facts={[
          [t('campaign.channel'), campaign.channel.name],
          [t('campaign.purpose'), t(`purpose.${campaign.purpose}`)],
          [t('campaign.offer'), campaign.offer],
          [t('campaign.holdOut'), f.percent(campaign.holdOutPercent / 100)],
          [t('campaign.effectDays'), f.number(campaign.effectDays)],
          [t('campaign.budget'), campaign.budget && f.money(campaign.budget)],
          [t('campaign.startsAt'), campaign.startsAt && f.dateTime(campaign.startsAt)],
          [t('campaign.by'), campaign.createdBy],
          [t('campaign.askedBy'), campaign.state === 'asked' ? campaign.askedBy : null],
          [t('campaign.approvedBy'), campaign.approvedBy],
        ]}
      />
    </Card>
  );
}
