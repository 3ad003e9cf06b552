import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../../api/session.ts';
import { SideDrawer } from '../../../kit/side-drawer.tsx';
import { Card } from '../../../kit/surface.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api, type OfferView, type OrderSummary } from '../api.ts';
import { HandOverButton } from './hand-over-button.tsx';
import { OfferAnswers } from './offer-answers.tsx';
import { OfferForm } from './offer-form.tsx';
import { OfferTag } from './offer-tag.tsx';
import { PhaseTag } from './phase-tag.tsx';
import classes from './running.module.css';
import { shownNumber } from '../../../../modules/orders/rules/shown-number.ts';

/** On the customer card: what is offered, what is in progress, what is being cared for afterwards. */
export default function RunningCard({ customerId }: { customerId: string }): ReactNode {
  const { t } = useTranslation('orders');
  const mayWork = useMay('orders.create');
  const { data } = useQuery(api.running.read.queryOptions({ input: { customerId } }));
  if (!data) return null;
  const { phase, offers, inProgress, afterSale } = data;
  const nothing = offers.length + inProgress.length + afterSale.length === 0;
  if (nothing && !mayWork) return null;
  return (
    <Card
      heading={t('running.title')}
      note={phase && t(`phase.${phase}`)}
      end={mayWork && <OfferButton customerId={customerId} />}
    >
      {nothing ? (
        <p className={classes.quiet}>{t('running.none')}</p>
      ) : (
        <ul className={classes.rows}>
          {inProgress.map((order) => (
            <OrderRow key={order.id} order={order} acts={mayWork} />
          ))}
          {offers.map((offer) => (
            <OfferRow key={offer.id} offer={offer} />
          ))}
          {afterSale.map((order) => (
            <OrderRow key={order.id} order={order} acts={false} />
          ))}
        </ul>
      )}
    </Card>
  );
}

function OfferButton({ customerId }: { customerId: string }): ReactNode {
  const { t } = useTranslation('orders');
  const [opened, setOpened] = useState(false);
  const close = () => setOpened(false);
  return (
    <>
      <Button size="compact-xs" variant="subtle" onClick={() => setOpened(true)}>
        {t('offer.button')}
      </Button>
      <SideDrawer opened={opened} onClose={close} title={t('offer.title')}>
        <OfferForm customerId={customerId} onDone={close} />
      </SideDrawer>
    </>
  );
}

function OfferRow({ offer }: { offer: OfferView }): ReactNode {
  const f = useFormats();
  return (
    <li>
      <span className={classes.head}>
        <Link to="/orders/offers/$id" params={{ id: offer.id }}>
          {offer.title}
        </Link>
        <b>{f.money(offer.total)}</b>
      </span>
      <span>
        <OfferTag offer={offer} />
      </span>
      <span className={classes.acts}>
        <OfferAnswers offer={offer} size="compact-sm" />
      </span>
    </li>
  );
}

export function OrderRow({ order, acts }: { order: OrderSummary; acts: boolean }): ReactNode {
  const { t } = useTranslation('orders');
  const f = useFormats();
  const number = shownNumber(order.externalId);
  return (
    <li>
      <span className={classes.head}>
        <Link to="/orders/$id" params={{ id: order.id }}>
          {number ? t('order.title', { number }) : t('order.unnumbered', { day: f.date(order.day) })}
        </Link>
        <b>{f.money(order.total)}</b>
      </span>
      <span>
        <PhaseTag order={order} />
      </span>
      {acts && (
        <span className={classes.acts}>
          <HandOverButton order={order} size="compact-sm" variant="light" />
        </span>
      )}
    </li>
  );
}
