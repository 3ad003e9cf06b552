import { Button } from '@mantine/core';
import { IconChartLine } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Forecast } from '../../../../modules/retention/predictions/contract.ts';
import { useMay } from '../../../api/session.ts';
import { EmptyState } from '../../../kit/empty-state.tsx';
import { ErrorState } from '../../../kit/error-state.tsx';
import { Figure, FigureStrip } from '../../../kit/figure.tsx';
import { PageHead } from '../../../kit/page-head.tsx';
import { SideDrawer } from '../../../kit/side-drawer.tsx';
import { PageSkeleton } from '../../../kit/skeletons.tsx';
import { Card } from '../../../kit/surface.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api } from '../api.ts';
import { MonthChart } from '../parts/predictions/month-chart.tsx';
import { MonthsAhead, MonthsBefore } from '../parts/predictions/months.tsx';
import { PredictedCustomers } from '../parts/predictions/predicted-customers.tsx';
import classes from '../parts/predictions/predictions.module.css';
import { Trust } from '../parts/predictions/trust.tsx';
import { WorthForm } from '../parts/predictions/worth-form.tsx';
import shared from '../parts/retention.module.css';
import { RetentionTabs } from '../parts/retention-tabs.tsx';

/** What the present customers will probably buy in the next 12 months, and how far that can be trusted. */
export function ForecastPage(): ReactNode {
  const { t } = useTranslation('retention');
  const f = useFormats();
  const [setting, setSetting] = useState(false);
  const mayEdit = useMay('settings.edit');
  const { data, error, refetch } = useQuery(api.predictions.forecast.queryOptions({ input: {} }));
  const state =
    data?.until && t('predictions.state', { until: f.date(data.until), customers: f.number(data.customers) });
  const worth = mayEdit && data?.year && (
    <Button variant="default" onClick={() => setSetting(true)}>
      {t('predictions.worth.open')}
    </Button>
  );
  return (
    <>
      <PageHead title={t('predictions.title')} note={state || undefined} actions={worth || undefined} />
      <RetentionTabs />
      {data ? (
        <Content forecast={data} />
      ) : error ? (
        <ErrorState error={error} retry={() => void refetch()} />
      ) : (
        <PageSkeleton />
      )}
      <SideDrawer opened={setting} onClose={() => setSetting(false)} title={t('predictions.worth.title')}>
        <WorthForm onDone={() => setSetting(false)} />
      </SideDrawer>
    </>
  );
}

function Content({ forecast }: { forecast: Forecast }): ReactNode {
  if (forecast.unavailable !== null) return <Nothing forecast={forecast} why={forecast.unavailable} />;
  const { card, model } = forecast;
  return (
    <div className={classes.parts}>
      <Notes forecast={forecast} />
      <Year forecast={forecast} />
      <Card>
        <MonthChart forecast={forecast} />
      </Card>
      <MonthsAhead months={forecast.months} />
      {forecast.before.length > 0 && <MonthsBefore before={forecast.before} />}
      {card && <Trust card={card} />}
      {model !== 'average' && <PredictedCustomers />}
    </div>
  );
}

function Year({ forecast: { year, months } }: { forecast: Forecast }): ReactNode {
  const { t } = useTranslation('retention');
  const f = useFormats();
  const [next] = months;
  if (!year || !next) return null;
  const low = f.money(next.moneyLow, 'none');
  const high = f.money(next.moneyHigh, 'none');
  return (
    <FigureStrip label={t('predictions.figures')}>
      <Figure
        label={t('predictions.figure.month', { month: f.month(next.month) })}
        value={f.money(next.money, 'none')}
        note={t('predictions.figure.between', { low, high })}
        explanation={year.explanation}
      />
      <Figure
        label={t('predictions.figure.money')}
        value={f.money(year.money, 'none')}
        explanation={year.explanation}
      />
      <Figure label={t('predictions.figure.orders')} value={f.number(year.orders)} explanation={year.explanation} />
    </FigureStrip>
  );
}

/** Too little is known: what is there, beside what is needed. */
function Nothing({ forecast: { missing, ...forecast }, why }: { forecast: Forecast; why: string }): ReactNode {
  const { t } = useTranslation('retention');
  const f = useFormats();
  if (missing.length === 0) return <EmptyState icon={IconChartLine}>{why}</EmptyState>;
  return (
    <div className={classes.parts}>
      <Notes forecast={forecast} />
      <Card heading={t('predictions.less')}>
        <p>{why}</p>
        <dl className={classes.missing}>
          {missing.map(({ what, have, need }) => [
            <dt key={`${what}.label`}>
              {t(`predictions.missing.${what}`)}
              <span>{t('predictions.have', { have: f.number(have), need: f.number(need) })}</span>
            </dt>,
            <dd key={what} aria-hidden="true">
              <span style={{ width: `${Math.min(100, (have / need) * 100)}%` }} />
            </dd>,
          ])}
        </dl>
        <p className={classes.quiet}>{t('predictions.lessNote')}</p>
      </Card>
    </div>
  );
}

function Notes({ forecast: { notes } }: { forecast: Pick<Forecast, 'notes'> }): ReactNode {
  const { t } = useTranslation();
  return notes.map(({ key, values }) => (
    <p key={key} className={shared.note}>
      {t(key, values)}
    </p>
  ));
}
