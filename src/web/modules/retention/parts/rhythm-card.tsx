import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { RhythmLine } from '../../../kit/chart/rhythm-line.tsx';
import { ExplanationText } from '../../../kit/explain.tsx';
import { Card } from '../../../kit/surface.tsx';
import { Tag } from '../../../kit/tag.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { useInsights } from './insights.ts';
import classes from './retention.module.css';

const TONES = { steady: 'well', due: 'mind', late: 'act', lost: 'plain' } as const;

/** How often the customer usually buys, how long it has been, and where that comes from. */
export default function RhythmCard({ customerId }: { customerId: string }): ReactNode {
  const { t } = useTranslation('retention');
  const f = useFormats();
  const rhythm = useInsights(customerId)?.rhythm;
  if (!rhythm) return null;
  if ('unavailable' in rhythm) {
    return (
      <Card heading={t('card.rhythm')}>
        <p className={classes.quiet}>{rhythm.unavailable}</p>
      </Card>
    );
  }
  const { state, gaps, usualDays, spreadDays, sinceDays, quantile, purchases, explanation, dueOn } = rhythm;
  const values = {
    usual: f.number(Math.max(1, Math.round(usualDays))),
    spread: f.number(Math.max(1, Math.round(spreadDays))),
    since: f.number(sinceDays),
    percent: Math.min(99, Math.floor(quantile * 100)),
  };
  const largest = Math.max(1, ...purchases.map(({ amount }) => Number(amount.amount)));
  const half = Math.max(1, Math.round(spreadDays));
  const due = { from: shifted(dueOn, -half), to: shifted(dueOn, half) };
  return (
    <Card heading={t('card.rhythm')} end={<Tag tone={TONES[state]}>{t(`state.${state}`)}</Tag>}>
      <p className={classes.sentence}>{t(`card.${sentenceOf(gaps, values.percent)}`, values)}</p>
      <RhythmLine
        purchases={purchases.map(({ on, amount }) => ({ on, size: Number(amount.amount) / largest }))}
        due={due}
      />
      <details className={classes.why}>
        <summary>{t('card.why')}</summary>
        <ExplanationText explanation={explanation} />
      </details>
    </Card>
  );
}

function shifted(day: string, days: number): string {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
}

/** Shortly after a visit nobody has been quiet for long. */
function sentenceOf(gaps: number, percent: number): 'first' | 'early' | 'sentence' {
  if (gaps === 0) return 'first';
  return percent < 5 ? 'early' : 'sentence';
}
