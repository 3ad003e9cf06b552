import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorState } from '../../../kit/error-state.tsx';
import { PageHead } from '../../../kit/page-head.tsx';
import { CardSkeleton, Waiting } from '../../../kit/skeletons.tsx';
import { Card, Columns, Facts } from '../../../kit/surface.tsx';
import { useFormats } from '../../../kit/use-formats.ts';
import { api, type OrderView } from '../api.ts';
import { OrderActions } from '../parts/order-actions.tsx';
import { StateTag } from '../parts/order-columns.tsx';
import { CourseCard } from '../parts/course-card.tsx';
import { OrderLines } from '../parts/order-lines.tsx';
import { PhaseLine } from '../parts/phase-line.tsx';
import { RefundList } from '../parts/refund-list.tsx';
import { sourceName } from '../parts/source-name.ts';
import { shownNumber } from '../../../../modules/orders/rules/shown-number.ts';

/** One order: what was bought, for how much, where it stands, and what came back. */
export function OrderPage(): ReactNode {
  const { id } = useParams({ strict: false }) as { id: string };
  const { data: order, error, refetch } = useQuery(api.read.queryOptions({ input: { id } }));
  if (order) return <Filled order={order} />;
  if (error) return <ErrorState error={error} retry={() => void refetch()} />;
  return (
    <Waiting>
      <Columns right={<CardSkeleton lines={5} />}>
        <CardSkeleton lines={6} />
      </Columns>
    </Waiting>
  );
}

function Filled({ order }: { order: OrderView }): ReactNode {
  const { t } = useTranslation('orders');
  const f = useFormats();
  const number = shownNumber(order.externalId);
  return (
    <>
      <PageHead
        title={number ? t('order.title', { number }) : t('order.unnumbered', { day: f.date(order.day) })}
        note={<StateTag state={order.state} returned={order.total.amount.startsWith('-')} />}
        actions={<OrderActions order={order} />}
      />
      <Columns
        right={
          <>
            <FactsCard order={order} />
            <CourseCard order={order} />
            <RefundList order={order} />
          </>
        }
      >
        <PhaseLine order={order} />
        <OrderLines order={order} />
      </Columns>
    </>
  );
}

function FactsCard({ order }: { order: OrderView }): ReactNode {
  const { t } = useTranslation('orders');
  const f = useFormats();
  const { customer, totalBase, total } = order;
  const foreign = total.currency !== f.settings.baseCurrency;
  return (
    <Card heading={t('order.facts')}>
      <Facts
        facts={[
          [
            t('field.customer'),
            customer ? (
              <Link key="customer" to="/customers/$id" params={{ id: customer.id }}>
                {customer.name}
              </Link>
            ) : (
              t('order.anonymous')
            ),
          ],
          [t('field.placedAt'), f.dateTime(order.placedAt)],
          [
            t('field.base', { currency: f.settings.baseCurrency }),
            foreign ? (totalBase ? f.money(totalBase) : t('order.noRate', { currency: total.currency })) : null,
          ],
          [t('field.source'), sourceName(order.source, t)],
          [t('field.store'), order.store],
          [t('field.staff'), order.staff],
          [t('field.channel'), order.channel],
          [t('field.note'), order.note],
        ]}
      />
    </Card>
  );
}
