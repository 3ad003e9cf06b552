import { Button } from '@mantine/core';
import { IconMoodEmpty } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, Navigate, useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError, type ApiError } from '../../../api/errors.ts';
import { EmptyState } from '../../../kit/empty-state.tsx';
import { ErrorState } from '../../../kit/error-state.tsx';
import { CardSkeleton, Waiting } from '../../../kit/skeletons.tsx';
import { Columns } from '../../../kit/surface.tsx';
import { Panels, usePanels } from '../../../shell/panels.tsx';
import { api, type CustomerCard } from '../api.ts';
import { CardHead } from '../parts/card-head.tsx';
import { ConsentsCard } from '../parts/privacy/consents-card.tsx';
import { FieldsCards } from '../parts/fields/fields-cards.tsx';
import { FactsCard } from '../parts/facts-card.tsx';
import { MiddleTabs } from '../parts/middle-tabs.tsx';
import { OwnershipCard } from '../parts/ownership/ownership-card.tsx';
import { QuestionCard } from '../parts/question-card.tsx';

/** Everything known of one customer, on one page. */
export function CustomerCardPage(): ReactNode {
  const { id } = useParams({ strict: false }) as { id: string };
  const { data: card, error, refetch } = useQuery(api.read.queryOptions({ input: { id } }));
  // A merged card: on to the one that stays.
  if (card && card.id !== id) return <Navigate to="/customers/$id" params={{ id: card.id }} replace />;
  if (card) return <Filled key={id} card={card} />;
  if (isApiError(error) && error.status === 404) return <NoSuchCard error={error} />;
  if (error) return <ErrorState error={error} retry={() => void refetch()} />;
  return (
    <Waiting>
      <Columns left={<CardSkeleton lines={8} />} right={<CardSkeleton lines={5} />}>
        <CardSkeleton lines={2} />
        <CardSkeleton lines={6} />
      </Columns>
    </Waiting>
  );
}

function NoSuchCard({ error }: { error: ApiError }): ReactNode {
  const { t } = useTranslation('customers');
  return (
    <EmptyState
      icon={IconMoodEmpty}
      step={
        <Button variant="default" component={Link} to="/customers">
          {t('card.toList')}
        </Button>
      }
    >
      {error.message}
    </EmptyState>
  );
}

function Filled({ card }: { card: CustomerCard }): ReactNode {
  const insights = usePanels('customer.right').length > 0;
  return (
    <>
      <CardHead card={card} />
      <Columns
        left={
          <>
            <QuestionCard card={card} />
            <FactsCard card={card} />
            <FieldsCards card={card} />
            <OwnershipCard card={card} />
            <Panels place="customer.left" customerId={card.id} />
            <ConsentsCard card={card} />
          </>
        }
        right={insights ? <Panels place="customer.right" customerId={card.id} /> : undefined}
      >
        <MiddleTabs customerId={card.id} mayWrite={card.may.edit} />
      </Columns>
    </>
  );
}
