import { Button } from '@mantine/core';
import { IconFileImport } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../../kit/empty-state.tsx';
import { Card } from '../../../kit/surface.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api } from '../api.ts';
import classes from '../parts/transfer.module.css';

/** Every file that came in, the newest first. */
export function ImportsPage(): ReactNode {
  const { t } = useTranslation('transfer');
  const f = useFormats();
  const { data } = useQuery(api.imports.list.queryOptions({ input: { limit: 50 } }));
  const step = (
    <Button component={Link} to="/imports/new" size="compact-sm">
      {t('offer.fileStep')}
    </Button>
  );
  return (
    <Card heading={t('settings.imports.title')} end={step}>
      {data?.items.length === 0 && (
        <EmptyState small icon={IconFileImport}>
          {t('imports.none')}
        </EmptyState>
      )}
      <ul className={classes.list}>
        {data?.items.map((item) => (
          <li key={item.id}>
            <Link className={classes.grow} to="/imports/$id" params={{ id: item.id }}>
              {item.fileName}
            </Link>
            <span className={classes.soft}>
              {t('imports.facts', {
                state: t(`states.${item.state}`),
                rows: f.number(item.counts.rows),
                by: item.createdBy,
                day: f.date(item.createdAt.slice(0, 10)),
              })}
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
