import { Button } from '@mantine/core';
import { IconPlus, IconScale } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { costSides, valueSides } from '../../../../modules/retention/equity/rules/delivered.ts';
import { useMay } from '../../../api/session.ts';
import { EmptyState } from '../../../kit/empty-state.tsx';
import { ErrorState } from '../../../kit/error-state.tsx';
import type { Explanation } from '../../../kit/explain.tsx';
import { Figure, FigureStrip } from '../../../kit/figure.tsx';
import type { Formats } from '../../../kit/formats.ts';
import { allRows, type LedgerColumn } from '../../../kit/ledger/columns.ts';
import { Ledger } from '../../../kit/ledger/ledger.tsx';
import { PageHead } from '../../../kit/page-head.tsx';
import { SideDrawer } from '../../../kit/side-drawer.tsx';
import { CardSkeleton, Waiting } from '../../../kit/skeletons.tsx';
import { Card } from '../../../kit/surface.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api, type Equity } from '../api.ts';
import classes from '../parts/equity/equity.module.css';
import { ScoreForm } from '../parts/equity/score-form.tsx';
import { RetentionTabs } from '../parts/retention-tabs.tsx';

type ClassRow = Equity['classes'][number];

/** What customers bring, and what they get for what it costs them. */
export function EquityPage(): ReactNode {
  const { t } = useTranslation(['retention', 'segments']);
  const f = useFormats();
  const mayScore = useMay('retention.edit');
  const [scoring, setScoring] = useState(false);
  const { data, error, refetch } = useQuery(api.equity.read.queryOptions({ input: {} }));
  const add = mayScore && (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setScoring(true)}>
      {t('equity.new')}
    </Button>
  );
  return (
    <>
      <PageHead title={t('equity.title')} actions={add} />
      <RetentionTabs />
      {!data ? (
        error ? (
          <ErrorState error={error} retry={() => void refetch()} />
        ) : (
          <Waiting>
            <CardSkeleton lines={6} />
          </Waiting>
        )
      ) : (
        <>
          <p className={classes.about}>{t(`equity.about.${data.basis}`)}</p>
          <FigureStrip label={t('equity.title')}>
            <Figure label={t('equity.total')} value={f.money(data.total, 'none')} explanation={data.explanation} />
            <Figure label={t('equity.customers')} value={f.number(data.customers)} explanation={data.explanation} />
            <Figure
              label={t('equity.delivered')}
              value={data.delivered ? t('equity.deliveredValue', { value: f.number(data.delivered.value, 1) }) : '–'}
              note={data.delivered ? t('equity.scores', { count: data.delivered.scores }) : undefined}
              {...(data.delivered ? { explanation: explained(data.delivered, f) } : {})}
            />
          </FigureStrip>
          <Ledger<ClassRow>
            label={t('equity.class')}
            columns={columnsOf(t, f)}
            list={allRows(data.classes)}
            rowId={(row) => row.class ?? ''}
            empty={<EmptyState icon={IconScale}>{t('equity.noneWorth')}</EmptyState>}
          />
          <Improvements delivered={data.delivered} />
        </>
      )}
      <SideDrawer opened={scoring} onClose={() => setScoring(false)} title={t('equity.form')}>
        <ScoreForm onDone={() => setScoring(false)} />
      </SideDrawer>
    </>
  );
}

function explained({ average, value, scores }: NonNullable<Equity['delivered']>, f: Formats): Explanation {
  const sum = (sides: readonly (keyof typeof average)[]) =>
    f.number(
      sides.reduce((all, side) => all + (average[side] ?? 0), 0),
      1,
    );
  return {
    key: 'retention:equity.explain.delivered',
    values: { values: sum(valueSides), costs: sum(costSides), value: f.number(value, 1), count: scores },
  };
}

function Improvements({ delivered }: { delivered: Equity['delivered'] }): ReactNode {
  const { t } = useTranslation('retention');
  const f = useFormats();
  return (
    <Card heading={t('equity.improve')} className={classes.below}>
      {!delivered ? (
        <p className={classes.about}>{t('equity.none')}</p>
      ) : (
        <ol className={classes.improve}>
          {delivered.improvements.map(({ side, missing }) => (
            <li key={side}>
              <b>{t(`equity.side.${side}`)}</b> · {t('equity.missing', { points: f.number(missing, 1) })}
              <small>{t(`equity.todo.${side}`)}</small>
            </li>
          ))}
        </ol>
      )}
    </Card>
  );
}

function columnsOf(t: TFunction<['retention', 'segments']>, f: Formats): LedgerColumn<ClassRow>[] {
  return [
    {
      key: 'class',
      title: t('equity.class'),
      cell: ({ class: name }) => (name ? t(`segments:matrix.${name}.name`) : t('equity.unclassed')),
    },
    { key: 'customers', title: t('equity.customers'), cell: (row) => f.number(row.customers), number: true },
    {
      key: 'money',
      title: `${t('equity.money')} ${f.currencySign()}`,
      cell: (row) => f.amount(row.money),
      number: true,
      phone: 'leadEnd',
    },
    {
      key: 'delivered',
      title: t('equity.delivered'),
      cell: ({ delivered }) =>
        delivered
          ? `${t('equity.deliveredValue', { value: f.number(delivered.value, 1) })} · ${t('equity.scores', { count: delivered.scores })}`
          : '–',
      phone: 'noteEnd',
    },
  ];
}
