import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { api } from '../api.ts';
import { QuestionCard } from './question-card.tsx';

/** Whom one talks to anyway, one may ask. */
export default function QuestionAside({ customerId }: { customerId: string }): ReactNode {
  const { data: card } = useQuery(api.read.queryOptions({ input: { id: customerId } }));
  return card ? <QuestionCard card={card} /> : null;
}
