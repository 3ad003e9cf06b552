import { Skeleton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ReactNode } from 'react';
import classes from './surface.module.css';

/** Where a page will be. */
export function PageSkeleton(): ReactNode {
  return (
    <Waiting>
      <CardSkeleton lines={2} />
      <CardSkeleton lines={4} />
      <CardSkeleton lines={3} />
    </Waiting>
  );
}

export function CardSkeleton({ lines = 3 }: { lines?: number }): ReactNode {
  return (
    <div className={classes.card} aria-hidden="true">
      <Lines count={lines} />
    </div>
  );
}

const widths = ['38%', '84%', '66%', '74%', '52%'];

export function Lines({ count }: { count: number }): ReactNode {
  return Array.from({ length: count }, (_, line) => (
    <Skeleton key={line} height={11} mt={line === 0 ? 4 : 12} radius={6} width={widths[line % widths.length]} />
  ));
}

/** Tells screen readers once that something is coming. */
export function Waiting({ children }: { children: ReactNode }): ReactNode {
  const { t } = useTranslation('kit');
  return (
    <div role="status" aria-label={t('loading')}>
      {children}
    </div>
  );
}
