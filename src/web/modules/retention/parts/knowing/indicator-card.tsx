import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../../../../api/errors.ts';
import { useMay } from '../../../../api/session.ts';
import { SideDrawer } from '../../../../kit/side-drawer.tsx';
import { Card } from '../../../../kit/surface.tsx';
import { api } from '../../api.ts';
import classes from './knowing.module.css';
import { AbsentSigns, isKnown, KnownSigns } from './signs.tsx';
import { WalletForm } from './wallet-form.tsx';

/** How loyal the customer is, sign by sign; the share of wallet is asked and noted here. */
export default function IndicatorCard({ customerId }: { customerId: string }): ReactNode {
  const { t } = useTranslation('retention');
  const [asking, setAsking] = useState(false);
  const mayNote = useMay('retention.edit');
  const { data, error } = useQuery(api.indicators.ofCustomer.queryOptions({ input: { id: customerId } }));
  if (isApiError(error) && error.status === 403) return null;
  if (!data) return null;
  return (
    <Card heading={t('indicators.title')}>
      {data.unavailable !== null && <p className={classes.quiet}>{data.unavailable}</p>}
      <KnownSigns items={data.items} />
      {data.items.some((one) => !isKnown(one)) && (
        <details className={classes.why}>
          <summary>{t('indicators.waiting')}</summary>
          <AbsentSigns items={data.items} />
        </details>
      )}
      {mayNote && data.unavailable === null && (
        <div className={classes.actions}>
          <Button variant="light" size="compact-sm" onClick={() => setAsking(true)}>
            {t('indicators.ask')}
          </Button>
        </div>
      )}
      <SideDrawer opened={asking} onClose={() => setAsking(false)} title={t('indicators.askTitle')}>
        {asking && <WalletForm customerId={customerId} onDone={() => setAsking(false)} />}
      </SideDrawer>
    </Card>
  );
}
