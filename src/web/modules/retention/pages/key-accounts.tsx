import { Button } from '@mantine/core';
import { IconCrown, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { KeyAccount } from '../../../../modules/retention/key-accounts/contract.ts';
import { keyset, useKeysetList } from '../../../api/lists.ts';
import { useMay } from '../../../api/session.ts';
import { EmptyState } from '../../../kit/empty-state.tsx';
import { ExplainButton } from '../../../kit/explain.tsx';
import type { Formats } from '../../../kit/formats.ts';
import type { LedgerColumn } from '../../../kit/ledger/columns.ts';
import { Ledger } from '../../../kit/ledger/ledger.tsx';
import { PageHead } from '../../../kit/page-head.tsx';
import { SideDrawer } from '../../../kit/side-drawer.tsx';
import { Card } from '../../../kit/surface.tsx';
import { Tag } from '../../../kit/tag.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api } from '../api.ts';
import { AccountForm } from '../parts/knowing/account-form.tsx';
import { ACCOUNT_TONES } from '../parts/knowing/account-tones.ts';
import classes from '../parts/knowing/knowing.module.css';
import { useAccount } from '../parts/knowing/use-account.ts';
import { RetentionTabs } from '../parts/retention-tabs.tsx';

/** Customers whom the shop looks at one by one, and who should be among them. */
export function KeyAccountsPage(): ReactNode {
  const { t } = useTranslation('retention');
  const f = useFormats();
  const [adding, setAdding] = useState(false);
  const mayAdd = useMay('retention.edit');
  const list = useKeysetList(
    api.keyAccounts.list.infiniteOptions({
      input: (cursor: string | undefined) => (cursor ? { cursor } : {}),
      ...keyset,
    }),
  );
  const add = mayAdd && (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setAdding(true)}>
      {t('accounts.new')}
    </Button>
  );
  return (
    <>
      <PageHead title={t('accounts.title')} actions={add} />
      <RetentionTabs />
      <Ledger<KeyAccount>
        label={t('accounts.title')}
        columns={columnsOf(t, f)}
        list={list}
        rowId={(row) => row.id}
        rowLink={(row) => ({ to: '/retention/accounts/$id', params: { id: row.id } })}
        empty={<EmptyState icon={IconCrown}>{t('accounts.none')}</EmptyState>}
      />
      <Proposals mayAdd={mayAdd} />
      <SideDrawer opened={adding} onClose={() => setAdding(false)} title={t('accounts.new')}>
        {adding && <AccountForm onDone={() => setAdding(false)} />}
      </SideDrawer>
    </>
  );
}

function Proposals({ mayAdd }: { mayAdd: boolean }): ReactNode {
  const { t } = useTranslation('retention');
  const f = useFormats();
  const { nameAtOnce } = useAccount();
  const { data } = useQuery(api.keyAccounts.proposals.queryOptions({ input: {} }));
  if (!data) return null;
  return (
    <Card className={classes.proposals ?? ''} heading={t('accounts.proposed')}>
      {data.items.length === 0 && <p className={classes.quiet}>{t('accounts.proposedNone')}</p>}
      <ul className={classes.list}>
        {data.items.map(({ customer, year, explanation }) => (
          <li key={customer.id}>
            <span>
              <span className={classes.name}>{customer.name}</span>
              <span className={classes.reason}>
                {` ${t('accounts.ofYear')} ${f.money(year, 'none')}`}
                <ExplainButton name={`${t('accounts.ofYear')}: ${customer.name}`} explanation={explanation} />
              </span>
            </span>
            {mayAdd && (
              <Button
                variant="light"
                size="compact-md"
                loading={nameAtOnce.isPending && nameAtOnce.variables.customerId === customer.id}
                aria-label={`${t('accounts.name')}: ${customer.name}`}
                onClick={() => nameAtOnce.mutate({ customerId: customer.id })}
              >
                {t('accounts.name')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}

function columnsOf(t: TFunction<'retention'>, f: Formats): LedgerColumn<KeyAccount>[] {
  const sign = f.currencySign();
  return [
    { key: 'customer', title: t('accounts.customer'), cell: ({ customer }) => customer.name },
    {
      key: 'state',
      title: t('accounts.stateTitle'),
      cell: ({ state }) => state && <Tag tone={ACCOUNT_TONES[state]}>{t(`accounts.state.${state}`)}</Tag>,
    },
    {
      key: 'year',
      title: `${t('accounts.year')} ${sign}`,
      cell: ({ year }) => f.amount(year),
      number: true,
      phone: 'leadEnd',
    },
    {
      key: 'before',
      title: `${t('accounts.yearBefore')} ${sign}`,
      cell: ({ yearBefore }) => f.amount(yearBefore),
      number: true,
      phone: 'absent',
    },
    {
      key: 'warnings',
      title: t('accounts.warnings'),
      cell: ({ warnings }) => (warnings > 0 ? f.number(warnings) : ''),
      number: true,
      phone: 'absent',
    },
    { key: 'owner', title: t('accounts.owner'), cell: ({ customer }) => customer.owner?.name ?? '', phone: 'absent' },
    {
      key: 'review',
      title: t('accounts.review'),
      cell: ({ reviewOn, overdue }) => (
        <>
          {f.date(reviewOn)} {overdue && <Tag tone="mind">{t('accounts.overdueTag')}</Tag>}
        </>
      ),
      phone: 'noteEnd',
    },
  ];
}
