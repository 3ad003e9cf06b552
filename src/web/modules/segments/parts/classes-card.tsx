import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { contract as customersContract } from '../../../../modules/customers/contract.ts';
import type { ClassesInsight } from '../../../../modules/segments/contract.ts';
import { moduleClient } from '../../../api/client.ts';
import { ExplainButton } from '../../../kit/explain.tsx';
import { Card } from '../../../kit/surface.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import classes from './classes.module.css';

const customers = moduleClient('customers', customersContract);

/** Which classes the customer is in, since when, why, and what to do about it. */
export default function ClassesCard({ customerId }: { customerId: string }): ReactNode {
  const { t } = useTranslation('segments');
  const f = useFormats();
  const { data } = useQuery(customers.insights.queryOptions({ input: { id: customerId } }));
  const found = (data as { classes?: ClassesInsight } | undefined)?.classes;
  if (!found) return null;
  return (
    <Card heading={t('card.title')}>
      {found.length === 0 && <p className={classes.quiet}>{t('card.none')}</p>}
      {found.map(({ scheme, schemeName, key, name, strategy, since, explanation }) => (
        <div key={scheme}>
          <p className={classes.own}>
            <Link to="/classes" search={{ scheme, class: key }}>
              {name}
            </Link>
            <small className={classes.ofScheme}>{schemeName}</small>
            <ExplainButton name={`${schemeName}: ${name}`} explanation={explanation} />
            <span className={classes.since}>{t('card.since', { day: f.date(since) })}</span>
          </p>
          <p className={classes.advice}>{strategy}</p>
        </div>
      ))}
    </Card>
  );
}
