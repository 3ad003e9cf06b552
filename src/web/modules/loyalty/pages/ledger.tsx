import { Button } from '@mantine/core';
import { IconDownload, IconListDetails } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { apiUrl } from '../../../api/http.ts';
import { isApiError } from '../../../api/errors.ts';
import { keyset, useKeysetList } from '../../../api/lists.ts';
import { useMay } from '../../../api/session.ts';
import { EmptyState } from '../../../kit/empty-state.tsx';
import { FilterChips } from '../../../kit/filter-chips.tsx';
import { Ledger } from '../../../kit/ledger/ledger.tsx';
import { PageHead } from '../../../kit/page-head.tsx';
import { Card } from '../../../kit/surface.tsx';
import { toast, toastProblem } from '../../../kit/toast.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api } from '../api.ts';
import { LoyaltyTabs } from '../parts/loyalty-tabs.tsx';
import classes from '../parts/loyalty.module.css';

const KINDS = ['earn', 'redeem', 'take_back', 'expire', 'adjust', 'reverse'] as const;
type Kind = (typeof KINDS)[number];

/** Every point that came or went, and what waits for a second pair of eyes. */
export function LedgerPage(): ReactNode {
  const { t } = useTranslation('loyalty');
  const f = useFormats();
  const exports = useMay('loyalty.export');
  const [kind, setKind] = useState<Kind>();
  const list = useKeysetList(
    api.points.ledger.infiniteOptions({ input: (cursor: string | undefined) => ({ cursor, kind }), ...keyset }),
  );
  return (
    <>
      <PageHead
        title={t('tab.ledger')}
        actions={
          exports && (
            <Button
              component="a"
              variant="default"
              leftSection={<IconDownload size={16} />}
              href={apiUrl('/exports/points', { format: 'xlsx' })}
              download
            >
              {t('ledger.export')}
            </Button>
          )
        }
      />
      <LoyaltyTabs />
      {useMay('loyalty.adjust') && <Requests />}
      <div className={classes.filters}>
        <FilterChips<Kind>
          label={t('ledger.kind')}
          single
          options={KINDS.map((value) => ({ value, label: t(`kind.${value}`) }))}
          chosen={kind ? [kind] : []}
          onChange={([chosen]) => setKind(chosen)}
        />
      </div>
      <Ledger
        key={kind ?? 'all'}
        label={t('tab.ledger')}
        list={list}
        rowId={(row) => row.id}
        rowLink={(row) => ({ to: '/customers/$id', params: { id: row.customer?.id ?? row.customerId } })}
        columns={[
          { key: 'customer', title: t('ledger.customer'), cell: (row) => row.customer?.name ?? '–' },
          { key: 'text', title: t('ledger.what'), cell: (row) => [row.text, row.reason].filter(Boolean).join(' · ') },
          {
            key: 'points',
            title: t('ledger.points'),
            cell: (row) => signed(f.number(row.points), row.points),
            number: true,
            phone: 'leadEnd',
          },
          {
            key: 'balance',
            title: t('ledger.balance'),
            cell: (row) => f.number(row.balance),
            number: true,
            phone: 'absent',
          },
          { key: 'by', title: t('ledger.by'), cell: (row) => row.by, phone: 'absent' },
          { key: 'at', title: t('ledger.at'), cell: (row) => f.date(row.day), phone: 'noteEnd' },
        ]}
        empty={<EmptyState icon={IconListDetails}>{t('ledger.empty')}</EmptyState>}
      />
    </>
  );
}

export function signed(text: string, points: number): string {
  return points > 0 ? `+${text}` : text;
}

function Requests(): ReactNode {
  const { t } = useTranslation('loyalty');
  const f = useFormats();
  const queries = useQueryClient();
  const { data } = useQuery(api.points.requests.list.queryOptions({ input: {} }));
  const decide = useMutation(
    api.points.requests.decide.mutationOptions({
      onSuccess: () => toast(t('request.decided')),
      onError: (error) => toastProblem(isApiError(error) ? error.message : t('request.failed')),
      onSettled: () => queries.invalidateQueries({ queryKey: api.key() }),
    }),
  );
  if (!data || data.items.length === 0) return null;
  return (
    <Card heading={t('request.title')}>
      <ul className={classes.terms}>
        {data.items.map((one) => (
          <li key={one.id}>
            {t('request.sentence', {
              name: one.customer?.name ?? '–',
              points: signed(f.number(one.points), one.points),
              by: one.by,
              reason: one.reason,
            })}
            <div className={classes.acts}>
              {!one.own && (
                <Button
                  size="compact-sm"
                  onClick={() => decide.mutate({ id: one.id, agree: true })}
                  loading={decide.isPending}
                >
                  {t('request.agree')}
                </Button>
              )}
              <Button
                size="compact-sm"
                variant="default"
                onClick={() => decide.mutate({ id: one.id, agree: false })}
                loading={decide.isPending}
              >
                {t(one.own ? 'request.withdraw' : 'request.decline')}
              </Button>
            </div>
          </li>
        ))}
      </ul>
    </Card>
  );
}
