import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { KeyAccountPage as Account } from '../../../../modules/retention/key-accounts/contract.ts';
import { addDays } from '../../../../maths/calendar.ts';
import { useMay } from '../../../api/session.ts';
import { ConfirmDialog } from '../../../kit/confirm-dialog.tsx';
import { ErrorState } from '../../../kit/error-state.tsx';
import { Figure, FigureStrip } from '../../../kit/figure.tsx';
import { PageHead } from '../../../kit/page-head.tsx';
import { SideDrawer } from '../../../kit/side-drawer.tsx';
import { CardSkeleton, Waiting } from '../../../kit/skeletons.tsx';
import { Card, Columns } from '../../../kit/surface.tsx';
import { Tag } from '../../../kit/tag.tsx';
import { toast } from '../../../kit/toast.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api } from '../api.ts';
import { Mix, Pattern, Reviews, Warnings } from '../parts/knowing/account-cards.tsx';
import { AccountForm } from '../parts/knowing/account-form.tsx';
import { ACCOUNT_TONES } from '../parts/knowing/account-tones.ts';
import classes from '../parts/knowing/knowing.module.css';
import { MonthBars } from '../parts/knowing/month-bars.tsx';
import { ReviewForm } from '../parts/knowing/review-form.tsx';
import { useAccount } from '../parts/knowing/use-account.ts';
import { RetentionTabs } from '../parts/retention-tabs.tsx';

/** One key account: volume, pattern, goods, warnings, and what was found at each review. */
export function KeyAccountPage(): ReactNode {
  const { t } = useTranslation('retention');
  const { id } = useParams({ strict: false }) as { id: string };
  const { data, error, refetch } = useQuery(api.keyAccounts.read.queryOptions({ input: { id } }));
  if (data) return <Filled account={data} />;
  return (
    <>
      <PageHead title={t('accounts.title')} />
      <RetentionTabs />
      {error ? (
        <ErrorState error={error} retry={() => void refetch()} />
      ) : (
        <Waiting>
          <CardSkeleton lines={8} />
        </Waiting>
      )}
    </>
  );
}

function Filled({ account }: { account: Account }): ReactNode {
  const { t } = useTranslation('retention');
  const f = useFormats();
  const [open, setOpen] = useState<'review' | 'change' | 'release'>();
  const mayEdit = useMay('retention.edit');
  const close = () => setOpen(undefined);
  const { today } = f.settings;
  const boughtFrom = (from: string, to: string) => ({
    key: 'retention:accounts.how.yearSum',
    values: { from: f.date(from), to: f.date(to) },
  });
  return (
    <>
      <PageHead
        title={account.customer.name}
        note={account.state && <Tag tone={ACCOUNT_TONES[account.state]}>{t(`accounts.state.${account.state}`)}</Tag>}
        actions={mayEdit && <Button onClick={() => setOpen('review')}>{t('accounts.doReview')}</Button>}
      />
      <RetentionTabs />
      <FigureStrip label={t('accounts.label')}>
        <Figure
          label={t('accounts.year')}
          value={f.money(account.year, 'none')}
          explanation={boughtFrom(addDays(today, -364), today)}
        />
        <Figure
          label={t('accounts.yearBefore')}
          value={f.money(account.yearBefore, 'none')}
          explanation={boughtFrom(addDays(today, -729), addDays(today, -365))}
        />
        <Figure
          label={t('accounts.review')}
          value={f.date(account.reviewOn)}
          note={t('accounts.every', { count: account.everyWeeks })}
          {...(account.overdue ? { tone: 'mind' as const } : {})}
        />
        <Figure
          label={t('accounts.warnings')}
          value={f.number(account.warningList.length)}
          {...(account.warningList.length > 0 ? { tone: 'act' as const } : {})}
        />
      </FigureStrip>
      <Columns right={<Aside account={account} mayEdit={mayEdit} onOpen={setOpen} />}>
        <Warnings account={account} />
        <Card heading={t('accounts.volume')}>
          <MonthBars months={account.months} />
          <p className={classes.small}>{t(account.volume.key, account.volume.values)}</p>
        </Card>
        <Mix mix={account.mix} />
      </Columns>
      <SideDrawer opened={open === 'review'} onClose={close} title={t('accounts.reviewTitle')}>
        {open === 'review' && <ReviewForm account={account} onDone={close} />}
      </SideDrawer>
      <SideDrawer opened={open === 'change'} onClose={close} title={t('accounts.change')}>
        {open === 'change' && <AccountForm account={account} onDone={close} />}
      </SideDrawer>
      <Release account={account} opened={open === 'release'} onClose={close} />
    </>
  );
}

interface AsideProps {
  account: Account;
  mayEdit: boolean;
  onOpen: (what: 'change' | 'release') => void;
}

function Aside({ account, mayEdit, onOpen }: AsideProps): ReactNode {
  const { t } = useTranslation('retention');
  const f = useFormats();
  return (
    <>
      <Card heading={t('accounts.aim')}>
        <p className={classes.quiet}>{account.aim ?? t('accounts.aimAbout')}</p>
        <p className={classes.small}>{t('accounts.since', { day: f.date(account.since) })}</p>
        <div className={classes.actions}>
          <Button variant="light" component={Link} to={`/customers/${account.id}`}>
            {t('accounts.open')}
          </Button>
          {mayEdit && (
            <>
              <Button variant="default" onClick={() => onOpen('change')}>
                {t('accounts.change')}
              </Button>
              <Button variant="subtle" color="gray" onClick={() => onOpen('release')}>
                {t('accounts.release')}
              </Button>
            </>
          )}
        </div>
      </Card>
      <Pattern pattern={account.pattern} />
      <Reviews reviews={account.reviews} />
    </>
  );
}

function Release({ account, opened, onClose }: { account: Account; opened: boolean; onClose: () => void }): ReactNode {
  const { t } = useTranslation('retention');
  const { release } = useAccount();
  const navigate = useNavigate();
  const { name } = account.customer;
  return (
    <ConfirmDialog
      opened={opened}
      onClose={onClose}
      title={t('accounts.releaseTitle', { name })}
      confirm={t('accounts.release')}
      onConfirm={async () => {
        await release.mutateAsync({ id: account.id });
        await navigate({ to: '/retention/accounts' });
        toast(t('accounts.released', { name }));
      }}
    >
      {t('accounts.releaseAbout')}
    </ConfirmDialog>
  );
}
