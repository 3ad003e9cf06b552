import { Button, CopyButton } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../../api/session.ts';
import { ErrorState } from '../../../kit/error-state.tsx';
import { Figure, FigureStrip } from '../../../kit/figure.tsx';
import { PageHead } from '../../../kit/page-head.tsx';
import { CardSkeleton, Waiting } from '../../../kit/skeletons.tsx';
import { Card, Columns, Facts } from '../../../kit/surface.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import classes from '../parts/care.module.css';
import { AfterCard } from './after-card.tsx';
import { api, type OpenedGathering } from './api.ts';
import { EventActs } from './event-acts.tsx';
import { EventEffect } from './event-effect.tsx';
import { EventState } from './event-state.tsx';
import { GuestsCard } from './guests-card.tsx';
import { InviteCard } from './invite-card.tsx';
import { useTiers } from './tiers.ts';

export function EventPage(): ReactNode {
  const { t } = useTranslation('care');
  const { id } = useParams({ strict: false }) as { id: string };
  const maySend = useMay('care.send');
  const mayTag = useMay('customers.edit');
  const { data, error, refetch } = useQuery(api.events.read.queryOptions({ input: { id } }));
  const back = (
    <Button
      component={Link}
      to={'/care/events' as '/'}
      variant="subtle"
      size="compact-sm"
      mb={10}
      leftSection={<IconArrowLeft size={15} />}
    >
      {t('event.back')}
    </Button>
  );
  if (!data)
    return (
      <>
        <PageHead title={t('tab.events')} />
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
  const open = data.state === 'coming' || data.state === 'now';
  return (
    <>
      <PageHead title={data.title} note={<EventState state={data.state} />} actions={<EventActs event={data} />} />
      {back}
      <Counts event={data} />
      <Columns
        right={
          <>
            <PlanCard event={data} />
            {open && <LinkCard url={data.url} />}
          </>
        }
      >
        {data.state === 'past' && <EventEffect event={data} />}
        {open && maySend && <InviteCard event={data} />}
        <GuestsCard event={data} open={open} />
        {data.state === 'past' && mayTag && <AfterCard event={data} />}
      </Columns>
    </>
  );
}

function Counts({ event: { counts, places } }: { event: OpenedGathering }): ReactNode {
  const { t } = useTranslation('care');
  const f = useFormats();
  const left = places === null ? null : Math.max(0, places - counts.registered);
  const note =
    left === null ? t('event.openNote') : left === 0 ? t('event.fullNote') : t('event.leftNote', { count: left });
  return (
    <FigureStrip label={t('event.figures')}>
      <Figure label={t('event.count.invited')} value={f.number(counts.invited)} />
      <Figure label={t('event.count.registered')} value={f.number(counts.registered)} note={note} />
      <Figure label={t('event.count.waiting')} value={f.number(counts.waiting)} />
      <Figure label={t('event.count.came')} value={f.number(counts.came)} />
    </FigureStrip>
  );
}

function PlanCard({ event }: { event: OpenedGathering }): ReactNode {
  const { t } = useTranslation('care');
  const f = useFormats();
  const tiers = useTiers();
  const named = event.tiers.map((key) => tiers.find(({ value }) => value === key)?.label ?? key);
  return (
    <Card heading={t('event.plan')} className={classes.gap}>
      <Facts
        facts={[
          [t('event.fact.when'), `${f.longDate(event.day)} ${event.from}–${event.to}`],
          [t('event.fact.where'), event.online ? t('event.fact.online') : event.place],
          [t('event.fact.price'), event.price],
          [t('event.fact.tiers'), named.join(', ')],
          [t('event.fact.opensOn'), event.opensOn && f.date(event.opensOn)],
          [t('event.fact.channel'), event.channel?.name ?? t('event.form.channelNone')],
          [t('event.fact.cost'), Number(event.cost.amount) > 0 ? f.money(event.cost) : null],
          [t('event.fact.by'), event.createdBy],
        ]}
      />
    </Card>
  );
}

/** For posts, groups and posters. */
function LinkCard({ url }: { url: string }): ReactNode {
  const { t } = useTranslation('care');
  return (
    <Card heading={t('event.link.title')} className={classes.gap}>
      <p className={classes.faint}>{t('event.link.about')}</p>
      <div className={`${classes.acts} ${classes.gap}`}>
        <CopyButton value={url}>
          {({ copied, copy }) => (
            <Button variant="default" onClick={copy}>
              {t(copied ? 'event.link.copied' : 'event.link.copy')}
            </Button>
          )}
        </CopyButton>
        <Button variant="subtle" component="a" href={url} target="_blank" rel="noreferrer">
          {t('event.link.open')}
        </Button>
      </div>
    </Card>
  );
}
