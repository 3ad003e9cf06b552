import { IconReceipt } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { keyset, useKeysetList } from '../../../api/lists.ts';
import { EmptyState } from '../../../kit/empty-state.tsx';
import { Ledger } from '../../../kit/ledger/ledger.tsx';
import { api, type OrderSummary } from '../api.ts';
import { useOrderColumns } from './order-columns.tsx';

/** The orders of one customer, newest first. */
export default function OrdersPanel({ customerId }: { customerId: string }): ReactNode {
  const { t } = useTranslation('orders');
  const columns = useOrderColumns();
  const list = useKeysetList(
    api.list.infiniteOptions({
      input: (cursor: string | undefined) => ({ customerId, ...(cursor ? { cursor } : {}) }),
      ...keyset,
    }),
  );
  return (
    <Ledger<OrderSummary>
      label={t('panel.orders')}
      columns={columns}
      list={list}
      rowId={(row) => row.id}
      rowLink={(row) => ({ to: '/orders/$id', params: { id: row.id } })}
      empty={
        <EmptyState small icon={IconReceipt}>
          {t('panel.none')}
        </EmptyState>
      }
    />
  );
}
