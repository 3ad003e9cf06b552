import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorState } from '../../../../kit/error-state.tsx';
import { ExplainButton } from '../../../../kit/explain.tsx';
import { Lines, Waiting } from '../../../../kit/skeletons.tsx';
import { Card } from '../../../../kit/surface.tsx';
import { api } from '../../api.ts';
import classes from './knowing.module.css';

/** Whom to tell of a product, and why. */
export default function ProductAudience({ productId }: { productId: string }): ReactNode {
  const { t } = useTranslation('retention');
  const { data, error, refetch } = useQuery(
    api.recommendations.ofProduct.queryOptions({ input: { id: productId, limit: SHOWN } }),
  );
  return (
    <Card
      heading={t('recommend.audience')}
      note={data && data.lookedAt > 0 && t('recommend.audienceNote', { count: data.lookedAt })}
    >
      {!data &&
        (error ? (
          <ErrorState error={error} retry={() => void refetch()} small />
        ) : (
          <Waiting>
            <Lines count={3} />
          </Waiting>
        ))}
      {data && data.unavailable !== null && <p className={classes.quiet}>{data.unavailable}</p>}
      {data && data.items.length > 0 && (
        <ul className={classes.list}>
          {data.items.map(({ customer, reason, explanation }) => (
            <li key={customer.id}>
              <Link className={classes.name} to="/customers/$id" params={{ id: customer.id } as never}>
                {customer.name}
              </Link>
              <span className={classes.end}>
                {customer.phone}
                <ExplainButton name={`${t('recommend.points')}: ${customer.name}`} explanation={explanation} />
              </span>
              <span className={classes.reason}>{reason}</span>
            </li>
          ))}
        </ul>
      )}
      {data && data.noContact > 0 && (
        <p className={classes.small}>{t('recommend.noContact', { count: data.noContact })}</p>
      )}
    </Card>
  );
}

const SHOWN = 20;
