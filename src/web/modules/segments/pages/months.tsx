import { Select } from '@mantine/core';
import { IconArrowsLeftRight } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Sankey, type SankeyTone } from '../../../kit/chart/sankey.tsx';
import { EmptyState } from '../../../kit/empty-state.tsx';
import { ErrorState } from '../../../kit/error-state.tsx';
import { allRows, type LedgerColumn } from '../../../kit/ledger/columns.ts';
import { Ledger } from '../../../kit/ledger/ledger.tsx';
import { PageHead } from '../../../kit/page-head.tsx';
import { Lines, Waiting } from '../../../kit/skeletons.tsx';
import { Card } from '../../../kit/surface.tsx';
import { Tag } from '../../../kit/tag.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api, type Flows } from '../api.ts';
import classes from '../parts/classes.module.css';
import { DidItMove } from '../parts/did-it-move.tsx';
import { SchemeBar } from '../parts/scheme-bar.tsx';
import { viewOf } from '../parts/views.ts';

const SPANS = ['1', '3', '6', '12'] as const;
/** In the drawing: in no class. */
const NONE = '';

/** Who moved from class to class, with what money, and whether those who were cared for moved up more often. */
export function MonthsPage(): ReactNode {
  const { t } = useTranslation('segments');
  const { scheme } = viewOf(useSearch({ strict: false }));
  const navigate = useNavigate();
  const [months, setMonths] = useState<string>('3');
  const { data, error, refetch } = useQuery(api.flows.queryOptions({ input: { scheme, months: Number(months) } }));
  return (
    <>
      <PageHead title={t('pages.months')} />
      <SchemeBar
        page="months"
        scheme={scheme}
        onChoose={(to) => void navigate({ to: '/classes/months', search: { scheme: to }, replace: true })}
      />
      <div className={classes.span}>
        <Select
          label={t('flows.span')}
          data={SPANS.map((value) => ({ value, label: t('flows.months', { count: Number(value) }) }))}
          value={months}
          allowDeselect={false}
          onChange={(value) => setMonths(value ?? '3')}
        />
      </div>
      {data ? (
        <>
          <Moved flows={data} />
          <DidItMove scheme={scheme} months={Number(months)} />
        </>
      ) : error ? (
        <ErrorState error={error} retry={() => void refetch()} />
      ) : (
        <Card>
          <Waiting>
            <Lines count={8} />
          </Waiting>
        </Card>
      )}
    </>
  );
}

type FlowRow = Flows['flows'][number];

function Moved({ flows }: { flows: Flows }): ReactNode {
  const { t } = useTranslation('segments');
  const f = useFormats();
  if (flows.from === null || flows.until === null || flows.flows.length === 0) {
    return <EmptyState icon={IconArrowsLeftRight}>{t('flows.none')}</EmptyState>;
  }
  const names: Record<string, string> = { ...flows.names, [NONE]: t('flows.noClass') };
  const toneOf = ({ direction }: FlowRow): SankeyTone => (direction === 1 ? 'up' : direction === -1 ? 'down' : 'same');
  const nameOf = (key: string | null) => names[key ?? NONE] ?? '';
  const heading =
    flows.from === flows.until
      ? f.month(`${flows.from}-01`)
      : t('flows.between', { from: f.month(`${flows.from}-01`), until: f.month(`${flows.until}-01`) });
  const drawn = flows.flows.map((row) => ({
    from: row.from ?? NONE,
    to: row.to ?? NONE,
    value: row.count,
    tone: toneOf(row),
    title: t('flows.title', {
      from: nameOf(row.from),
      to: nameOf(row.to),
      number: f.number(row.count),
      amount: f.money(row.amount, 'none'),
    }),
  }));
  const moved = flows.flows.filter(({ from, to }) => from !== to);
  return (
    <>
      <Card heading={heading} note={t('flows.about')}>
        <Sankey
          label={t('flows.label')}
          flows={drawn}
          order={[...Object.keys(flows.names), NONE]}
          names={names}
          number={(value) => f.number(value)}
        />
      </Card>
      <h2 className={classes.members}>{t('flows.table')}</h2>
      <Ledger<FlowRow>
        label={t('flows.table')}
        columns={flowColumns(nameOf, t, f)}
        list={allRows(moved)}
        rowId={({ from, to }) => `${from} ${to}`}
        empty={
          <EmptyState small icon={IconArrowsLeftRight}>
            {t('flows.nobody')}
          </EmptyState>
        }
      />
    </>
  );
}

function flowColumns(
  nameOf: (key: string | null) => string,
  t: (key: string) => string,
  f: ReturnType<typeof useFormats>,
): LedgerColumn<FlowRow>[] {
  const words = { '1': 'up', '0': 'same', '-1': 'down' } as const;
  const tones = { '1': 'well', '0': 'plain', '-1': 'act' } as const;
  return [
    { key: 'from', title: t('flows.from'), cell: ({ from }) => nameOf(from) },
    { key: 'to', title: t('flows.to'), cell: ({ to }) => nameOf(to), phone: 'note' },
    {
      key: 'direction',
      title: t('flows.direction'),
      cell: ({ direction }) => <Tag tone={tones[`${direction}`]}>{t(`flows.${words[`${direction}`]}`)}</Tag>,
      phone: 'noteEnd',
    },
    { key: 'count', title: t('flows.count'), cell: ({ count }) => f.number(count), number: true, phone: 'leadEnd' },
    {
      key: 'amount',
      title: `${t('list.amount')} ${f.currencySign()}`,
      cell: ({ amount }) => f.amount(amount),
      number: true,
      phone: 'absent',
    },
  ];
}
