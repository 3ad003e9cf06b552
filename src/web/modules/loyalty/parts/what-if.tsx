import { Button, NumberInput, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorState } from '../../../kit/error-state.tsx';
import { Figure, FigureStrip } from '../../../kit/figure.tsx';
import { CardSkeleton, Waiting } from '../../../kit/skeletons.tsx';
import { Card } from '../../../kit/surface.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api, type ProgrammeRules } from '../api.ts';
import classes from './loyalty.module.css';

interface Asked {
  rules: ProgrammeRules;
  months: number;
  redemption: number;
  margin: number;
}

/** The shop's own orders, replayed: what the programme would have given and cost. */
export function WhatIf({ rules }: { rules: ProgrammeRules }): ReactNode {
  const { t } = useTranslation('loyalty');
  const [months, setMonths] = useState(12);
  const [redemption, setRedemption] = useState(70);
  const [margin, setMargin] = useState(40);
  const [asked, setAsked] = useState<Asked | null>(null);
  const result = useQuery({
    ...api.report.whatIf.queryOptions({ input: asked ?? { rules, months, redemption, margin } }),
    enabled: asked !== null,
  });
  const share = (value: string | number, least: number) => Math.min(100, Math.max(least, Number(value) || least));
  return (
    <Card heading={t('whatIf.title')}>
      <p className={classes.note}>{t('whatIf.about')}</p>
      <div className={classes.asked}>
        <Select
          label={t('whatIf.months')}
          data={[3, 6, 12, 24].map((value) => ({ value: String(value), label: t('whatIf.last', { count: value }) }))}
          value={String(months)}
          allowDeselect={false}
          onChange={(value) => setMonths(Number(value ?? 12))}
        />
        <NumberInput
          label={t('whatIf.redemption')}
          suffix=" %"
          min={0}
          max={100}
          value={redemption}
          onChange={(value) => setRedemption(share(value, 0))}
        />
        <NumberInput
          label={t('whatIf.margin')}
          suffix=" %"
          min={1}
          max={100}
          value={margin}
          onChange={(value) => setMargin(share(value, 1))}
        />
        <Button
          variant="light"
          loading={result.isFetching}
          onClick={() => setAsked({ rules, months, redemption, margin })}
        >
          {t('whatIf.run')}
        </Button>
      </div>
      {result.error ? (
        <ErrorState error={result.error} small />
      ) : result.isFetching ? (
        <Waiting>
          <CardSkeleton lines={3} />
        </Waiting>
      ) : (
        result.data && <Outcome outcome={result.data} />
      )}
    </Card>
  );
}

type OutcomeView = Awaited<ReturnType<typeof api.report.whatIf.call>>;

function Outcome({ outcome }: { outcome: OutcomeView }): ReactNode {
  const { t } = useTranslation('loyalty');
  const f = useFormats();
  if (outcome.orders === 0) return <p className={classes.note}>{t('whatIf.nothing')}</p>;
  return (
    <>
      <FigureStrip label={t('whatIf.title')}>
        <Figure
          label={t('whatIf.points')}
          value={f.number(outcome.points)}
          note={t('whatIf.gifts', { points: f.number(outcome.gifts) })}
        />
        <Figure
          label={t('whatIf.costLabel')}
          value={f.money(outcome.cost, 'none')}
          note={t('whatIf.ofSales', { share: f.percent(outcome.costShare, 1) })}
          explanation={outcome.explanation}
        />
        <Figure
          label={t('whatIf.marginAfter')}
          value={f.money(outcome.marginAfter, 'none')}
          note={t('whatIf.marginBefore', { amount: f.money(outcome.marginBefore, 'none') })}
        />
      </FigureStrip>
      <div className={classes.scroll} tabIndex={0} role="region" aria-label={t('tiers.title')}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{t('whatIf.tier')}</th>
              <th scope="col">{t('whatIf.customers')}</th>
              <th scope="col">{`${t('whatIf.sales')} ${f.currencySign()}`}</th>
            </tr>
          </thead>
          <tbody>
            {outcome.tiers.map((tier) => (
              <tr key={tier.key}>
                <th scope="row">{tier.name}</th>
                <td>{f.number(tier.customers)}</td>
                <td>{f.amount(tier.sales)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className={classes.note}>
        {t(outcome.complete ? 'whatIf.based' : 'whatIf.basedPart', {
          orders: f.number(outcome.orders),
          from: f.date(outcome.from),
          until: f.date(outcome.until),
        })}
      </p>
    </>
  );
}
