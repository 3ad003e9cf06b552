import { Button } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconListSearch } from '@tabler/icons-react';
import { useEffect, useEffectEvent, useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../empty-state.tsx';
import { ErrorState } from '../error-state.tsx';
import { PHONE } from '../phone.ts';
import { Waiting } from '../skeletons.tsx';
import type { LedgerProps } from './columns.ts';
import { CardsWaiting, LedgerCards } from './ledger-cards.tsx';
import { LedgerTable, TableWaiting } from './ledger-table.tsx';
import classes from './ledger.module.css';

/**
 * The one list of rows: a table that reads like a ledger, on the phone cards of two lines. Further rows load when the
 * end comes into sight.
 */
export function Ledger<Row>(props: LedgerProps<Row>): ReactNode {
  const { t } = useTranslation('kit');
  const { list, empty } = props;
  const phone = useMediaQuery(PHONE, undefined, { getInitialValueInEffect: false });
  if (list.rows === undefined) {
    if (list.error) return <ErrorState error={list.error} retry={list.retry} />;
    return <Waiting>{phone ? <CardsWaiting /> : <TableWaiting {...props} />}</Waiting>;
  }
  if (list.rows.length === 0) return empty ?? <EmptyState icon={IconListSearch}>{t('ledger.none')}</EmptyState>;
  const more = list.more && <More key={list.rows.length} more={list.more} loading={list.loadingMore ?? false} />;
  return (
    <>
      {phone ? <LedgerCards {...props} rows={list.rows} /> : <LedgerTable {...props} rows={list.rows} end={more} />}
      {phone && more}
      {list.error !== undefined && list.error !== null && <ErrorState error={list.error} retry={list.retry} small />}
    </>
  );
}

/** So far before the end the next rows are asked for. */
const AHEAD = '600px';

/** A button too, for those who read by keyboard and never scroll. One per page: the next may still be in sight. */
function More({ more, loading }: { more: () => void; loading: boolean }): ReactNode {
  const { t } = useTranslation('kit');
  const end = useRef<HTMLDivElement>(null);
  const inSight = useEffectEvent(() => {
    if (!loading) more();
  });
  useEffect(() => {
    if (!end.current) return undefined;
    const watch = new IntersectionObserver(
      (seen) => {
        if (seen.some((entry) => entry.isIntersecting)) inSight();
      },
      { rootMargin: AHEAD, scrollMargin: AHEAD },
    );
    watch.observe(end.current);
    return () => watch.disconnect();
  }, []);
  return (
    <div ref={end} className={classes.more}>
      <Button variant="subtle" loading={loading} onClick={more}>
        {t('ledger.more')}
      </Button>
    </div>
  );
}
