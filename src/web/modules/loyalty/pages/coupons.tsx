import { Button, NumberInput } from '@mantine/core';
import { IconPlus, IconTicket } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../../../api/errors.ts';
import { keyset, useKeysetList } from '../../../api/lists.ts';
import { useMay } from '../../../api/session.ts';
import { useSameInput } from '../../../api/use-same-input.ts';
import { ConfirmDialog } from '../../../kit/confirm-dialog.tsx';
import { EmptyState } from '../../../kit/empty-state.tsx';
import { ErrorState } from '../../../kit/error-state.tsx';
import { PageHead } from '../../../kit/page-head.tsx';
import { SideDrawer } from '../../../kit/side-drawer.tsx';
import { CardSkeleton, Waiting } from '../../../kit/skeletons.tsx';
import { Card, Cards, Facts } from '../../../kit/surface.tsx';
import { Tag } from '../../../kit/tag.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api, type CouponView } from '../api.ts';
import { CouponForm } from '../parts/coupon-form.tsx';
import { LoyaltyTabs } from '../parts/loyalty-tabs.tsx';
import classes from '../parts/loyalty.module.css';

/** Coupons, how often they were used and what they took off. */
export function CouponsPage(): ReactNode {
  const { t } = useTranslation('loyalty');
  const manages = useMay('loyalty.manage');
  const [making, setMaking] = useState(false);
  const list = useKeysetList(
    api.coupons.list.infiniteOptions({ input: (cursor: string | undefined) => ({ cursor }), ...keyset }),
  );
  const add = manages && (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setMaking(true)}>
      {t('coupons.new')}
    </Button>
  );
  return (
    <>
      <PageHead title={t('tab.coupons')} actions={list.rows && list.rows.length > 0 ? add : undefined} />
      <LoyaltyTabs />
      {!list.rows ? (
        list.error ? (
          <ErrorState error={list.error} retry={list.retry} />
        ) : (
          <Waiting>
            <CardSkeleton lines={4} />
          </Waiting>
        )
      ) : list.rows.length === 0 ? (
        <EmptyState icon={IconTicket} step={add || undefined}>
          {t('coupons.empty')}
        </EmptyState>
      ) : (
        <Cards width={300}>
          {list.rows.map((coupon) => (
            <CouponCard key={coupon.id} coupon={coupon} manages={manages} />
          ))}
        </Cards>
      )}
      {list.more && (
        <Button variant="default" mt="md" onClick={list.more} loading={list.loadingMore}>
          {t('coupons.more')}
        </Button>
      )}
      <SideDrawer opened={making} onClose={() => setMaking(false)} title={t('coupons.new')}>
        <CouponForm onDone={() => setMaking(false)} />
      </SideDrawer>
    </>
  );
}

const tones = { running: 'well', coming: 'mind', over: 'plain' } as const;

function CouponCard({ coupon, manages }: { coupon: CouponView; manages: boolean }): ReactNode {
  const { t } = useTranslation('loyalty');
  const f = useFormats();
  const queries = useQueryClient();
  const mayIssue = useMay('loyalty.post');
  const [ending, setEnding] = useState(false);
  const [issuing, setIssuing] = useState(false);
  const end = useMutation(
    api.coupons.end.mutationOptions({ onSettled: () => queries.invalidateQueries({ queryKey: api.key() }) }),
  );
  const limit = (used: number, most: number | null) =>
    most === null ? f.number(used) : t('coupons.of', { used: f.number(used), most: f.number(most) });
  return (
    <Card heading={coupon.name} end={<Tag tone={tones[coupon.state]}>{t(`coupons.state.${coupon.state}`)}</Tag>}>
      <p className={classes.note}>{coupon.worth}</p>
      <Facts
        facts={[
          [
            t('coupons.code'),
            coupon.code ?? t('coupons.issuedCodes', { count: coupon.issued, shown: f.number(coupon.issued) }),
          ],
          [t('coupons.used'), limit(coupon.used, coupon.totalLimit)],
          [t('coupons.off'), f.money(coupon.discount)],
          [t('coupons.until'), coupon.untilDay ? f.date(coupon.untilDay) : ''],
        ]}
      />
      {coupon.state !== 'over' && (
        <div className={classes.acts}>
          {mayIssue && coupon.code === null && (
            <Button size="compact-sm" variant="light" onClick={() => setIssuing(true)}>
              {t('coupons.issue')}
            </Button>
          )}
          {manages && (
            <Button size="compact-sm" variant="default" onClick={() => setEnding(true)}>
              {t('coupons.end')}
            </Button>
          )}
        </div>
      )}
      <ConfirmDialog
        opened={ending}
        onClose={() => setEnding(false)}
        title={t('coupons.endTitle', { name: coupon.name })}
        confirm={t('coupons.end')}
        grave
        onConfirm={() => end.mutateAsync({ id: coupon.id })}
      >
        {t('coupons.endAbout')}
      </ConfirmDialog>
      <SideDrawer
        opened={issuing}
        onClose={() => setIssuing(false)}
        title={t('coupons.issueTitle', { name: coupon.name })}
      >
        <IssueCodes coupon={coupon} />
      </SideDrawer>
    </Card>
  );
}

/** Codes to print or hand out; whoever brings one may use it. */
function IssueCodes({ coupon }: { coupon: CouponView }): ReactNode {
  const { t } = useTranslation('loyalty');
  const queries = useQueryClient();
  const sameInput = useSameInput();
  const [count, setCount] = useState<number | string>(10);
  const issue = useMutation(
    api.coupons.issue.mutationOptions({ onSettled: () => queries.invalidateQueries({ queryKey: api.key() }) }),
  );
  return (
    <>
      <p className={classes.note}>{t('coupons.issueAbout')}</p>
      <div className={classes.row}>
        <NumberInput
          label={t('coupons.howMany')}
          min={1}
          max={1000}
          value={count}
          onChange={setCount}
          error={isApiError(issue.error) ? issue.error.message : undefined}
        />
        <Button
          loading={issue.isPending}
          disabled={typeof count !== 'number' || count < 1}
          onClick={() => issue.mutate(sameInput({ id: coupon.id, count: Number(count) }))}
        >
          {t('coupons.issue')}
        </Button>
      </div>
      {issue.data && <pre className={classes.codes}>{issue.data.vouchers.map(({ code }) => code).join('\n')}</pre>}
    </>
  );
}
