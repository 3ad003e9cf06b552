import { Button, NumberInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../../api/session.ts';
import { ErrorState } from '../../../kit/error-state.tsx';
import type { Explanation } from '../../../kit/explain.tsx';
import { Figure, FigureStrip } from '../../../kit/figure.tsx';
import { PageHead } from '../../../kit/page-head.tsx';
import { CardSkeleton, Waiting } from '../../../kit/skeletons.tsx';
import { Card, Columns } from '../../../kit/surface.tsx';
import { toast } from '../../../kit/toast.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api, type HoldOutEffect } from '../api.ts';
import classes from '../parts/bucket/bucket.module.css';
import { problemOf } from '../parts/problem.ts';
import { RetentionTabs } from '../parts/retention-tabs.tsx';

/** What acting on alerts brings, told only as far as the comparison carries it. */
export function EffectPage(): ReactNode {
  const { t } = useTranslation('retention');
  const mayChange = useMay('settings.edit');
  const { data, error, refetch } = useQuery(api.holdOut.read.queryOptions({ input: {} }));
  return (
    <>
      <PageHead title={t('holdOut.title')} />
      <RetentionTabs />
      {!data ? (
        error ? (
          <ErrorState error={error} retry={() => void refetch()} />
        ) : (
          <Waiting>
            <CardSkeleton lines={6} />
          </Waiting>
        )
      ) : (
        <>
          <p className={classes.about}>{t('holdOut.about', { days: data.windowDays })}</p>
          <Columns right={mayChange && <ShareCard key={data.version} effect={data} />}>
            <Sides effect={data} />
          </Columns>
        </>
      )}
    </>
  );
}

function Sides({ effect }: { effect: HoldOutEffect }): ReactNode {
  const { t } = useTranslation('retention');
  const f = useFormats();
  const { shown, withheld, rate, money, kept, smallestVisible } = effect;
  const points = (share: number) => f.number(share * 100, 1);
  const bought = (side: HoldOutEffect['shown']) =>
    t('holdOut.bought', {
      bought: f.number(side.bought),
      customers: f.number(side.customers),
      share: side.customers > 0 ? f.percent(side.bought / side.customers) : '–',
    });
  const how = (key: string, values: Explanation['values']) => ({ key: `retention:holdOut.explain.${key}`, values });
  const shareOf = (side: HoldOutEffect['shown']) => f.percent(side.bought / Math.max(1, side.customers), 1);
  const range = (low: string, high: string) => t('holdOut.between', { low, high });
  return (
    <Card>
      <p className={classes.answer} role="status">
        {t(`holdOut.verdict.${effect.verdict}`, {
          needed: effect.alertsNeeded,
          alerts: effect.alerts,
          days: effect.windowDays,
        })}
      </p>
      {shown.customers + withheld.customers > 0 && (
        <FigureStrip label={t('holdOut.title')}>
          <Figure
            label={t('holdOut.shown')}
            value={bought(shown)}
            note={t('holdOut.average', { amount: f.money(shown.average, 'none') })}
          />
          <Figure
            label={t('holdOut.withheld')}
            value={bought(withheld)}
            note={t('holdOut.average', { amount: f.money(withheld.average, 'none') })}
          />
          {rate && (
            <Figure
              label={t('holdOut.rate')}
              value={t('holdOut.rateValue', { value: points(rate.value) })}
              note={range(points(rate.low), points(rate.high))}
              explanation={how('rate', { shown: shareOf(shown), withheld: shareOf(withheld) })}
            />
          )}
          {money && (
            <Figure
              label={t('holdOut.money')}
              value={f.money(money.value, 'none')}
              note={range(f.money(money.low, 'none'), f.money(money.high, 'none'))}
              explanation={how('money', { shown: f.money(shown.average), withheld: f.money(withheld.average) })}
            />
          )}
          {kept && (
            <Figure
              label={t('holdOut.kept')}
              value={f.money(kept.value, 'none')}
              note={range(f.money(kept.low, 'none'), f.money(kept.high, 'none'))}
              explanation={how('kept', {
                each: money ? f.money(money.value) : '',
                customers: f.number(shown.customers),
              })}
            />
          )}
        </FigureStrip>
      )}
      {money && <p className={classes.about}>{t(`holdOut.method.${money.method}`)}</p>}
      {smallestVisible !== null && (
        <p className={classes.about}>{t('holdOut.smallest', { points: points(smallestVisible) })}</p>
      )}
      {effect.since && (
        <p className={classes.about}>
          {t('holdOut.since', { day: f.date(effect.since), running: f.number(effect.running) })}
        </p>
      )}
    </Card>
  );
}

function ShareCard({ effect }: { effect: HoldOutEffect }): ReactNode {
  const { t } = useTranslation('retention');
  const queries = useQueryClient();
  const [percent, setPercent] = useState<number | string>(effect.percent);
  const change = useMutation(
    api.holdOut.change.mutationOptions({
      onSuccess: () => toast(t('holdOut.saved')),
      onSettled: () => queries.invalidateQueries({ queryKey: api.key() }),
    }),
  );
  const save = (event: FormEvent) => {
    event.preventDefault();
    change.mutate({ percent: Number(percent || 0), version: effect.version });
  };
  return (
    <Card>
      <form className={classes.ask} onSubmit={save}>
        <NumberInput
          label={t('holdOut.percent')}
          description={t('holdOut.percentAbout')}
          suffix=" %"
          min={0}
          max={50}
          allowDecimal={false}
          clampBehavior="strict"
          value={percent}
          onChange={setPercent}
          error={problemOf(change.error)?.message}
        />
        <Button type="submit" variant="light" loading={change.isPending}>
          {t('holdOut.save')}
        </Button>
      </form>
    </Card>
  );
}
