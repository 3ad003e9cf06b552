import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../../../api/session.ts';
import { Card } from '../../../../kit/surface.tsx';
import { useFormats } from '../../../../kit/use-formats.ts';
import { api } from '../../api.ts';
import classes from './duplicates.module.css';
import { useMerging } from './use-merging.ts';

/** Which cards became this one, each with its way back. */
export default function MergedFrom({ customerId }: { customerId: string }): ReactNode {
  const { t } = useTranslation('customers');
  const f = useFormats();
  const mayPart = useMay('customers.merge');
  const { busy, part } = useMerging();
  const { data } = useQuery(api.duplicates.merges.queryOptions({ input: { id: customerId } }));
  if (!data || data.items.length === 0) return null;
  return (
    <Card heading={t('duplicates.from.title')}>
      <ul className={classes.merges}>
        {data.items.map(({ changeSet, at, by, customers }) => (
          <li key={changeSet}>
            <span>
              {customers.map(({ name }) => name).join(t('duplicates.and'))}
              <p className={classes.quiet}>{t('duplicates.from.when', { day: f.dateTime(at), by })}</p>
            </span>
            {mayPart && (
              <Button size="compact-sm" variant="default" loading={busy} onClick={() => void part(changeSet)}>
                {t('duplicates.from.part')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}
