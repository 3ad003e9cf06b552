import { Button } from '@mantine/core';
import { IconTicket } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../../../api/errors.ts';
import { keyset, useKeysetList } from '../../../api/lists.ts';
import { useMay } from '../../../api/session.ts';
import { EmptyState } from '../../../kit/empty-state.tsx';
import type { Formats } from '../../../kit/formats.ts';
import type { LedgerColumn } from '../../../kit/ledger/columns.ts';
import { Ledger } from '../../../kit/ledger/ledger.tsx';
import { SideDrawer } from '../../../kit/side-drawer.tsx';
import { Card } from '../../../kit/surface.tsx';
import { Tag } from '../../../kit/tag.tsx';
import { toast, toastProblem } from '../../../kit/toast.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api, type EntryView } from '../api.ts';
import { ClaimGift } from './claim-gift.tsx';
import { CustomerCredit } from './customer-credit.tsx';
import { CustomerDraws } from './customer-draws.tsx';
import { CustomerReferrals } from './customer-referrals.tsx';
import { CustomerStamps } from './customer-stamps.tsx';
import { CustomerValue } from './customer-value.tsx';
import { GiftClaims } from './gift-claims.tsx';
import classes from './loyalty.module.css';
import { PointsForm, type Act } from './points-form.tsx';

/** A customer's points, entry by entry, and coupons. Default export: the card loads it lazily. */
export default function CustomerLoyalty({ customerId }: { customerId: string }): ReactNode {
  const { t } = useTranslation('loyalty');
  const f = useFormats();
  const posts = useMay('loyalty.post');
  const adjusts = useMay('loyalty.adjust');
  const [act, setAct] = useState<Act>();
  const [choosing, setChoosing] = useState(false);
  const { data: gifts } = useQuery(api.gifts.list.queryOptions({ input: { limit: 200 } }));
  const list = useKeysetList(
    api.points.entries.infiniteOptions({ input: (cursor: string | undefined) => ({ customerId, cursor }), ...keyset }),
  );
  const { data: programme } = useQuery(api.programme.read.queryOptions({ input: {} }));
  const acts: Act[] = programme?.current
    ? [...(posts ? (['earn', 'redeem'] as const) : []), ...(adjusts ? (['adjust'] as const) : [])]
    : [];
  return (
    <div className={classes.stack}>
      {acts.length > 0 && (
        <div className={classes.acts}>
          {acts.map((one) => (
            <Button key={one} variant={one === 'adjust' ? 'default' : 'light'} onClick={() => setAct(one)}>
              {t(`act.${one}`)}
            </Button>
          ))}
          {posts && gifts?.items.some(({ ended, stock }) => !ended && stock !== 0) && (
            <Button variant="light" onClick={() => setChoosing(true)}>
              {t('gifts.claim')}
            </Button>
          )}
        </div>
      )}
      <Ledger
        label={t('tab.ledger')}
        list={list}
        rowId={(row) => row.id}
        columns={columnsOf(t, f, (entry) => words(entry, customerId, posts))}
        empty={
          <EmptyState small icon={IconTicket}>
            {t(programme?.current ? 'ledger.emptyCustomer' : 'programme.empty')}
          </EmptyState>
        }
      />
      <CustomerValue customerId={customerId} />
      <CustomerCredit customerId={customerId} />
      <CustomerStamps customerId={customerId} />
      <CustomerDraws customerId={customerId} />
      <CustomerReferrals customerId={customerId} />
      <GiftClaims customerId={customerId} />
      <Coupons customerId={customerId} />
      <SideDrawer opened={choosing} onClose={() => setChoosing(false)} title={t('gifts.claim')}>
        <ClaimGift customerId={customerId} onDone={() => setChoosing(false)} />
      </SideDrawer>
      <SideDrawer opened={act !== undefined} onClose={() => setAct(undefined)} title={t(`act.${act ?? 'earn'}`)}>
        {act && <PointsForm act={act} customerId={customerId} onDone={() => setAct(undefined)} />}
      </SideDrawer>
    </div>
  );
}

function words(entry: EntryView, customerId: string, mayReverse: boolean): ReactNode {
  return <Words entry={entry} customerId={customerId} mayReverse={mayReverse} />;
}

function columnsOf(
  t: TFunction<'loyalty'>,
  f: Formats,
  cell: (entry: EntryView) => ReactNode,
): LedgerColumn<EntryView>[] {
  return [
    { key: 'text', title: t('ledger.what'), cell },
    {
      key: 'points',
      title: t('ledger.points'),
      cell: ({ points }) => (points > 0 ? `+${f.number(points)}` : f.number(points)),
      number: true,
      phone: 'leadEnd',
    },
    {
      key: 'balance',
      title: t('ledger.balance'),
      cell: ({ balance }) => f.number(balance),
      number: true,
      phone: 'absent',
    },
    { key: 'at', title: t('ledger.at'), cell: ({ day }) => f.date(day), phone: 'noteEnd' },
  ];
}

function Words({
  entry,
  customerId,
  mayReverse,
}: {
  entry: EntryView;
  customerId: string;
  mayReverse: boolean;
}): ReactNode {
  const { t } = useTranslation('loyalty');
  const queries = useQueryClient();
  const reverse = useMutation(
    api.points.reverse.mutationOptions({
      onSuccess: () => toast(t('act.reversed')),
      onError: (error) => toastProblem(isApiError(error) ? error.message : t('request.failed')),
      onSettled: () => queries.invalidateQueries({ queryKey: api.key() }),
    }),
  );
  return (
    <>
      {[entry.text, entry.reason].filter(Boolean).join(' · ')}
      {mayReverse && entry.reversible > 0 && (
        <Button
          ml={8}
          size="compact-xs"
          variant="subtle"
          loading={reverse.isPending}
          onClick={() => reverse.mutate({ entryId: entry.id, customerId })}
        >
          {t('act.reverse')}
        </Button>
      )}
    </>
  );
}

const tones = { open: 'well', used: 'plain', expired: 'plain', withdrawn: 'plain' } as const;

function Coupons({ customerId }: { customerId: string }): ReactNode {
  const { t } = useTranslation('loyalty');
  const f = useFormats();
  const { data } = useQuery(api.coupons.ofCustomer.queryOptions({ input: { customerId } }));
  if (!data || data.items.length === 0) return null;
  return (
    <Card heading={t('tab.coupons')}>
      <ul className={classes.terms}>
        {data.items.map((one) => (
          <li key={one.id}>
            {one.name} · {one.worth} · {one.code} <Tag tone={tones[one.state]}>{t(`coupons.voucher.${one.state}`)}</Tag>
            {one.expiresOn && one.state === 'open' && (
              <p className={classes.note}>{t('report.until', { day: f.date(one.expiresOn) })}</p>
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}
