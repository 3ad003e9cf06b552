import { Button } from '@mantine/core';
import { IconTicket } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../../api/session.ts';
import { EmptyState } from '../../../kit/empty-state.tsx';
import { ErrorState } from '../../../kit/error-state.tsx';
import { Figure, FigureStrip } from '../../../kit/figure.tsx';
import { PageHead } from '../../../kit/page-head.tsx';
import { CardSkeleton, Waiting } from '../../../kit/skeletons.tsx';
import { Card } from '../../../kit/surface.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api, type ProgrammeView } from '../api.ts';
import { LoyaltyTabs } from '../parts/loyalty-tabs.tsx';
import classes from '../parts/loyalty.module.css';
import { useRuleSentences } from '../parts/rule-sentences.ts';

/** What the programme promises, who is in it, and what it owes. */
export function ProgrammePage(): ReactNode {
  const { t } = useTranslation('loyalty');
  const manages = useMay('loyalty.manage');
  const { data, error, refetch } = useQuery(api.programme.read.queryOptions({ input: {} }));
  const step = (
    <Button component={Link} to="/loyalty/draft">
      {t(data?.current ? 'programme.change' : 'programme.begin')}
    </Button>
  );
  return (
    <>
      <PageHead title={t('menu.loyalty')} actions={manages && data?.current ? step : undefined} />
      <LoyaltyTabs />
      {!data ? (
        error ? (
          <ErrorState error={error} retry={() => void refetch()} />
        ) : (
          <Waiting>
            <CardSkeleton lines={6} />
          </Waiting>
        )
      ) : data.current ? (
        <div className={classes.stack}>
          <Figures />
          <Tiers programme={data.current} />
          <Terms programme={data.current} />
          <Months />
        </div>
      ) : (
        <EmptyState icon={IconTicket} step={manages && step}>
          {t('programme.empty')}
        </EmptyState>
      )}
    </>
  );
}

function useSummary() {
  return useQuery(api.report.summary.queryOptions({ input: {} })).data;
}

function Figures(): ReactNode {
  const { t } = useTranslation('loyalty');
  const f = useFormats();
  const data = useSummary();
  const { data: stored } = useQuery(api.value.summary.queryOptions({ input: {} }));
  return (
    <FigureStrip label={t('report.label')}>
      <Figure label={t('report.customers')} value={data && f.number(data.customers)} />
      <Figure label={t('report.points')} value={data && f.number(data.points)} />
      <Figure
        label={t('report.expected')}
        value={data && f.money(data.expected, 'none')}
        note={data && t('report.owedNote', { owed: f.money(data.owed, 'none') })}
        {...(data ? { explanation: data.explanation } : {})}
      />
      <Figure
        label={t('report.expiring')}
        value={data && f.number(data.expiringSoon)}
        note={data && t('report.until', { day: f.date(data.expiringUntil) })}
        {...(data && data.expiringSoon > 0 ? { tone: 'mind' as const } : {})}
      />
      {stored && stored.cards > 0 && (
        <Figure label={t('value.owed')} value={f.money(stored.balance, 'none')} note={t('value.title')} />
      )}
    </FigureStrip>
  );
}

function Tiers({ programme: { rules } }: { programme: ProgrammeView }): ReactNode {
  const { t } = useTranslation('loyalty');
  const f = useFormats();
  const counts = useSummary()?.tiers;
  const { levels, by } = rules.tiers;
  const from = (amount: string) =>
    by === 'spend' ? f.money({ amount, currency: f.settings.baseCurrency }) : f.number(Number(amount));
  return (
    <Card heading={t('tiers.title')}>
      <div className={classes.levels}>
        {levels.map(({ key, name, from: threshold, times, gift, perks }) => {
          const count = counts?.find((one) => one.key === key)?.customers;
          return (
            <div key={key} className={classes.level}>
              <b>{name}</b>
              <span>
                {Number(threshold) === 0 ? t('tiers.everybody') : t(`tiers.from.${by}`, { from: from(threshold) })}
              </span>
              {Number(times) !== 1 && <span>{t('tiers.times', { times })}</span>}
              {gift > 0 && <span>{t('tiers.gift', { points: f.number(gift) })}</span>}
              {perks.map((perk) => (
                <span key={perk}>{perk}</span>
              ))}
              <strong>{count === undefined ? '–' : t('tiers.count', { count, shown: f.number(count) })}</strong>
            </div>
          );
        })}
      </div>
    </Card>
  );
}

function Terms({ programme }: { programme: ProgrammeView }): ReactNode {
  const { t } = useTranslation('loyalty');
  const f = useFormats();
  const sentences = useRuleSentences()(programme.rules);
  return (
    <Card
      heading={programme.rules.name}
      note={t('programme.version', { no: programme.no, day: programme.fromDay ? f.date(programme.fromDay) : '' })}
    >
      <ul className={classes.terms}>
        {sentences.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </Card>
  );
}

function Months(): ReactNode {
  const { t } = useTranslation('loyalty');
  const f = useFormats();
  const months = useSummary()?.months;
  if (!months) return null;
  return (
    <Card heading={t('report.months')}>
      <div className={classes.scroll} tabIndex={0} role="region" aria-label={t('report.months')}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{t('report.month')}</th>
              <th scope="col">{t('report.given')}</th>
              <th scope="col">{t('report.redeemed')}</th>
              <th scope="col">{t('report.expired')}</th>
              <th scope="col">{t('report.corrected')}</th>
              <th scope="col">{`${t('report.cost')} ${f.currencySign()}`}</th>
            </tr>
          </thead>
          <tbody>
            {months.toReversed().map((row) => (
              <tr key={row.month}>
                <th scope="row">{f.month(row.month)}</th>
                <td>{f.number(row.given)}</td>
                <td>{f.number(row.redeemed)}</td>
                <td>{f.number(row.expired)}</td>
                <td>{f.number(row.corrected)}</td>
                <td>{f.amount(row.cost)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  );
}
