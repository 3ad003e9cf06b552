import { Button } from '@mantine/core';
import { IconPlus, IconUsersGroup } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../../api/session.ts';
import { EmptyState } from '../../../kit/empty-state.tsx';
import { allRows, type LedgerColumn } from '../../../kit/ledger/columns.ts';
import { Ledger } from '../../../kit/ledger/ledger.tsx';
import { PageHead } from '../../../kit/page-head.tsx';
import { Cards } from '../../../kit/surface.tsx';
import { Tag } from '../../../kit/tag.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api, type SegmentView } from '../api.ts';
import classes from '../parts/conditions/builder.module.css';
import { startersFor } from '../parts/conditions/starters.ts';

/** All segments with how many are in each, and ready-made ones to begin with. */
export function SegmentsPage(): ReactNode {
  const { t } = useTranslation('segments');
  const mayEdit = useMay('classes.edit');
  const segments = useQuery(api.segments.list.queryOptions({ input: {} }));
  const add = (
    <Button component={Link} to="/segments/new" leftSection={<IconPlus size={16} stroke={1.8} />}>
      {t('conditions.new')}
    </Button>
  );
  return (
    <>
      <PageHead title={t('menu.segments')} actions={mayEdit && add} />
      <Ledger<SegmentView>
        label={t('menu.segments')}
        columns={useColumns()}
        list={allRows(segments.data?.items, segments.error)}
        rowId={({ id }) => id}
        rowLink={({ id }) => ({ to: '/segments/$id', params: { id } })}
        empty={
          <EmptyState icon={IconUsersGroup} step={mayEdit && add}>
            {t('conditions.empty')}
          </EmptyState>
        }
      />
      {mayEdit && <Starters />}
    </>
  );
}

function useColumns(): LedgerColumn<SegmentView>[] {
  const { t } = useTranslation('segments');
  const f = useFormats();
  return [
    {
      key: 'name',
      title: t('conditions.form.name'),
      cell: ({ name, sentence, broken }) => (
        <span className={classes.name}>
          <span>
            {name} {broken && <Tag tone="mind">{t('conditions.broken')}</Tag>}
          </span>
          <small>{sentence}</small>
        </span>
      ),
    },
    {
      key: 'count',
      title: t('conditions.count'),
      cell: ({ count }) => (count ? f.count(count) : null),
      number: true,
      phone: 'leadEnd',
    },
    {
      key: 'moved',
      title: t('conditions.moved'),
      cell: ({ entered, left }) => `+${f.number(entered)} −${f.number(left)}`,
      number: true,
      phone: 'noteEnd',
    },
  ];
}

function Starters(): ReactNode {
  const { t } = useTranslation('segments');
  const navigate = useNavigate();
  const { data } = useQuery(api.segments.conditions.queryOptions({ input: {}, staleTime: 60_000 }));
  if (!data) return null;
  return (
    <>
      <h2 className={classes.heading}>{t('conditions.starters.title')}</h2>
      <Cards width={240}>
        {startersFor(new Set(data.items.map(({ field }) => field))).map(({ key }) => (
          <button
            key={key}
            type="button"
            className={classes.starter}
            onClick={() => void navigate({ to: '/segments/new', search: { from: key } as never })}
          >
            <strong>{t(`conditions.demo.${key}.name`)}</strong>
            <span>{t(`conditions.demo.${key}.note`)}</span>
          </button>
        ))}
      </Cards>
    </>
  );
}
