import { Button } from '@mantine/core';
import { IconConfetti } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CommonDay, DueGreeting, Greeting } from '../../../../modules/care/greetings/contract.ts';
import { EmptyState } from '../../../kit/empty-state.tsx';
import { ErrorState } from '../../../kit/error-state.tsx';
import { PageHead } from '../../../kit/page-head.tsx';
import { Lines, Waiting } from '../../../kit/skeletons.tsx';
import { Card, Columns } from '../../../kit/surface.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api } from '../api.ts';
import classes from '../parts/care.module.css';
import { CareTabs } from '../parts/care-tabs.tsx';
import { PrintCard } from '../parts/print-card.tsx';
import { Common, Due } from './day-lines.tsx';
import { Rules } from './rules-card.tsx';

/** Lines that are read at a glance; the others on request. */
const SHOWN = 20;

/** Whose day comes within two weeks, and what goes out then. */
export function GreetingsPage(): ReactNode {
  const { t } = useTranslation('care');
  const { data, error, refetch } = useQuery(api.greetings.due.queryOptions({ input: {} }));
  const rules = useQuery(api.greetings.list.queryOptions({ input: {} })).data?.items ?? [];
  return (
    <>
      <PageHead title={t('tab.greetings')} />
      <CareTabs />
      <Columns right={<Rules rules={rules} />}>
        {data ? (
          <>
            <DueCard items={data.items} more={data.more} rules={rules} />
            <PrintToday items={data.items} />
            {data.days.length > 0 && <CommonCard days={data.days} rules={rules} />}
          </>
        ) : (
          <Card heading={t('greeting.title')}>
            {error ? (
              <ErrorState error={error} retry={() => void refetch()} small />
            ) : (
              <Waiting>
                <Lines count={6} />
              </Waiting>
            )}
          </Card>
        )}
      </Columns>
    </>
  );
}

interface DueCardProps {
  items: readonly DueGreeting[];
  /** There are more than the server tells. */
  more: boolean;
  rules: readonly Greeting[];
}

function DueCard({ items, more, rules }: DueCardProps): ReactNode {
  const { t } = useTranslation('care');
  const [all, setAll] = useState(false);
  return (
    <Card heading={t('greeting.title')}>
      {items.length === 0 ? (
        <EmptyState icon={IconConfetti} small>
          {t('greeting.empty')}
        </EmptyState>
      ) : (
        <ul className={classes.plain}>
          {(all ? items : items.slice(0, SHOWN)).map((due) => (
            <li key={`${due.customer.id} ${due.kind} ${due.on}`}>
              <Due due={due} ready={rules.some(({ kind }) => kind === due.kind)} />
            </li>
          ))}
        </ul>
      )}
      {!all && items.length > SHOWN && (
        <Button variant="default" mt={10} onClick={() => setAll(true)}>
          {t('greeting.showAll', { count: items.length })}
        </Button>
      )}
      {more && all && <p className={classes.faint}>{t('greeting.more')}</p>}
    </Card>
  );
}

function CommonCard({ days, rules }: { days: readonly CommonDay[]; rules: readonly Greeting[] }): ReactNode {
  const { t } = useTranslation('care');
  return (
    <Card heading={t('greeting.common')}>
      <ul className={classes.plain}>
        {days.map((day) => (
          <li key={day.kind}>
            <Common day={day} ready={rules.some(({ kind }) => kind === day.kind)} />
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** What was given out by post today; not there where no greeting goes by post. */
function PrintToday({ items }: { items: readonly DueGreeting[] }): ReactNode {
  const f = useFormats();
  const channels = useQuery(api.channels.list.queryOptions({ input: {} })).data?.items ?? [];
  const byPost = channels.some(({ kind }) => kind === 'letter' || kind === 'gift');
  const sent = items.filter(({ state }) => state === 'sent').length;
  return byPost ? <PrintCard of={{ greetingsSince: f.settings.today }} sent={sent} /> : null;
}
