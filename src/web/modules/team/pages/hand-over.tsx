import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmDialog } from '../../../kit/confirm-dialog.tsx';
import { ErrorState } from '../../../kit/error-state.tsx';
import { Figure, FigureStrip } from '../../../kit/figure.tsx';
import { PageHead } from '../../../kit/page-head.tsx';
import { Lines, Waiting } from '../../../kit/skeletons.tsx';
import { Cards } from '../../../kit/surface.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api, type HandOver } from '../api.ts';
import { CustomersCard } from '../parts/hand-over/customers-card.tsx';
import { DraftCard } from '../parts/hand-over/draft-card.tsx';
import classes from '../parts/hand-over/hand-over.module.css';
import { ReadingsCard, SharesCard } from '../parts/hand-over/shares-card.tsx';
import { useHandOver } from '../parts/hand-over/use-hand-over.ts';
import { WatchCard } from '../parts/hand-over/watch-card.tsx';
import { TeamTabs } from '../parts/team-tabs.tsx';

/** One hand-over, from the proposal to the ninety days after. */
export function HandOverPage(): ReactNode {
  const { t } = useTranslation('team');
  const { id } = useParams({ strict: false }) as { id: string };
  const { data, error, refetch } = useQuery(api.handOver.read.queryOptions({ input: { id } }));
  return (
    <>
      <PageHead
        title={data ? t('handOver.of', { name: data.member.name }) : t('tab.handOver')}
        note={data && t(`handOver.state.${data.state}`)}
        actions={data && <Acts handOver={data} />}
      />
      <TeamTabs />
      {data ? (
        <Filled handOver={data} />
      ) : error ? (
        <ErrorState error={error} retry={() => void refetch()} />
      ) : (
        <Waiting>
          <Lines count={8} />
        </Waiting>
      )}
    </>
  );
}

function Filled({ handOver }: { handOver: HandOver }): ReactNode {
  const { t } = useTranslation('team');
  const f = useFormats();
  const { customers, value, atRisk, tasks, appointments, recentOrders, contacted, objections, state } = handOver;
  return (
    <div className={classes.page}>
      <FigureStrip label={t('handOver.open')}>
        <Figure label={t('distribution.customers')} value={f.number(customers)} note={f.money(value)} />
        <Figure
          label={t('handOver.atRisk')}
          value={f.number(atRisk)}
          {...(atRisk > 0 ? { tone: 'act' as const } : {})}
        />
        <Figure label={t('handOver.orders')} value={f.number(recentOrders)} note={t('handOver.ordersNote')} />
        {state === 'given' ? (
          <>
            <Figure
              label={t('handOver.contacts')}
              value={f.number(contacted)}
              note={t('handOver.contactsOf', { count: customers })}
            />
            <Figure
              label={t('handOver.objections')}
              value={f.number(objections)}
              {...(objections > 0 ? { tone: 'mind' as const } : {})}
            />
          </>
        ) : (
          <>
            <Figure label={t('handOver.tasks')} value={f.number(tasks)} />
            <Figure label={t('handOver.appointments')} value={f.number(appointments)} />
          </>
        )}
      </FigureStrip>
      {state === 'given' && <WatchCard id={handOver.id} />}
      <Cards width={400}>
        <SharesCard handOver={handOver} />
        <ReadingsCard handOver={handOver} />
      </Cards>
      {state === 'draft' && <DraftCard handOver={handOver} />}
      <CustomersCard handOver={handOver} />
    </div>
  );
}

function Acts({ handOver }: { handOver: HandOver }): ReactNode {
  const { t } = useTranslation('team');
  const navigate = useNavigate();
  const { drop, give, takeBack } = useHandOver();
  const [asked, setAsked] = useState<'give' | 'back' | 'drop' | null>(null);
  const { id, member, customers, state } = handOver;
  const close = () => setAsked(null);
  const gone = async () => {
    await drop.mutateAsync({ id });
    await navigate({ to: '/team/hand-over' as never });
  };
  return (
    <>
      {state === 'draft' && (
        <>
          <Button variant="default" onClick={() => setAsked('drop')}>
            {t('handOver.drop')}
          </Button>
          <Button onClick={() => setAsked('give')}>{t('handOver.give')}</Button>
        </>
      )}
      {state === 'given' && (
        <Button variant="default" onClick={() => setAsked('back')}>
          {t('handOver.takeBack')}
        </Button>
      )}
      <ConfirmDialog
        opened={asked === 'give'}
        onClose={close}
        title={t('handOver.giveTitle', { name: member.name })}
        confirm={t('handOver.giveNow', { count: customers })}
        onConfirm={() => give.mutateAsync({ id })}
      >
        <p>{t('handOver.giveAbout', { days: handOver.contactDays })}</p>
      </ConfirmDialog>
      <ConfirmDialog
        opened={asked === 'back'}
        onClose={close}
        title={t('handOver.backTitle', { name: member.name })}
        confirm={t('handOver.takeBack')}
        onConfirm={() => takeBack.mutateAsync({ id })}
      >
        <p>{t('handOver.backAbout')}</p>
      </ConfirmDialog>
      <ConfirmDialog
        opened={asked === 'drop'}
        onClose={close}
        title={t('handOver.dropTitle')}
        confirm={t('handOver.drop')}
        onConfirm={gone}
      >
        <p>{t('handOver.dropAbout')}</p>
      </ConfirmDialog>
    </>
  );
}
