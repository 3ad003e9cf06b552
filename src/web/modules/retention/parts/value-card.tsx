import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ExplainButton } from '../../../kit/explain.tsx';
import { Card, Facts } from '../../../kit/surface.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { useInsights } from './insights.ts';

/** What the customer brought, and what a year with them is worth. */
export default function ValueCard({ customerId }: { customerId: string }): ReactNode {
  const { t } = useTranslation('retention');
  const f = useFormats();
  const value = useInsights(customerId)?.value;
  if (!value || 'unavailable' in value) return null;
  return (
    <Card heading={t('card.value')} end={<ExplainButton name={t('card.value')} explanation={value.explanation} />}>
      <Facts
        facts={[
          [t('card.total'), f.money(value.total)],
          [t('card.lastYear'), f.money(value.lastYear)],
          [t('card.perYear'), f.money(value.perYear)],
          [t('card.average'), f.money(value.averagePerDay)],
          [t('card.days'), f.number(value.purchaseDays)],
        ]}
      />
    </Card>
  );
}
