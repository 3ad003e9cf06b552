import { Button } from '@mantine/core';
import { IconFileDescription } from '@tabler/icons-react';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { keyset, useKeysetList } from '../../../api/lists.ts';
import { EmptyState } from '../../../kit/empty-state.tsx';
import { FilterChips } from '../../../kit/filter-chips.tsx';
import type { LedgerColumn } from '../../../kit/ledger/columns.ts';
import { Ledger } from '../../../kit/ledger/ledger.tsx';
import { PageHead } from '../../../kit/page-head.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api, type OfferView } from '../api.ts';
import { OfferTag } from '../parts/offer-tag.tsx';
import classes from '../parts/running.module.css';

const STATES = ['open', 'accepted', 'declined'] as const;
type State = (typeof STATES)[number];

/** Offers: what waits for an answer, soonest ending first, and what was answered. */
export function OffersPage(): ReactNode {
  const { t } = useTranslation('orders');
  const f = useFormats();
  const asked = (useSearch({ strict: false }) as { state?: unknown }).state;
  const state = STATES.find((one) => one === asked) ?? 'open';
  const navigate = useNavigate();
  const choose = (chosen: State = 'open') =>
    void navigate({ to: '/orders/offers', search: chosen === 'open' ? {} : { state: chosen }, replace: true });
  const columns = useOfferColumns(state);
  const list = useKeysetList(
    api.offers.list.infiniteOptions({
      input: (cursor: string | undefined) => ({ state, ...(cursor ? { cursor } : {}) }),
      ...keyset,
    }),
  );
  return (
    <>
      <PageHead title={t('offers.title')} note={list.count && f.count(list.count)} actions={<ToOrders />} />
      <div className={classes.filters}>
        <FilterChips
          label={t('offers.filter')}
          options={STATES.map((value) => ({ value, label: t(`offer.state.${value}`) }))}
          chosen={[state]}
          onChange={([chosen]) => choose(chosen)}
          single
        />
      </div>
      <Ledger<OfferView>
        label={t('offers.title')}
        columns={columns}
        list={list}
        rowId={(row) => row.id}
        rowLink={(row) => ({ to: '/orders/offers/$id', params: { id: row.id } })}
        empty={<EmptyState icon={IconFileDescription}>{t(`offers.none.${state}`)}</EmptyState>}
      />
    </>
  );
}

function ToOrders(): ReactNode {
  const { t } = useTranslation('orders');
  return (
    <Button variant="default" component={Link} to="/orders">
      {t('menu.orders')}
    </Button>
  );
}

function useOfferColumns(state: State): LedgerColumn<OfferView>[] {
  const { t } = useTranslation('orders');
  const f = useFormats();
  return [
    { key: 'title', title: t('offer.what'), cell: ({ title }) => title },
    { key: 'customer', title: t('field.customer'), cell: ({ customer }) => customer.name },
    {
      key: 'state',
      title: t('offers.stands'),
      cell: (offer) =>
        state === 'declined' && offer.lostReason ? (
          <>
            {t(`lost.${offer.lostReason}`)}
            {offer.competitor && <small className={classes.under}>{offer.competitor}</small>}
          </>
        ) : (
          <OfferTag offer={offer} />
        ),
    },
    { key: 'by', title: t('offers.by'), cell: ({ madeBy }) => madeBy, phone: 'absent' },
    {
      key: 'total',
      title: `${t('field.total')} ${f.currencySign()}`,
      cell: ({ total }) => (total.currency === f.settings.baseCurrency ? f.amount(total) : f.money(total, 'full')),
      number: true,
      phone: 'leadEnd',
    },
  ];
}
