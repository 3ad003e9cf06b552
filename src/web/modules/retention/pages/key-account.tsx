import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { KeyAccountPage as Account } from '../../../../modules/retention/key-accounts/contract.ts';
import { useMay } from '../../../api/session.ts';
import { ConfirmDialog } from '../../../kit/confirm-dialog.tsx';
import { ErrorState } from '../../../kit/error-state.tsx';
import { ExplainButton, ExplanationText } from '../../../kit/explain.tsx';
import { Figure, FigureStrip } from '../../../kit/figure.tsx';
import { PageHead } from '../../../kit/page-head.tsx';
import { SideDrawer } from '../../../kit/side-drawer.tsx';
import { CardSkeleton, Waiting } from '../../../kit/skeletons.tsx';
import { Card, Columns, Facts } from '../../../kit/surface.tsx';
import { Tag } from '../../../kit/tag.tsx';
import { toast } from '../../../kit/toast.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api } from '../api.ts';
import { AccountForm } from '../parts/knowing/account-form.tsx';
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

const TONES = { growing: 'well', steady: 'teal', at_risk: 'act' } as const;

function Filled({ account }: { account: Account }): ReactNode {
  const { t } = useTranslation('retention');
  const f = useFormats();
  const [open, setOpen] = useState<'review' | 'change' | 'release'>();
  const mayEdit = useMay('retention.edit');
  const close = () => setOpen(undefined);
  return (
    <>
      <PageHead
        title={account.customer.name}
        note={account.state && <Tag tone={TONES[account.state]}>{t(`accounts.state.${account.state}`)}</Tag>}
        actions={mayEdit && <Button onClick={() => setOpen('review')}>{t('accounts.doReview')}</Button>}
      />
      <RetentionTabs />
      <FigureStrip label={t('accounts.label')}>
        <Figure label={t('accounts.year')} value={f.money(account.year, 'none')} explanation={account.volume} />
        <Figure label={t('accounts.yearBefore')} value={f.money(account.yearBefore, 'none')} />
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

function Warnings({ account }: { account: Account }): ReactNode {
  const { t } = useTranslation('retention');
  return (
    <Card heading={t('accounts.early')}>
      {account.warningList.length === 0 ? (
        <p className={classes.quiet}>{t('accounts.noWarnings')}</p>
      ) : (
        <ul className={classes.warnings}>
          {account.warningList.map(({ key, text, explanation }) => (
            <li key={key}>
              <span>{text}</span>
              {explanation && <ExplainButton name={text} explanation={explanation} />}
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

function Pattern({ pattern }: { pattern: Account['pattern'] }): ReactNode {
  const { t } = useTranslation('retention');
  const f = useFormats();
  if (!pattern) {
    return (
      <Card heading={t('accounts.pattern')}>
        <p className={classes.quiet}>{t('accounts.noPattern')}</p>
      </Card>
    );
  }
  const whole = (days: number) => f.number(Math.max(1, Math.round(days)));
  return (
    <Card heading={t('accounts.pattern')}>
      <Facts
        facts={[
          [
            t('accounts.usual'),
            t('accounts.usualDays', { usual: whole(pattern.usualDays), spread: whole(pattern.spreadDays) }),
          ],
          [t('accounts.silent'), t('days', { count: pattern.sinceDays })],
          [t('accounts.due'), f.date(pattern.dueOn)],
        ]}
      />
      <details className={classes.why}>
        <summary>{t('card.why')}</summary>
        <ExplanationText explanation={pattern.explanation} />
      </details>
    </Card>
  );
}

function Mix({ mix }: { mix: Account['mix'] }): ReactNode {
  const { t } = useTranslation('retention');
  const f = useFormats();
  const of = (span: 'now' | 'before') => mix.reduce((sum, row) => sum + Number(row[span].amount), 0);
  const all = { now: of('now'), before: of('before') };
  if (mix.length === 0) {
    return (
      <Card heading={t('accounts.mix')}>
        <p className={classes.quiet}>{t('accounts.noMix')}</p>
      </Card>
    );
  }
  const cell = (row: Account['mix'][number], span: 'now' | 'before') => {
    const share = all[span] > 0 ? Math.max(0, Number(row[span].amount)) / all[span] : 0;
    return (
      <td title={f.money(row[span])}>
        {f.percent(share)}
        <span className={classes.share} aria-hidden="true">
          <i style={{ width: `${100 * share}%` }} />
        </span>
      </td>
    );
  };
  return (
    <Card heading={t('accounts.mix')}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th>{t('accounts.mix')}</th>
            <th>{t('accounts.mixNow')}</th>
            <th>{t('accounts.mixBefore')}</th>
          </tr>
        </thead>
        <tbody>
          {mix.map((row) => (
            <tr key={row.category ?? ''}>
              <td>{row.category ?? t('accounts.noCategory')}</td>
              {cell(row, 'now')}
              {cell(row, 'before')}
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  );
}

function Reviews({ reviews }: { reviews: Account['reviews'] }): ReactNode {
  const { t } = useTranslation('retention');
  const f = useFormats();
  return (
    <Card heading={t('accounts.reviews')}>
      {reviews.length === 0 ? (
        <p className={classes.quiet}>{t('accounts.noReviews')}</p>
      ) : (
        <ul className={classes.list}>
          {reviews.map(({ id, on, state, note, by }) => (
            <li key={id}>
              <div className={classes.review}>
                <div className={classes.head}>
                  <Tag tone={TONES[state]}>{t(`accounts.state.${state}`)}</Tag>
                  {t('accounts.by', { day: f.date(on), by })}
                </div>
                {note && <p>{note}</p>}
              </div>
            </li>
          ))}
        </ul>
      )}
    </Card>
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
