import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ExplainButton } from '../../../../kit/explain.tsx';
import { Card, Facts } from '../../../../kit/surface.tsx';
import { useFormats } from '../../../../kit/use-formats.ts';
import { useInsights } from '../insights.ts';
import classes from '../retention.module.css';

/** What the customer will probably do, how sure that is, and where it comes from; or why it cannot be told. */
export default function PredictionCard({ customerId }: { customerId: string }): ReactNode {
  const { t } = useTranslation('retention');
  const f = useFormats();
  const told = useInsights(customerId)?.predictions;
  if (!told) return null;
  const heading = t('predictions.panel.title');
  if ('unavailable' in told) {
    return (
      <Card heading={heading}>
        <p className={classes.quiet}>{told.unavailable}</p>
      </Card>
    );
  }
  const { nextOrder, pAlive } = told;
  const range = (low: string, high: string) =>
    low === high ? null : <small>{t('predictions.panel.range', { low, high })}</small>;
  return (
    <Card heading={heading} end={<ExplainButton name={heading} explanation={told.explanation} />}>
      <Facts
        facts={[
          [
            t('predictions.panel.chance', { weeks: told.weeks }),
            <>
              {f.percent(told.pBuys)} {range(f.percent(told.pBuysLow), f.percent(told.pBuysHigh))}
            </>,
          ],
          [t('predictions.panel.here'), pAlive === null ? null : f.percent(pAlive)],
          [t('predictions.panel.orders'), f.number(told.expectedOrders52, 1)],
          [
            t('predictions.panel.value', { margin: told.marginPercent }),
            <>
              {f.money(told.value52, 'none')}{' '}
              {range(f.money(told.value52Low, 'none'), f.money(told.value52High, 'none'))}
            </>,
          ],
          [
            t('predictions.panel.next'),
            nextOrder && (
              <>
                {f.date(nextOrder.p50)} {range(f.date(nextOrder.p10), f.date(nextOrder.p90))}
              </>
            ),
          ],
        ]}
      />
    </Card>
  );
}
