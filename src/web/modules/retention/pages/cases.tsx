import { Button, Checkbox } from '@mantine/core';
import { IconHeartHandshake, IconPlus } from '@tabler/icons-react';
import { keepPreviousData } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { keyset, useKeysetList } from '../../../api/lists.ts';
import { useMay } from '../../../api/session.ts';
import { EmptyState } from '../../../kit/empty-state.tsx';
import { FilterChips } from '../../../kit/filter-chips.tsx';
import type { Formats } from '../../../kit/formats.ts';
import type { LedgerColumn } from '../../../kit/ledger/columns.ts';
import { Ledger } from '../../../kit/ledger/ledger.tsx';
import { PageHead } from '../../../kit/page-head.tsx';
import { SideDrawer } from '../../../kit/side-drawer.tsx';
import { Tag } from '../../../kit/tag.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api, type ListedCase } from '../api.ts';
import classes from '../parts/cases/cases.module.css';
import { ClassRules } from '../parts/cases/class-rules.tsx';
import { OpenCaseForm } from '../parts/cases/open-case-form.tsx';
import { RetentionTabs } from '../parts/retention-tabs.tsx';

const SHOWS = ['open', 'returned', 'closed'] as const;
type Show = (typeof SHOWS)[number];

/** Cases of the shop: whose deadline is nearest, who has bought since, and what became of the closed ones. */
export function CasesPage(): ReactNode {
  const { t } = useTranslation('retention');
  const f = useFormats();
  const [show, setShow] = useState<Show>('open');
  const [mine, setMine] = useState(false);
  const [opening, setOpening] = useState(false);
  const mayOpen = useMay('retention.edit');
  const list = useKeysetList(
    api.cases.list.infiniteOptions({
      input: (cursor: string | undefined) => ({
        show,
        ...(mine ? { mine: 'true' as const } : {}),
        ...(cursor ? { cursor } : {}),
      }),
      ...keyset,
      placeholderData: keepPreviousData,
    }),
  );
  const add = mayOpen && (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setOpening(true)}>
      {t('cases.new')}
    </Button>
  );
  return (
    <>
      <PageHead title={t('cases.tab')} actions={add} />
      <RetentionTabs />
      <ClassRules />
      <div className={classes.chips}>
        <FilterChips<Show>
          label={t('cases.show.label')}
          single
          options={SHOWS.map((value) => ({ value, label: t(`cases.show.${value}`) }))}
          chosen={[show]}
          onChange={([chosen]) => chosen && setShow(chosen)}
        />
        <Checkbox label={t('cases.mine')} checked={mine} onChange={(event) => setMine(event.currentTarget.checked)} />
      </div>
      <Ledger<ListedCase>
        key={show}
        label={t('cases.list')}
        columns={columnsOf(show, t, f)}
        list={list}
        rowId={(row) => row.id}
        rowLink={(row) => ({ to: '/retention/cases/$id', params: { id: row.id } })}
        empty={
          <EmptyState
            icon={IconHeartHandshake}
            step={
              show === 'open' && (
                <Button component={Link} to="/retention" variant="light">
                  {t('cases.none.watch')}
                </Button>
              )
            }
          >
            {t(`cases.none.${show}`)}
          </EmptyState>
        }
      />
      <SideDrawer opened={opening} onClose={() => setOpening(false)} title={t('cases.new')}>
        <OpenCaseForm kind="keep" onDone={() => setOpening(false)} />
      </SideDrawer>
    </>
  );
}

function columnsOf(show: Show, t: TFunction<'retention'>, f: Formats): LedgerColumn<ListedCase>[] {
  const people = ({ sales, service }: ListedCase) =>
    [sales?.name, service?.name].filter(Boolean).join(' · ') || t('cases.nobody');
  const first: LedgerColumn<ListedCase>[] = [
    { key: 'customer', title: t('cases.column.customer'), cell: ({ customer }) => customer.name },
  ];
  const stake: LedgerColumn<ListedCase> = {
    key: 'stake',
    title: `${t('cases.column.stake')} ${f.currencySign()}`,
    cell: ({ stake: amount }) => f.amount(amount),
    number: true,
    phone: 'leadEnd',
  };
  if (show === 'closed') {
    return [
      ...first,
      { key: 'outcome', title: t('cases.column.outcome'), cell: (row) => outcomeWords(row, t) },
      { key: 'people', title: t('cases.column.people'), cell: people, phone: 'absent' },
      stake,
      {
        key: 'closed',
        title: t('cases.column.closed'),
        cell: ({ closedOn }) => (closedOn ? f.date(closedOn) : ''),
        phone: 'noteEnd',
      },
    ];
  }
  return [
    ...first,
    {
      key: 'state',
      title: t('cases.column.state'),
      cell: ({ state, kind, purchase }) => (
        <Tag tone={purchase ? 'well' : state === 'open' ? 'mind' : 'teal'}>
          {purchase ? t('cases.show.returned') : `${t(`cases.kind.${kind}`)} · ${t(`cases.state.${state}`)}`}
        </Tag>
      ),
    },
    { key: 'people', title: t('cases.column.people'), cell: people, phone: 'absent' },
    stake,
    {
      key: 'due',
      title: t('cases.column.due'),
      cell: ({ dueOn, overdue }) => (
        <span className={classes.due} data-overdue={overdue || undefined}>
          {overdue ? `${f.date(dueOn)} · ${t('cases.overdue')}` : f.date(dueOn)}
        </span>
      ),
      phone: 'noteEnd',
    },
  ];
}

function outcomeWords({ outcome, reason }: ListedCase, t: TFunction<'retention'>): string {
  if (outcome === null) return '';
  const words = outcome === 'lost' ? 'cases.lostReason' : 'cases.falseReason';
  return [t(`cases.outcome.${outcome}`), reason && t(`${words}.${reason}`)].filter(Boolean).join(' · ');
}
