import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ExplainButton } from '../../../../kit/explain.tsx';
import { Card } from '../../../../kit/surface.tsx';
import { useFormats } from '../../../../kit/use-formats.ts';
import { api } from '../../api.ts';
import classes from './knowing.module.css';

/** At the counter: what to offer whoever stands there, at most two, each with its reason. Nothing where nothing is known. */
export default function WorthOffering({ customerId }: { customerId: string }): ReactNode {
  const { t } = useTranslation('retention');
  const f = useFormats();
  const { data } = useQuery(api.recommendations.ofCustomer.queryOptions({ input: { id: customerId, limit: SHOWN } }));
  if (!data || data.items.length === 0) return null;
  return (
    <Card heading={t('recommend.offer')}>
      <ul className={classes.list}>
        {data.items.map(({ product, reason, explanation }) => (
          <li key={product.id}>
            <span className={classes.name}>{product.name}</span>
            <span className={classes.end}>
              {product.unitPrice && f.money(product.unitPrice)}
              <ExplainButton name={`${t('recommend.points')}: ${product.name}`} explanation={explanation} />
            </span>
            <span className={classes.reason}>{reason}</span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

const SHOWN = 2;
