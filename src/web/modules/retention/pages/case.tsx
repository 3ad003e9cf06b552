import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorState } from '../../../kit/error-state.tsx';
import { ExplainButton } from '../../../kit/explain.tsx';
import { PageHead } from '../../../kit/page-head.tsx';
import { SideDrawer } from '../../../kit/side-drawer.tsx';
import { CardSkeleton, Waiting } from '../../../kit/skeletons.tsx';
import { Card, Columns, Facts } from '../../../kit/surface.tsx';
import { Tag } from '../../../kit/tag.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api, type CaseOutcome, type OpenedCase } from '../api.ts';
import { AgreementCard } from '../parts/cases/agreement-card.tsx';
import classes from '../parts/cases/cases.module.css';
import { CauseCard } from '../parts/cases/cause-card.tsx';
import { CloseForm } from '../parts/cases/close-form.tsx';
import { HistoryCard } from '../parts/cases/history-card.tsx';
import { LessonCard } from '../parts/cases/lesson-card.tsx';
import { PeopleCard } from '../parts/cases/people-card.tsx';
import { StepsCard } from '../parts/cases/steps-card.tsx';
import { useCase } from '../parts/cases/use-case.ts';
import RhythmCard from '../parts/rhythm-card.tsx';
import { RetentionTabs } from '../parts/retention-tabs.tsx';

/** One case from the alert to its outcome, with the history of its customer beside it. */
export function CasePage(): ReactNode {
  const { t } = useTranslation('retention');
  const { id } = useParams({ strict: false }) as { id: string };
  const { data, error, refetch } = useQuery(api.cases.read.queryOptions({ input: { id } }));
  const [closing, setClosing] = useState<CaseOutcome | null>(null);
  const { reopen } = useCase();
  if (!data) {
    return (
      <>
        <PageHead title={t('cases.title')} />
        <RetentionTabs />
        {error ? (
          <ErrorState error={error} retry={() => void refetch()} />
        ) : (
          <Waiting>
            <CardSkeleton lines={8} />
          </Waiting>
        )}
      </>
    );
  }
  const closed = data.state === 'closed';
  const act = closed ? (
    <Button
      variant="default"
      loading={reopen.isPending}
      onClick={() => reopen.mutate({ id: data.id, version: data.version })}
    >
      {t('cases.reopen')}
    </Button>
  ) : (
    <Button onClick={() => setClosing('came_back')}>{t('cases.close')}</Button>
  );
  return (
    <>
      <PageHead title={data.customer.name} note={<StateTag one={data} />} actions={data.mayEdit && act} />
      <RetentionTabs />
      <Outcome one={data} />
      {!closed && data.purchase && <Bought one={data} onClose={() => setClosing('came_back')} />}
      <Columns
        right={
          <>
            <PeopleCard key={data.version} one={data} />
            <RhythmCard customerId={data.customer.id} />
            <LessonCard one={data} />
            <HistoryCard one={data} />
          </>
        }
      >
        <Beginning one={data} />
        <CauseCard key={`cause ${data.version}`} one={data} />
        <AgreementCard one={data} />
        <StepsCard one={data} />
      </Columns>
      <SideDrawer opened={closing !== null} onClose={() => setClosing(null)} title={t('cases.closeTitle')}>
        {closing && <CloseForm one={data} start={closing} onDone={() => setClosing(null)} />}
      </SideDrawer>
    </>
  );
}

function StateTag({ one }: { one: OpenedCase }): ReactNode {
  const { t } = useTranslation('retention');
  const tone = one.state === 'closed' ? 'plain' : one.overdue ? 'act' : one.state === 'open' ? 'mind' : 'teal';
  return <Tag tone={tone}>{`${t(`cases.kind.${one.kind}`)} · ${t(`cases.state.${one.state}`)}`}</Tag>;
}

function Beginning({ one }: { one: OpenedCase }): ReactNode {
  const { t } = useTranslation('retention');
  const f = useFormats();
  return (
    <Card
      heading={t('cases.alert')}
      end={
        <Link to="/customers/$id" params={{ id: one.customer.id } as never}>
          {one.customer.name}
        </Link>
      }
    >
      <p className={classes.text}>{one.alert ?? t('cases.noAlert')}</p>
      <Facts
        facts={[
          [
            t('cases.stake'),
            <span key="stake">
              {f.money(one.stake)}
              {one.explanation && <ExplainButton name={t('cases.stake')} explanation={one.explanation} />}
            </span>,
          ],
          [t('cases.budget'), one.budget && f.money(one.budget)],
          [t('cases.due'), f.date(one.dueOn)],
        ]}
      />
      <p className={classes.quiet}>{t('cases.openedBy', { by: one.openedBy, day: f.date(one.openedOn) })}</p>
    </Card>
  );
}

function Bought({ one, onClose }: { one: OpenedCase; onClose: () => void }): ReactNode {
  const { t } = useTranslation('retention');
  const f = useFormats();
  if (!one.purchase) return null;
  return (
    <div className={classes.bought} role="status">
      <span>{t('cases.bought', { day: f.date(one.purchase.on), amount: f.money(one.purchase.amount) })}</span>
      {one.mayEdit && (
        <Button size="compact-sm" onClick={onClose}>
          {t('cases.boughtStep')}
        </Button>
      )}
    </div>
  );
}

function Outcome({ one }: { one: OpenedCase }): ReactNode {
  const { t } = useTranslation('retention');
  const f = useFormats();
  if (one.outcome === null || one.closedOn === null) return null;
  const words = one.outcome === 'lost' ? 'cases.lostReason' : 'cases.falseReason';
  const outcome = [t(`cases.outcome.${one.outcome}`), one.reason && t(`${words}.${one.reason}`)].filter(Boolean);
  return (
    <section className={classes.outcome} aria-label={t('cases.closeTitle')}>
      <b>
        {t('cases.closedLine', { outcome: outcome.join(' · '), by: one.closedBy ?? '', day: f.date(one.closedOn) })}
      </b>
      {one.returned && (
        <p>{t('cases.returned', { day: f.date(one.returned.on), amount: f.money(one.returned.amount) })}</p>
      )}
      {one.promisedOn && <p>{t('cases.promisedFor', { day: f.date(one.promisedOn) })}</p>}
      {one.spent && <p>{`${t('cases.spent')}: ${f.money(one.spent)}`}</p>}
      {one.outcomeNote && <p>{one.outcomeNote}</p>}
    </section>
  );
}
