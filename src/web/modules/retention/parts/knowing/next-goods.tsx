import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../../../../api/errors.ts';
import { ExplainButton, ExplanationText } from '../../../../kit/explain.tsx';
import { Card } from '../../../../kit/surface.tsx';
import { useFormats } from '../../../../kit/use-formats.ts';
import { api } from '../../api.ts';
import classes from './knowing.module.css';

/** What the customer is likely to buy next, each with its reason, and how good such lists are in this shop. */
export default function NextGoods({ customerId }: { customerId: string }): ReactNode {
  const { t } = useTranslation('retention');
  const f = useFormats();
  const { data, error } = useQuery(
    api.recommendations.ofCustomer.queryOptions({ input: { id: customerId, limit: SHOWN } }),
  );
  if (isApiError(error) && error.status === 403) return null;
  if (!data) return null;
  return (
    <Card heading={t('recommend.title')}>
      {data.unavailable !== null && <p className={classes.quiet}>{data.unavailable}</p>}
      {data.items.length > 0 && (
        <ul className={classes.list}>
          {data.items.map(({ product, reason, dueOn, explanation }) => (
            <li key={product.id}>
              <span className={classes.name}>{product.name}</span>
              <span className={classes.end}>
                {dueOn ? t('recommend.due', { day: f.date(dueOn) }) : product.unitPrice && f.money(product.unitPrice)}
                <ExplainButton name={`${t('recommend.points')}: ${product.name}`} explanation={explanation} />
              </span>
              <span className={classes.reason}>{reason}</span>
            </li>
          ))}
        </ul>
      )}
      {data.basis && data.items.length > 0 && (
        <details className={classes.why}>
          <summary>{t('recommend.how')}</summary>
          <ExplanationText explanation={data.basis.explanation} />
        </details>
      )}
    </Card>
  );
}

const SHOWN = 5;
